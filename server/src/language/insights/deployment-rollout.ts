import type { Deployment } from '../../kubernetes/api.ts';
import { rolloutBounds } from '../../kubernetes/rollout-bounds.ts';
import type { Insight } from './insight.ts';

/** How many pods a rolling update keeps, and at most makes. */
const deploymentRollout: Insight = {
  fields: [
    'apps.v1.DeploymentSpec.replicas',
    'apps.v1.DeploymentSpec.strategy',
    'apps.v1.DeploymentStrategy.type',
    'apps.v1.DeploymentStrategy.rollingUpdate',
    'apps.v1.RollingUpdateDeployment.maxSurge',
    'apps.v1.RollingUpdateDeployment.maxUnavailable',
  ],
  explain({ object }) {
    const deployment = object as unknown as Deployment;
    const { replicas = 1, strategy } = deployment.spec;
    if (replicas < 0) return undefined;
    if (strategy?.type === 'Recreate') {
      return `${pods(replicas)}, all stopped before the first new one starts: an update is a downtime.`;
    }
    const { surge, unavailable, floor, ceiling } = rolloutBounds(deployment);
    const { maxSurge = 0, maxUnavailable = 0 } = strategy?.rollingUpdate ?? {};
    const resolved = `maxSurge ${maxSurge}${arrow(maxSurge, surge)}, maxUnavailable ${maxUnavailable}${arrow(maxUnavailable, unavailable)}`;
    return `${replicas} replicas, ${resolved}: during an update never more than ${pods(ceiling)}, never fewer than ${floor} available.`;
  },
};

/** `25% → 1`; nothing where the number says it already. */
function arrow(written: number | string, resolved: number): string {
  return String(written) === String(resolved) ? '' : ` → ${resolved}`;
}

function pods(count: number): string {
  return count === 1 ? '1 pod' : `${count} pods`;
}

export default deploymentRollout;
