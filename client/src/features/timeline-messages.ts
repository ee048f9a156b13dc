import type { ClusterAction, ObjectName, Timeline } from '../../../server/src/protocol.ts';

/** What the extension tells the timeline page. */
export type ToPage =
  /** A new run, or the first answer to `ready`; null: nothing was simulated yet. `at`: the moment to show; absent: the end. */
  | { readonly type: 'timeline'; readonly timeline: Timeline | null; readonly at?: number }
  /** The moment changed elsewhere, for example by **Back to the Present** in the tree; absent: the present. */
  | { readonly type: 'at'; readonly at?: number }
  /** The timeline could not be read. */
  | { readonly type: 'error'; readonly message: string };

/** What the timeline page asks of the extension. */
export type FromPage =
  /** The page listens; answered with `timeline`. Sent again whenever the page is created anew. */
  | { readonly type: 'ready' }
  /** The scrubber stands at this virtual second; absent: at the end, which means the present. */
  | { readonly type: 'at'; readonly at?: number }
  | { readonly type: 'showObject'; readonly object: ObjectName }
  | { readonly type: 'act'; readonly action: ClusterAction }
  /** Roll back, scale and crash ask the user first, so they run as commands do. */
  | { readonly type: 'command'; readonly command: PageCommand; readonly object?: ObjectName };

/** The commands that the page may run, and no others. */
export const pageCommands = [
  'drydock.simulateApply',
  'drydock.resetCluster',
  'drydock.scale',
  'drydock.undoRollout',
  'drydock.crashContainer',
] as const;

export type PageCommand = (typeof pageCommands)[number];
