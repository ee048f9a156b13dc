import type { Container, Node, Pod, PodSpec, Taint } from '../../../server/src/kubernetes/api.ts';
import type { KubernetesObject } from '../../../server/src/kubernetes/object.ts';
import { ObjectStore } from '../../../server/src/cluster/engine/store.ts';
import type { Action, Reader, ReconcileContext } from '../../../server/src/cluster/engine/types.ts';
import { scheduler, schedulerKey } from '../../../server/src/cluster/scheduler/index.ts';

export interface NodeOptions {
  readonly labels?: Record<string, string>;
  readonly taints?: Taint[];
  readonly unschedulable?: boolean;
  readonly allocatable?: Record<string, string>;
  readonly images?: { names: string[]; sizeBytes: number }[];
}

export function node(name: string, options: NodeOptions = {}): Node {
  const { labels = {}, taints, unschedulable, allocatable, images } = options;
  return {
    apiVersion: 'v1',
    kind: 'Node',
    metadata: { name, uid: `uid-${name}`, labels: { 'kubernetes.io/hostname': name, ...labels } },
    spec: { ...(taints ? { taints } : {}), ...(unschedulable === undefined ? {} : { unschedulable }) },
    status: { allocatable: { cpu: '4', memory: '8Gi', pods: '110', ...allocatable }, ...(images ? { images } : {}) },
  };
}

export interface PodOptions {
  readonly labels?: Record<string, string>;
  readonly requests?: Record<string, string>;
  readonly namespace?: string;
  readonly spec?: Partial<PodSpec>;
  readonly metadata?: Pod['metadata'];
  readonly status?: Pod['status'];
}

export function pod(name: string, options: PodOptions = {}): Pod {
  const { labels, requests, namespace = 'default', spec, metadata, status } = options;
  const container: Container = { name: 'main', image: 'app:1', ...(requests ? { resources: { requests } } : {}) };
  return {
    apiVersion: 'v1',
    kind: 'Pod',
    metadata: { name, namespace, uid: `uid-${namespace}-${name}`, generation: 1, ...(labels ? { labels } : {}), ...metadata },
    spec: { containers: [container], schedulerName: 'default-scheduler', ...spec },
    status: { phase: 'Pending', ...status },
  };
}

export function onNode(nodeName: string, bound: Pod): Pod {
  return { ...bound, spec: { ...bound.spec, containers: bound.spec?.containers ?? [], nodeName } };
}

export function storeOf(...objects: readonly KubernetesObject[]): ObjectStore {
  const placementOf = (object: KubernetesObject) => (object.kind === 'Pod' ? ((object as Pod).spec?.nodeName ?? '') : undefined);
  const store = new ObjectStore({ placementOf });
  for (const object of objects) store.put(object);
  return store;
}

export function context(now = 0, random: () => number = () => 0): ReconcileContext {
  return { now, timestamp: `2026-01-01T00:00:${String(Math.floor(now / 1000)).padStart(2, '0')}Z`, random };
}

/** A scheduler over a store, with its memory: rounds are run by hand, binds and status writes are done at once. */
export class Bench {
  memory: unknown;
  readonly events: { reason: string; message: string; about: string }[] = [];
  requeue: { after: number; background: boolean } | undefined;

  constructor(readonly store: ObjectStore) {}

  round(now = 0, random: () => number = () => 0): readonly Action[] {
    this.requeue = undefined;
    const observation = scheduler.observe(schedulerKey, this.store as Reader, this.memory);
    const actions = observation === undefined ? [] : scheduler.reconcile(observation, context(now, random));
    for (const action of actions) this.perform(action);
    return actions;
  }

  private perform(action: Action): void {
    if (action.do === 'remember') this.memory = action.value;
    if (action.do === 'event') this.events.push({ reason: action.reason, message: action.message, about: action.about.name });
    if (action.do === 'requeue') this.requeue = { after: action.after, background: action.background === true };
    if (action.do === 'bind' || action.do === 'update' || action.do === 'updateStatus') {
      const object = this.store.put(action.object);
      for (const next of action.then?.({ ok: true, object }) ?? []) this.perform(next);
    }
  }

  nodeOf(name: string, namespace = 'default'): string | undefined {
    return this.store.get<Pod>('Pod', namespace, name)?.spec?.nodeName;
  }

  get messages(): readonly string[] {
    return this.events.map(({ message }) => message);
  }
}
