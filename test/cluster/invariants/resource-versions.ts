import type { Invariant } from './world.ts';

/** Every write takes the next revision of the one store. */
export const resourceVersions: Invariant = {
  name: 'resourceVersions rise',
  watch() {
    let last = 0;
    return ({ entry }) => {
      if (entry.verb === 'delete') return undefined;
      const next = Number(entry.object.metadata.resourceVersion);
      const before = last;
      last = next;
      return next > before ? undefined : `resourceVersion ${next} after ${before}`;
    };
  },
};
