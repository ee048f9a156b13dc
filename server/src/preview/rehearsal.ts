import { crash, failNode, recoverNode } from '../cluster/accidents.ts';
import { Cluster, type ClusterParts } from '../cluster/cluster.ts';
import { snapshotReader } from '../cluster/engine/snapshot.ts';
import { objectsAt, type TraceEntry } from '../cluster/engine/trace.ts';
import type { Reader } from '../cluster/engine/types.ts';
import { apply } from '../cluster/kubectl/apply.ts';
import { cordon, drain } from '../cluster/kubectl/node.ts';
import { type CommandResult, done, failure } from '../cluster/kubectl/result.ts';
import { history, pause, restart, undo } from '../cluster/kubectl/rollout.ts';
import { scale } from '../cluster/kubectl/scale.ts';
import type { PlacementExplanation } from '../cluster/scheduler/explain.ts';
import { explainFromMemory, scheduler, schedulerKey } from '../cluster/scheduler/index.ts';
import type { Pod } from '../kubernetes/api.ts';
import type { KubernetesObject } from '../kubernetes/object.ts';
import type {
  ActionResult,
  AppliedDocument,
  ClusterAction,
  ObjectName,
  RevisionInfo,
  SimulateResult,
  Timeline,
  TreeItem,
  TreeParams,
  WorkloadOutcome,
} from '../protocol.ts';
import { versionText } from './emulated-version.ts';
import { notEmulated } from './not-emulated.ts';
import { objectYaml } from './object-yaml.ts';
import { timelineOf } from './timeline.ts';
import { treeOf } from './tree.ts';
import { verdicts } from './verdict.ts';

/** One object to apply, and where it stands. */
export interface Manifest {
  readonly object: KubernetesObject;
  readonly uri: string;
  /** 0-based line of the document's first token. */
  readonly line: number;
}

export interface RunOptions {
  /** Virtual milliseconds after which a run ends though work is left. */
  readonly limitMs?: number;
  /** Asked now and then; true ends the run where it stands. */
  readonly shouldStop?: () => boolean;
}

/** A cluster's parts, and why the API server could not even read an object (kubectl prints this). */
export interface RehearsalParts extends ClusterParts {
  readonly decodeError: (object: KubernetesObject) => string | undefined;
}

/** A rollout that is still moving after this much virtual time is reported as progressing. */
const defaultLimitMs = 3_600_000;

/**
 * A built-in cluster and what a user does to it: apply manifests, wait, act, look, look back. Everything runs at once
 * in virtual time; hosts put it on a thread of its own.
 */
export class Rehearsal {
  private cluster: Cluster;
  private runStart = 0;
  private settled = true;
  private hasRun = false;

  constructor(private parts: RehearsalParts) {
    this.cluster = new Cluster(parts);
  }

  get trace(): readonly TraceEntry[] {
    return this.cluster.trace;
  }

  get seed(): number {
    return this.parts.seed;
  }

  /** Virtual seconds since the cluster's start. */
  get now(): number {
    return this.cluster.now / 1000;
  }

  /** Every object of the cluster, as the API server would return them. */
  objects(): readonly KubernetesObject[] {
    return this.cluster.objects();
  }

  /** Throws the cluster away and starts a new one. */
  reset(parts: RehearsalParts = this.parts): void {
    this.parts = parts;
    this.cluster = new Cluster(parts);
    this.hasRun = false;
    this.runStart = 0;
  }

  /** Goes on with a cluster that something else has run, from `startMs` of its virtual time on. */
  adopt(parts: RehearsalParts, cluster: Cluster, startMs: number): void {
    this.parts = parts;
    this.cluster = cluster;
    this.runStart = startMs;
    this.settled = cluster.isSettled;
    this.hasRun = true;
  }

  /** Applies manifests in their order, as `kubectl apply -f` does, and runs until the cluster settles. Stopping leaves out the rest. */
  run(manifests: readonly Manifest[], options: RunOptions = {}): SimulateResult {
    const applied: AppliedDocument[] = [];
    return this.watchRun(options, () => {
      for (const manifest of manifests) {
        if (options.shouldStop?.() === true) break;
        applied.push(this.applyOne(manifest));
      }
      return applied;
    });
  }

  act(action: ClusterAction, options: RunOptions = {}): ActionResult {
    if (action.do === 'reset') {
      this.reset();
      return { message: 'cluster reset', failed: false };
    }
    let result: CommandResult = failure('nothing was done');
    const run = this.watchRun(options, () => {
      result = this.perform(action, options);
      return [];
    });
    return { ...result, run };
  }

  tree(params: TreeParams): readonly TreeItem[] {
    return treeOf(this.readerAt(params.at), {
      groupBy: params.groupBy,
      at: params.at ?? this.now,
      seed: this.parts.seed,
      kubernetesVersion: versionText(this.parts.structure),
      placementOf: (uid) => this.placementOf(uid),
    });
  }

  timeline(): Timeline | null {
    if (!this.hasRun) return null;
    const memory = this.cluster.memoryOf(scheduler.name, schedulerKey);
    return timelineOf(this.trace, {
      from: this.runStart,
      to: this.cluster.now,
      seed: this.parts.seed,
      kubernetesVersion: versionText(this.parts.structure),
      outcome: this.outcome(),
      placementOf: (uid) => explainFromMemory(memory, uid),
    });
  }

  objectYaml(name: ObjectName, at?: number): string | null {
    const object = this.readerAt(at).get(name.kind, name.namespace, name.name);
    return object ? objectYaml(object) : null;
  }

  revisions(name: ObjectName): readonly RevisionInfo[] {
    return history(this.cluster, name).map(({ revision, name: keeper, template, current }) => ({
      revision,
      name: keeper,
      images: (template.spec?.containers ?? []).map((container) => container.image ?? ''),
      current,
    }));
  }

  /** Why the scheduler put a pod where it is; undefined for pods that it never looked at. */
  private placementOf(uid: string): PlacementExplanation | undefined {
    return explainFromMemory(this.cluster.memoryOf(scheduler.name, schedulerKey), uid);
  }

  private outcome(): readonly WorkloadOutcome[] {
    const { cluster, settled, trace } = this;
    const isRestless = ({ metadata }: Pod): boolean =>
      cluster.isDue('kubelet', `${metadata.namespace ?? ''}/${metadata.name ?? ''}`);
    return verdicts({ read: cluster.read, settled, trace, isRestless });
  }

  private readerAt(seconds: number | undefined): Reader {
    if (seconds === undefined || seconds >= this.now) return this.cluster.read;
    const at = Math.round(seconds * 1000);
    return snapshotReader(objectsAt(this.trace, at), at);
  }

  private watchRun(options: RunOptions, begin: () => readonly AppliedDocument[]): SimulateResult {
    const from = this.cluster.now;
    this.runStart = from;
    this.hasRun = true;
    const applied = begin();
    // Who was stopped before all was applied has not settled, however little there is to do.
    const isStopped = options.shouldStop?.() === true;
    const reason = isStopped ? 'stopped' : this.cluster.settle(options.limitMs ?? defaultLimitMs, options.shouldStop);
    this.settled = reason === 'settled';
    return {
      applied,
      outcome: this.outcome(),
      from: from / 1000,
      to: this.now,
      cancelled: reason === 'stopped',
    };
  }

  private applyOne({ object, uri, line }: Manifest): AppliedDocument {
    const unreadable = this.parts.decodeError(object);
    const {
      result,
      message,
      object: stored,
    } = unreadable ? { result: 'refused' as const, message: unreadable, object: undefined } : apply(this.cluster, object);
    const { namespace = '', name = '' } = (stored ?? object).metadata;
    const note = result === 'refused' ? undefined : notEmulated(object.kind);
    return { kind: object.kind, namespace, name, uri, line, result: note ? 'unsupported' : result, message: note ?? message };
  }

  private perform(action: Exclude<ClusterAction, { do: 'reset' }>, options: RunOptions): CommandResult {
    const { cluster } = this;
    switch (action.do) {
      case 'deletePod':
      case 'deleteObject':
        return this.deleteObject(action.object);
      case 'crashContainer':
        return crash(cluster, action.object, action.container, action.exitCode);
      case 'cordon':
        return cordon(cluster, action.object, true);
      case 'uncordon':
        return cordon(cluster, action.object, false);
      case 'drain':
        return drain(cluster, action.object, options.shouldStop);
      case 'failNode':
        return failNode(cluster, action.object);
      case 'recoverNode':
        return recoverNode(cluster, action.object);
      case 'scale':
        return scale(cluster, action.object, action.replicas);
      case 'restart':
        return restart(cluster, action.object);
      case 'pause':
        return pause(cluster, action.object, true);
      case 'resume':
        return pause(cluster, action.object, false);
      case 'undo':
        return undo(cluster, action.object, action.toRevision);
    }
  }

  private deleteObject(object: ObjectName): CommandResult {
    const outcome = this.cluster.api.delete({ ref: object, propagationPolicy: 'Background' }, 'kubectl');
    const { printed } = this.cluster.kinds(object.kind);
    return outcome.ok ? done(`${printed} "${object.name}" deleted`) : failure(`Error from server: ${outcome.error.message}`);
  }
}
