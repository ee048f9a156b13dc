import type { Invariant } from './world.ts';

/** Names are unique, and an object keeps its uid from its creation to its deletion. */
export const identity: Invariant = {
  name: 'an object is created once and keeps its uid',
  watch:
    () =>
    ({ entry, previous }) => {
      if (entry.verb === 'create') return previous === undefined ? undefined : 'is created while one of its name exists';
      if (previous === undefined) return 'is written to and does not exist';
      return previous.metadata.uid === entry.object.metadata.uid ? undefined : 'has another uid';
    },
};
