import type { Pod } from '../../../server/src/kubernetes/api.ts';
import { isPodTerminal } from '../../../server/src/kubernetes/pod-status.ts';
import type { Invariant } from './world.ts';

/** Succeeded and Failed are final. Source: concepts/workloads/pods/pod-lifecycle */
export const phases: Invariant = {
  name: 'a terminal phase is final',
  watch:
    () =>
    ({ entry, previous }) => {
      const before = previous as Pod | undefined;
      if (entry.ref.kind !== 'Pod' || !before || !isPodTerminal(before)) return undefined;
      const now = (entry.object as Pod).status?.phase;
      return now === before.status?.phase ? undefined : `${before.status?.phase} becomes ${now}`;
    },
};
