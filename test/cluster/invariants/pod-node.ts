import type { Node, Pod } from '../../../server/src/kubernetes/api.ts';
import type { Invariant, World } from './world.ts';

/** A pod is bound once; all of its containers run where it is bound. */
export const podNode: Invariant = {
  name: 'all containers of a pod run on one node',
  watch: () => problemOf,
};

function problemOf({ entry, previous, ofKind }: World): string | undefined {
  if (entry.ref.kind !== 'Pod' || entry.verb === 'delete') return undefined;
  const { spec, status } = entry.object as Pod;
  const before = (previous as Pod | undefined)?.spec?.nodeName;
  if (before && spec?.nodeName !== before) return `moves from ${before} to ${spec?.nodeName}`;
  const states = [...(status?.initContainerStatuses ?? []), ...(status?.containerStatuses ?? [])];
  const started = states.filter(({ containerID }) => containerID !== undefined && containerID !== '');
  if (!spec?.nodeName) return started.length === 0 ? undefined : `${started[0]?.name} has been started on no node`;
  const node = ofKind<Node>('Node').find(({ metadata }) => metadata.name === spec.nodeName);
  const address = node?.status?.addresses?.find(({ type }) => type === 'InternalIP')?.address;
  // A machine may be replaced by one of the same name, which has not looked at the pod yet.
  if (!status?.hostIP || !address || status.hostIP === (previous as Pod | undefined)?.status?.hostIP) return undefined;
  return status.hostIP === address ? undefined : `is on ${spec.nodeName} (${address}) and runs at ${status.hostIP}`;
}
