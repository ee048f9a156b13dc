/**
 * Requests and types that the client shares with the server. The client imports this file and nothing else of the
 * server, so nothing here knows VS Code or Kubernetes beyond its words.
 */

/** Names one object of the built-in cluster. `namespace` is '' for cluster-scoped kinds. */
export interface ObjectName {
  readonly kind: string;
  readonly namespace: string;
  readonly name: string;
}

export interface SimulateParams {
  /** Files or folders to apply, as URIs. Open editors' unsaved text is used. */
  readonly uris: readonly string[];
  /** Only the document that holds this offset's line (code lens); 0-based line in the only URI. */
  readonly line?: number;
  /** LSP's work-done progress is reported under this token. */
  readonly workDoneToken?: string | number;
}

/** The section `drydock` of the user's settings, which the server asks for with `workspace/configuration`. */
export interface Settings {
  readonly validate: boolean;
  /** By rule id; absent: the rule's own. */
  readonly severity: Readonly<Record<string, 'error' | 'warning' | 'information' | 'hint' | 'off'>>;
  /** Seed of the built-in cluster; another one starts it anew. */
  readonly seed: number;
  /** Minor version of Kubernetes to judge by, for example `1.36`. */
  readonly kubernetesVersion: string;
  /** Whether changes since the last commit are warned of that the API server would refuse. */
  readonly compareWithCommitted: boolean;
}

/** A file as it was committed last. */
export interface CommittedText {
  readonly uri: string;
  /** null: it is in no repository, or new in it. */
  readonly text: string | null;
}

export type WorkloadState = 'complete' | 'progressing' | 'stuck' | 'failed';

export interface WorkloadOutcome extends ObjectName {
  readonly state: WorkloadState;
  readonly reason: string;
  readonly message: string;
}

/** What became of one document on apply: as kubectl prints it, or as the API server refuses it. */
export interface AppliedDocument extends ObjectName {
  readonly uri: string;
  readonly line: number;
  readonly result: 'created' | 'configured' | 'unchanged' | 'refused' | 'unsupported';
  readonly message: string;
}

export interface SimulateResult {
  readonly applied: readonly AppliedDocument[];
  readonly outcome: readonly WorkloadOutcome[];
  /** Virtual seconds since the cluster's start at which this run began and ended. */
  readonly from: number;
  readonly to: number;
  readonly cancelled: boolean;
}

/** An icon class for a state: the client maps it to a codicon and a theme colour. */
export type StateIcon =
  | 'pending'
  | 'creating'
  | 'notReady'
  | 'ready'
  | 'succeeded'
  | 'failed'
  | 'terminating'
  | 'ok'
  | 'warning'
  | 'error'
  | 'cordoned';

export interface TreeItem {
  /** Stable across refreshes. */
  readonly id: string;
  readonly label: string;
  /** Dimmed text behind the label: `Running 1/1 · worker-2`. */
  readonly description: string;
  /** Markdown; says why. */
  readonly tooltip: string;
  readonly icon: StateIcon;
  /** The object that a click shows; absent for groups. */
  readonly object?: ObjectName;
  /** What the menus offer: `pod`, `node`, `node.cordoned`, `node.failed`, `deployment`, `replicaset`, `daemonset`, `statefulset`, `cluster` … */
  readonly context: string;
  readonly children: readonly TreeItem[];
  readonly expanded?: boolean;
}

export interface TreeParams {
  readonly groupBy: 'node' | 'owner';
  /** Virtual seconds; absent: now. */
  readonly at?: number;
}

/** All that the timeline panel draws. Times in virtual seconds since the cluster's start. */
export interface Timeline {
  readonly kubernetesVersion: string;
  readonly seed: number;
  readonly from: number;
  readonly to: number;
  readonly outcome: readonly WorkloadOutcome[];
  /** Workloads of this run, each with its availability and its pods. */
  readonly workloads: readonly TimelineWorkload[];
  readonly events: readonly TimelineEvent[];
  readonly nodes: readonly TimelineNode[];
  /** Pods of the cluster itself (kube-proxy …): they take room on the nodes, and belong to no workload of the user. */
  readonly systemPods: readonly TimelinePod[];
}

export interface TimelineWorkload extends ObjectName {
  readonly series: {
    /** Step functions: each point holds until the next. */
    readonly pods: readonly SeriesPoint[];
    readonly ready: readonly SeriesPoint[];
    readonly available: readonly SeriesPoint[];
    readonly desired: readonly SeriesPoint[];
    /** What `floor` and `ceiling` were over time: scaling and new strategies move them. */
    readonly floor: readonly SeriesPoint[];
    readonly ceiling: readonly SeriesPoint[];
  };
  /** Fewest available and most pods that the strategy allows at the end; absent where it allows anything. */
  readonly floor?: number;
  readonly ceiling?: number;
  readonly floorLabel?: string;
  readonly ceilingLabel?: string;
  readonly groups: readonly TimelineGroup[];
}

export interface SeriesPoint {
  readonly at: number;
  readonly value: number;
}

/** Pods of one revision (a ReplicaSet, a ControllerRevision). */
export interface TimelineGroup {
  /** `revision 2 · web-6f5d8b9c47` */
  readonly label: string;
  /** Images, and the scale steps: `nginx:1.29 0 → 1 → 2 at 0 s → 4 at 8.3 s` */
  readonly detail: string;
  /** The ReplicaSet or ControllerRevision; absent where the workload has the pods itself. */
  readonly owner?: ObjectName;
  readonly pods: readonly TimelinePod[];
}

export interface TimelinePod {
  readonly name: string;
  readonly namespace: string;
  readonly uid: string;
  readonly node: string;
  readonly bars: readonly TimelineBar[];
  /** Why it runs where it runs, or why it runs nowhere. */
  readonly why: string;
  /** How the scheduler came to its decision, a line for each thing to know; absent where it was not asked. */
  readonly placement?: readonly string[];
  readonly images: readonly string[];
  /** Life from first to last; no end while it lives. The bars show only what lies within the run. */
  readonly createdAt: number;
  readonly endedAt?: number;
}

export type PodBarState = 'pending' | 'creating' | 'notReady' | 'ready' | 'succeeded' | 'failed' | 'terminating';

export interface TimelineBar {
  readonly from: number;
  readonly to: number;
  readonly state: PodBarState;
  /** As the STATUS column of kubectl prints it. */
  readonly status: string;
  /** As the READY column prints it: `0/1`. */
  readonly ready: string;
  readonly restarts: number;
  /** What keeps the pod from being ready, as last said within this bar: `ImagePullBackOff: Back-off pulling image …`. */
  readonly problem?: string;
}

export interface TimelineEvent {
  readonly at: number;
  readonly type: 'Normal' | 'Warning';
  readonly object: ObjectName;
  readonly reason: string;
  readonly message: string;
}

export interface TimelineNode {
  readonly name: string;
  readonly zone: string;
  /** Step functions of requested share of allocatable CPU and memory, 0 to 1. */
  readonly cpu: readonly SeriesPoint[];
  readonly memory: readonly SeriesPoint[];
  /** As the STATUS column of kubectl prints it: `Ready,SchedulingDisabled`; '' while there is no such node. */
  readonly status: readonly { readonly at: number; readonly text: string }[];
}

/** What a user can do to the cluster from the tree or the panel. */
export type ClusterAction =
  | { readonly do: 'deletePod'; readonly object: ObjectName }
  | { readonly do: 'crashContainer'; readonly object: ObjectName; readonly container?: string; readonly exitCode: number }
  | { readonly do: 'cordon' | 'uncordon' | 'drain' | 'failNode' | 'recoverNode'; readonly object: ObjectName }
  | { readonly do: 'scale'; readonly object: ObjectName; readonly replicas: number }
  | { readonly do: 'restart' | 'pause' | 'resume'; readonly object: ObjectName }
  | { readonly do: 'undo'; readonly object: ObjectName; readonly toRevision?: number }
  | { readonly do: 'deleteObject'; readonly object: ObjectName }
  | { readonly do: 'reset' };

export interface ActionResult {
  /** As kubectl prints it: `deployment.apps/web scaled`. */
  readonly message: string;
  readonly failed: boolean;
  readonly run?: SimulateResult;
}

export interface RevisionInfo {
  readonly revision: number;
  readonly name: string;
  readonly images: readonly string[];
  readonly current: boolean;
}

/** Method names of the requests and notifications, with params → result. */
export const requests = {
  /** SimulateParams → SimulateResult; sends work-done progress, can be cancelled. */
  simulate: 'drydock/simulate',
  /** ClusterAction → ActionResult */
  act: 'drydock/act',
  /** TreeParams → TreeItem[] */
  tree: 'drydock/tree',
  /** null → Timeline | null (null: nothing was simulated yet) */
  timeline: 'drydock/timeline',
  /** { object: ObjectName, at?: number } → string | null: YAML as the API server would return it */
  objectYaml: 'drydock/objectYaml',
  /** ObjectName → RevisionInfo[] */
  revisions: 'drydock/revisions',
  /** id of a rule, or null for the list of all → string | null: its page, in Markdown */
  rulePage: 'drydock/rulePage',
} as const;

export const notifications = {
  /** Server → client: the cluster changed (after a run, an action, a reset, a new cluster file): { to: number } */
  clusterChanged: 'drydock/clusterChanged',
  /** Client → server, when a file is opened and when its repository's HEAD moves: CommittedText */
  committedText: 'drydock/committedText',
} as const;
