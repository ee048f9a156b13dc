import { afterEach } from 'vitest';
import { crash, failNode, recoverNode } from '../../../server/src/cluster/accidents.ts';
import { Cluster } from '../../../server/src/cluster/cluster.ts';
import { nodeObject } from '../../../server/src/cluster/kubelet/node.ts';
import { type Applied, apply } from '../../../server/src/cluster/kubectl/apply.ts';
import { cordon, drain } from '../../../server/src/cluster/kubectl/node.ts';
import { pause, undo } from '../../../server/src/cluster/kubectl/rollout.ts';
import { scale } from '../../../server/src/cluster/kubectl/scale.ts';
import type { ClusterSpec, NodeSpec } from '../../../server/src/cluster/spec.ts';
import { defaultClusterSpec } from '../../../server/src/cluster/system/default-spec.ts';
import type { Deployment, Pod, ReplicaSet } from '../../../server/src/kubernetes/api.ts';
import { controllerOf, type KubernetesObject, type ObjectRef } from '../../../server/src/kubernetes/object.ts';
import { isPodReady } from '../../../server/src/kubernetes/pod-status.ts';
import { timestampAt } from '../../../server/src/kubernetes/time.ts';
import { clusterParts } from '../../../server/src/preview/cluster-parts.ts';
import { verdicts } from '../../../server/src/preview/verdict.ts';
import { structure } from '../../structure.ts';
import { brokenInvariants } from '../invariants/index.ts';

const labs: Lab[] = [];

/** What must hold always holds in every scenario. */
afterEach(() => {
  const broken = labs.splice(0).flatMap((lab) => lab.brokenInvariants());
  if (broken.length > 0) throw new Error(`invariants are broken:\n${broken.slice(0, 10).join('\n')}`);
});

export interface LabOptions {
  readonly seed?: number;
  readonly spec?: Partial<ClusterSpec>;
  /** Nothing but rollouts takes pods down in this scenario: Deployments keep their floor. */
  readonly voluntary?: boolean;
}

/** A cluster under test, and short ways to do things to it and to look at it. Namespace is `default` throughout. */
export class Lab {
  readonly cluster: Cluster;
  private readonly voluntary: boolean;
  private nodeCount: number;
  /** Whether the last run came to rest: only then nothing may be left to collect. */
  private isSettled = true;

  constructor({ seed = 1, spec = {}, voluntary }: LabOptions = {}) {
    this.voluntary = voluntary ?? false;
    const whole = { ...defaultClusterSpec, ...spec };
    this.cluster = new Cluster(clusterParts(structure, whole, seed));
    this.nodeCount = whole.nodes.length;
    labs.push(this);
  }

  brokenInvariants(): readonly string[] {
    return brokenInvariants(this.cluster.trace, { settled: this.isSettled && this.cluster.isSettled, voluntary: this.voluntary });
  }

  /** Virtual seconds. */
  get now(): number {
    return this.cluster.now / 1000;
  }

  apply(object: object): Applied {
    return apply(this.cluster, object as KubernetesObject);
  }

  /** Applies, and runs until nothing more happens by itself. */
  run(object: object): Applied {
    const applied = this.apply(object);
    this.settle();
    return applied;
  }

  settle(seconds = 3600): string {
    const reason = this.cluster.settle(seconds * 1000);
    this.isSettled = reason === 'settled';
    return reason;
  }

  advance(seconds: number): void {
    this.cluster.advance(seconds * 1000);
    this.isSettled = false;
  }

  /** Lets time pass in steps until something holds; the virtual seconds that it took. */
  until(holds: () => boolean, limitSeconds = 1200, stepSeconds = 0.1): number {
    const from = this.now;
    while (!holds()) {
      if (this.now - from > limitSeconds) throw new Error(`not so after ${limitSeconds} s`);
      this.advance(stepSeconds);
    }
    return this.now - from;
  }

  get<T extends KubernetesObject>(kind: string, name: string): T {
    const found = this.find<T>(kind, name);
    if (!found) throw new Error(`there is no ${kind} ${name}`);
    return found;
  }

  find<T extends KubernetesObject>(kind: string, name: string): T | undefined {
    return this.cluster.read.get<T>(kind, isClusterScoped(kind) ? '' : 'default', name);
  }

  pods(selector: Readonly<Record<string, string>> = {}): readonly Pod[] {
    return this.cluster.read
      .list<Pod>('Pod', 'default')
      .filter((pod) => Object.entries(selector).every(([key, value]) => pod.metadata.labels?.[key] === value));
  }

  livePods(): readonly Pod[] {
    return this.pods().filter((pod) => pod.metadata.deletionTimestamp === undefined);
  }

  podNames(): readonly string[] {
    return this.pods()
      .map((pod) => pod.metadata.name ?? '')
      .sort();
  }

  readyCount(): number {
    return this.livePods().filter(isPodReady).length;
  }

  replicaSets(deployment = 'web'): readonly ReplicaSet[] {
    const uid = this.get<Deployment>('Deployment', deployment).metadata.uid ?? '';
    return this.cluster.read.ownedBy<ReplicaSet>('ReplicaSet', uid);
  }

  verdict(name = 'web'): { state: string; reason: string; message: string } | undefined {
    return verdicts({ read: this.cluster.read, settled: this.isSettled, trace: this.cluster.trace }).find(
      (outcome) => outcome.name === name,
    );
  }

  delete(kind: string, name: string, propagationPolicy?: 'Background' | 'Foreground' | 'Orphan'): void {
    const outcome = this.cluster.api.delete({ ref: this.ref(kind, name), propagationPolicy }, 'kubectl');
    if (!outcome.ok) throw new Error(outcome.error.message);
  }

  deletePod(name: string, gracePeriodSeconds?: number): void {
    const outcome = this.cluster.api.delete({ ref: this.ref('Pod', name), gracePeriodSeconds }, 'kubectl');
    if (!outcome.ok) throw new Error(outcome.error.message);
  }

  /** A write to the live object as `kubectl edit` does it, by a user who is not asked for permission. */
  edit<T extends KubernetesObject>(kind: string, name: string, change: (live: T) => T): void {
    const outcome = this.cluster.api.update(change(this.get<T>(kind, name)), 'kubectl');
    if (!outcome.ok) throw new Error(outcome.error.message);
  }

  scale(kind: string, name: string, replicas: number): string {
    return scale(this.cluster, this.ref(kind, name), replicas).message;
  }

  undo(kind: string, name: string, revision?: number): string {
    return undo(this.cluster, this.ref(kind, name), revision).message;
  }

  pause(name: string, paused: boolean): string {
    return pause(this.cluster, this.ref('Deployment', name), paused).message;
  }

  crash(pod: string, container: string, exitCode = 1): string {
    return crash(this.cluster, this.ref('Pod', pod), container, exitCode).message;
  }

  failNode(name: string): void {
    failNode(this.cluster, this.ref('Node', name));
  }

  recoverNode(name: string): void {
    recoverNode(this.cluster, this.ref('Node', name));
  }

  cordon(name: string, on = true): void {
    cordon(this.cluster, this.ref('Node', name), on);
  }

  drain(name: string): { message: string; failed: boolean } {
    return drain(this.cluster, this.ref('Node', name));
  }

  addNode(node: Partial<NodeSpec> & { name: string }): void {
    const spec: NodeSpec = { labels: {}, taints: [], capacity: { cpu: '4', memory: '16Gi', pods: '110' }, ...node };
    const object = nodeObject(spec, this.nodeCount, structure.kubernetesVersion, timestampAt(this.cluster.now));
    this.nodeCount += 1;
    const outcome = this.cluster.api.create(object, 'kubelet');
    if (!outcome.ok) throw new Error(outcome.error.message);
  }

  /** Events about objects whose name begins so, as `reason: message`. */
  events(name: string, since = 0): readonly string[] {
    return this.cluster.trace.flatMap((entry) =>
      entry.verb === 'event' && entry.ref.name.startsWith(name) && entry.at >= since * 1000
        ? [`${entry.reason}: ${entry.message}`]
        : [],
    );
  }

  /** The Deployment's own record of how it scaled its ReplicaSets: `<revision> from→to`. */
  scaleSteps(deployment = 'web', since = 0): readonly string[] {
    const revisions = new Map<string, string>();
    for (const entry of this.cluster.trace) {
      if (entry.verb === 'event' || entry.ref.kind !== 'ReplicaSet') continue;
      const revision = entry.object.metadata.annotations?.['deployment.kubernetes.io/revision'];
      if (revision !== undefined && !revisions.has(entry.ref.name)) revisions.set(entry.ref.name, revision);
    }
    return this.events(deployment, since).flatMap((text) => {
      const match = /^ScalingReplicaSet: Scaled (?:up|down) replica set (\S+) from (\d+) to (\d+)$/.exec(text);
      return match ? [`r${revisions.get(match[1] ?? '') ?? '?'} ${match[2]}→${match[3]}`] : [];
    });
  }

  /** Virtual seconds at which a pod with this name was first written by `verb`. */
  writtenAt(verb: 'create' | 'delete', kind: string, name: string, since = 0): number | undefined {
    const entry = this.cluster.trace.find(
      (one) => one.verb === verb && one.ref.kind === kind && one.ref.name === name && one.at >= since * 1000,
    );
    return entry && entry.at / 1000;
  }

  ownerOf(pod: Pod): string {
    return controllerOf(pod)?.name ?? '';
  }

  private ref(kind: string, name: string): ObjectRef {
    return { kind, namespace: isClusterScoped(kind) ? '' : 'default', name };
  }
}

function isClusterScoped(kind: string): boolean {
  return ['Node', 'Namespace', 'PersistentVolume', 'StorageClass'].includes(kind);
}

export function conditionOf(
  object: KubernetesObject,
  type: string,
): { status: string; reason?: string; message?: string } | undefined {
  const { status } = object as {
    status?: { conditions?: { type: string; status: string; reason?: string; message?: string }[] };
  };
  return status?.conditions?.find((condition) => condition.type === type);
}
