import type { Pod } from '../kubernetes/api.ts';
import { isPodReady } from '../kubernetes/pod-status.ts';
import type { PodBarState } from '../protocol.ts';

/** The few states in which a person tells pods apart: one colour each in the tree and the timeline. */
export function podState(pod: Pod): PodBarState {
  const { status, metadata, spec } = pod;
  if (metadata.deletionTimestamp !== undefined) return 'terminating';
  if (status?.phase === 'Succeeded') return 'succeeded';
  if (status?.phase === 'Failed') return 'failed';
  if (!spec?.nodeName) return 'pending';
  if (isPodReady(pod)) return 'ready';
  if (isBroken(pod)) return 'failed';
  return status?.phase === 'Running' ? 'notReady' : 'creating';
}

const brokenReasons = new Set([
  'CrashLoopBackOff',
  'ErrImagePull',
  'ImagePullBackOff',
  'ErrImageNeverPull',
  'InvalidImageName',
  'CreateContainerConfigError',
  'CreateContainerError',
  'RunContainerError',
]);

function isBroken({ status }: Pod): boolean {
  const all = [...(status?.initContainerStatuses ?? []), ...(status?.containerStatuses ?? [])];
  return all.some(({ state }) => brokenReasons.has(state?.waiting?.reason ?? '') || (state?.terminated?.exitCode ?? 0) !== 0);
}
