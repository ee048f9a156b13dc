import type { Container, Node, Pod } from '../../../server/src/kubernetes/api.ts';
import { isPodTerminal } from '../../../server/src/kubernetes/pod-status.ts';
import { quantityMilli } from '../../../server/src/kubernetes/quantity.ts';
import type { Invariant, World } from './world.ts';

/** The scheduler binds a pod only where its requests fit beside those of the pods that are there. */
export const capacity: Invariant = {
  name: 'pods fit their node',
  watch: () => problemOf,
};

function problemOf({ entry, previous, ofKind }: World): string | undefined {
  if (entry.ref.kind !== 'Pod' || entry.verb === 'delete') return undefined;
  const nodeName = (entry.object as Pod).spec?.nodeName;
  if (!nodeName || (previous as Pod | undefined)?.spec?.nodeName === nodeName) return undefined;
  const node = ofKind<Node>('Node').find(({ metadata }) => metadata.name === nodeName);
  const pods = ofKind<Pod>('Pod').filter((pod) => pod.spec?.nodeName === nodeName && !isPodTerminal(pod));
  const { cpu = 0, memory = 0, pods: most = 0 } = node?.status?.allocatable ?? {};
  if (pods.length > Number(most)) return `${pods.length} pods on ${nodeName}`;
  for (const [resource, limit] of Object.entries({ cpu, memory })) {
    const asked = pods.reduce((sum, pod) => sum + requestOf(pod, resource), 0);
    if (asked > quantityMilli(limit)) return `${asked}m ${resource} on ${nodeName}, which has ${limit}`;
  }
  return undefined;
}

/** Containers and sidecars together; an init container beside the sidecars that start before it. In thousandths. */
function requestOf({ spec }: Pod, resource: string): number {
  const ask = ({ resources }: Container): number => quantityMilli(resources?.requests?.[resource]);
  let sidecars = 0;
  let starting = 0;
  for (const container of spec?.initContainers ?? []) {
    if (container.restartPolicy === 'Always') sidecars += ask(container);
    starting = Math.max(starting, sidecars + (container.restartPolicy === 'Always' ? 0 : ask(container)));
  }
  const running = sidecars + (spec?.containers ?? []).reduce((sum, container) => sum + ask(container), 0);
  return Math.max(starting, running) + quantityMilli(spec?.overhead?.[resource]);
}
