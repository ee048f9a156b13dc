/**
 * A cluster to rehearse on: what `drydock.cluster.yaml` describes. Quantities are Kubernetes quantities.
 */
export interface ClusterSpec {
  readonly nodes: readonly NodeSpec[];
  /** How images behave; the first entry whose pattern matches is used. */
  readonly images: readonly ImageBehavior[];
}

export interface NodeSpec {
  readonly name: string;
  readonly labels: Readonly<Record<string, string>>;
  readonly taints: readonly {
    readonly key: string;
    readonly value?: string;
    readonly effect: 'NoSchedule' | 'PreferNoSchedule' | 'NoExecute';
  }[];
  readonly capacity: Readonly<Record<string, string>>;
}

/** The behaviour model of one image (or of one container when `container` narrows it). Times in virtual seconds. */
export interface ImageBehavior {
  /** Image reference; `*` matches any run of characters. */
  readonly image: string;
  /** Narrows to containers of this name. */
  readonly container?: string;
  readonly pullSeconds?: number;
  /** The registry's answer; the pull always fails with it. */
  readonly pullError?: string;
  readonly sizeBytes?: number;
  /** From container start until readiness and startup probes begin to succeed. */
  readonly readyAfterSeconds?: number;
  /** Readiness and startup probes never succeed. */
  readonly neverReady?: boolean;
  /** The readiness probe begins to fail this long after the start. */
  readonly unreadyAfterSeconds?: number;
  /** The liveness probe begins to fail this long after the start. */
  readonly unhealthyAfterSeconds?: number;
  /** The container ends by itself this long after its start; absent: it runs until it is stopped. */
  readonly exitAfterSeconds?: number;
  readonly exitCode?: number;
  /** How long the process takes to end after SIGTERM; longer than the grace period means SIGKILL. */
  readonly stopSeconds?: number;
  /** When the image began to behave so, in virtual milliseconds; absent: from the cluster's start. */
  readonly since?: number;
}
