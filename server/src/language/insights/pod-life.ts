import type { Container } from '../../kubernetes/api.ts';
import { type Insight, span, valueAt } from './insight.ts';

/** How pods end, restart and get their images. */
const podLife: Insight = {
  fields: [
    'core.v1.PodSpec.terminationGracePeriodSeconds',
    'core.v1.PodSpec.restartPolicy',
    'core.v1.Container.image',
    'core.v1.Container.imagePullPolicy',
    'core.v1.PodSpec.hostNetwork',
  ],
  explain({ object, path }) {
    const value = valueAt(object, path);
    switch (path.at(-1)) {
      case 'terminationGracePeriodSeconds':
        return `On deletion the containers get SIGTERM (after their preStop hooks), and SIGKILL when ${span(Number(value))} are over.`;
      case 'restartPolicy':
        return restarts(String(value));
      case 'hostNetwork':
        return value === true ? 'The pod uses its node’s address: two pods with one port cannot be on one node.' : undefined;
      default:
        return pulls(valueAt(object, path.slice(0, -1)) as Container | undefined);
    }
  },
};

function restarts(policy: string): string {
  if (policy === 'Never')
    return 'A container that ends is not started again; when all have ended the pod is Succeeded or Failed.';
  const which = policy === 'Always' ? 'A container that ends' : 'A container that ends with an error';
  return `${which} is started again on the same node: at once, then after 10 s, 20 s, 40 s … up to 5 min (CrashLoopBackOff).`;
}

function pulls(container: Container | undefined): string | undefined {
  switch (container?.imagePullPolicy) {
    case 'Always':
      return 'imagePullPolicy **Always**: the registry is asked at each start, and an image that has moved on is pulled.';
    case 'IfNotPresent':
      return 'imagePullPolicy **IfNotPresent**: pulled only on nodes that do not have it yet.';
    case 'Never':
      return 'imagePullPolicy **Never**: it must be on the node already.';
    default:
      return undefined;
  }
}

export default podLife;
