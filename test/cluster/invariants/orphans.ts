import type { Pod } from '../../../server/src/kubernetes/api.ts';
import type { Invariant } from './world.ts';

/** Garbage is collected: what has lost all its owners, and pods whose node is gone. */
export const orphans: Invariant = {
  name: 'no orphan after garbage collection',
  atRest(live) {
    const uids = new Set([...live.values()].map(({ metadata }) => metadata.uid));
    return [...live].flatMap(([key, object]) => {
      const { ownerReferences: owners = [], deletionTimestamp } = object.metadata;
      const isOrphan = owners.length > 0 && !owners.some(({ uid }) => uids.has(uid)) && deletionTimestamp === undefined;
      if (isOrphan) return [`${key} has outlived its owner ${owners[0]?.name ?? ''}`];
      const node = object.kind === 'Pod' ? (object as Pod).spec?.nodeName : undefined;
      return node && !live.has(`Node//${node}`) ? [`${key} has outlived its node ${node}`] : [];
    });
  },
};
