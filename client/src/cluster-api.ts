import type { CancellationToken, Event } from 'vscode';
import type {
  ActionResult,
  ClusterAction,
  ObjectName,
  RevisionInfo,
  SimulateParams,
  SimulateResult,
  Timeline,
  TreeItem,
  TreeParams,
} from '../../server/src/protocol.ts';

export type ServerState = 'starting' | 'running' | 'failed';

export interface SimulationProgress {
  /** What the cluster is doing, in words. */
  readonly message?: string;
  /** 0 to 100. */
  readonly percentage?: number;
}

/** The built-in cluster as the features see it; only `server.ts` knows that a language server stands behind. */
export interface ClusterApi {
  readonly state: ServerState;
  readonly onStateChanged: Event<ServerState>;
  /** After a run, an action, a reset or a new cluster file. */
  readonly onClusterChanged: Event<void>;
  /** The user threw the cluster away: nothing has run on the one that follows. */
  readonly onReset: Event<void>;
  simulate(
    params: SimulateParams,
    token: CancellationToken,
    report: (progress: SimulationProgress) => void,
  ): Promise<SimulateResult>;
  act(action: ClusterAction): Promise<ActionResult>;
  tree(params: TreeParams): Promise<TreeItem[]>;
  timeline(): Promise<Timeline | null>;
  objectYaml(object: ObjectName, at: number | undefined): Promise<string | null>;
  revisions(object: ObjectName): Promise<RevisionInfo[]>;
}
