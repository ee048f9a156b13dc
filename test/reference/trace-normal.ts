import type { Pod, ReplicaSet } from '../../server/src/kubernetes/api.ts';
import { controllerOf, type KubernetesObject } from '../../server/src/kubernetes/object.ts';
import { isPodReady } from '../../server/src/kubernetes/pod-status.ts';

/** One run of a scenario, by Kubernetes or by Drydock. */
export interface Run {
  /** What was there whenever the cluster came to rest. */
  readonly points: readonly { readonly step: number; readonly objects: readonly KubernetesObject[] }[];
  readonly writes: readonly Write[];
  readonly events: readonly RunEvent[];
  /** What commands answered. */
  readonly answers: readonly { readonly step: number; readonly text: string; readonly failed: boolean }[];
}

export interface Write {
  readonly type: 'ADDED' | 'MODIFIED' | 'DELETED';
  readonly object: KubernetesObject;
}

export interface RunEvent {
  readonly kind: string;
  readonly name: string;
  readonly namespace: string;
  readonly type: string;
  readonly reason: string;
  readonly message: string;
}

/** A run with everything taken out that differs between two runs of the same cluster; all of it is described at the rules. */
export interface NormalRun {
  /** By point and object: `1 Deployment/web`. */
  readonly objects: Readonly<Record<string, unknown>>;
  /** By what they are about, in their order. */
  readonly events: Readonly<Record<string, readonly string[]>>;
  /** What was scaled, created, ready, deleted and gone, by workload, in the order of the writes. */
  readonly moves: Readonly<Record<string, readonly string[]>>;
}

/** What the control plane keeps for itself; a scenario lives in other namespaces. */
const ownNamespaces = new Set(['kube-system', 'kube-public', 'kube-node-lease']);
const ownNames = new Set(['Service/kubernetes', 'ConfigMap/kube-root-ca.crt', 'EndpointSlice/kubernetes']);
/** Kinds whose objects are compared at rest. */
const compared = new Set([
  ...['Deployment', 'ReplicaSet', 'StatefulSet', 'DaemonSet', 'ControllerRevision', 'Job', 'Pod', 'Service', 'EndpointSlice'],
  ...['PodDisruptionBudget', 'PersistentVolumeClaim', 'ConfigMap', 'Node'],
]);

export function normalRun(run: Run): NormalRun {
  const names = randomNames(run);
  const objects: Record<string, unknown> = {};
  run.points.forEach((point, index) => {
    for (const [name, value] of Object.entries(stateOf(point.objects, names))) objects[`${index + 1} ${name}`] = value;
  });
  return { objects, events: eventsOf(run.events, names), moves: movesOf(run.writes, names) };
}

function isOwn({ kind, metadata }: KubernetesObject): boolean {
  return ownNamespaces.has(metadata.namespace ?? '') || ownNames.has(`${kind}/${metadata.name ?? ''}`);
}

/**
 * Rule 1: names that are drawn at random become `web-54cb9f4f5f-*`, by their generateName; the hash of a template with a
 * time in it (`kubectl rollout restart`) becomes `restart1`, in the order in which its workload's templates come up.
 */
function randomNames({ writes, points }: Run): ReadonlyMap<string, string> {
  const names = new Map<string, string>();
  const restarts = new Map<string, number>();
  for (const object of [...writes.map((write) => write.object), ...points.flatMap((point) => point.objects)]) {
    const { name = '', generateName } = object.metadata;
    const hash = restartHash(object);
    if (hash !== undefined && !names.has(hash)) {
      const owner = controllerOf(object)?.uid ?? '';
      restarts.set(owner, (restarts.get(owner) ?? 0) + 1);
      names.set(hash, `restart${restarts.get(owner) ?? 0}`);
    }
    if (generateName) names.set(name, `${generateName}*`);
  }
  return names;
}

function restartHash(object: KubernetesObject): string | undefined {
  const isTemplate = object.kind === 'ReplicaSet' || object.kind === 'ControllerRevision';
  if (!isTemplate || !JSON.stringify(object).includes('kubectl.kubernetes.io/restartedAt":"')) return undefined;
  return /-([a-z0-9]+)$/.exec(object.metadata.name ?? '')?.[1];
}

/** Rule 2: times, UIDs, random suffixes and addresses become signs that say what stood there. */
function replaced(text: string, names: ReadonlyMap<string, string>): string {
  return text
    .replace(/[a-z0-9](?:[-a-z0-9.]*[a-z0-9])?/g, (word) => withoutHash(names.get(word) ?? word, names))
    .replace(/kube-api-access-[a-z0-9]{5}/g, 'kube-api-access-*')
    .replace(/[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}/g, '<uid>')
    .replace(/\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(?:\.\d+)?(?:Z|[+-]\d\d:\d\d)/g, '<time>');
}

function withoutHash(word: string, names: ReadonlyMap<string, string>): string {
  const parts = word.split('-').map((part) => (/^restart\d+$/.test(names.get(part) ?? '') ? names.get(part) : part));
  return parts.join('-');
}

/** Rule 3: what the API server alone keeps, and what nobody promises, is not compared. */
const leftOut = new Set([
  'uid',
  'resourceVersion',
  'creationTimestamp',
  'managedFields',
  'selfLink',
  'timeAdded',
  'lastProbeTime',
]);

function cleaned(value: unknown, names: ReadonlyMap<string, string>): unknown {
  if (typeof value === 'string') return replaced(value, names);
  if (Array.isArray(value)) return value.map((item) => cleaned(item, names));
  if (value === null || typeof value !== 'object') return value;
  const fields = Object.entries(value).filter(([name, field]) => !leftOut.has(name) && field !== null && field !== undefined);
  return Object.fromEntries(
    fields.map(([name, field]) => [name, cleaned(field, names)] as const).sort(([a], [b]) => (a < b ? -1 : 1)),
  );
}

function stateOf(objects: readonly KubernetesObject[], names: ReadonlyMap<string, string>): Record<string, unknown> {
  const state: Record<string, unknown> = {};
  const alike = new Map<string, unknown[]>();
  for (const object of objects) {
    if (isOwn(object) || !compared.has(object.kind)) continue;
    const key = replaced(`${object.kind}/${object.metadata.name ?? ''}`, names);
    const value = cleaned(reduced(object), names);
    // Rule 4: objects with random names have no order: they are counted.
    if (object.metadata.generateName) alike.set(key, [...(alike.get(key) ?? []), value]);
    else state[key] = value;
  }
  for (const [key, values] of alike) state[key] = counted(values);
  for (const [key, nodes] of placements(objects, names)) state[`placement ${key}`] = nodes;
  return state;
}

function counted(values: readonly unknown[]): readonly unknown[] {
  const counts = new Map<string, number>();
  for (const value of values) counts.set(JSON.stringify(value), (counts.get(JSON.stringify(value)) ?? 0) + 1);
  return [...counts.entries()]
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .map(([text, count]) => ({ count, each: JSON.parse(text) as unknown }));
}

/** Rule 5: of a pod what controllers, admission and scheduler made of it; its containers' states belong to the kubelet. */
function reduced(object: KubernetesObject): unknown {
  const { metadata } = object;
  switch (object.kind) {
    case 'Pod': {
      const { nodeName: _, ...spec } = (object as Pod).spec ?? {};
      const { 'topology.kubernetes.io/zone': _zone, ...labels } = metadata.labels ?? {};
      const { phase, qosClass } = (object as Pod).status ?? {};
      return { metadata: { ...metadata, labels }, spec, status: { phase, qosClass, ready: isPodReady(object as Pod) } };
    }
    case 'Node': {
      const { taints, unschedulable } = (object as { spec?: { taints?: unknown; unschedulable?: unknown } }).spec ?? {};
      return { metadata: { name: metadata.name }, spec: { taints, unschedulable } };
    }
    case 'Service': {
      const { clusterIP, clusterIPs, ...spec } = (object as { spec?: Record<string, unknown> }).spec ?? {};
      return { ...object, spec: { ...spec, clusterIP: addressed(clusterIP), clusterIPs: [clusterIPs].flat().map(addressed) } };
    }
    case 'EndpointSlice':
      return endpointSlice(object as EndpointSlice);
    default:
      return object;
  }
}

const addressed = (address: unknown): unknown => (address === undefined || address === 'None' ? address : '<address>');

interface EndpointSlice extends KubernetesObject {
  readonly ports?: readonly object[];
  readonly endpoints?: readonly { readonly targetRef?: object; readonly conditions?: object }[];
}

/**
 * Rule 6: endpoints have no order, and how often a slice was written depends on how quickly pods follow each other. The
 * annotation that says when the last pod changed is for measuring networks; Drydock does not write it. Lists without items are
 * null in the API server's answers.
 */
function endpointSlice(slice: EndpointSlice): unknown {
  const { generation: _, annotations, ...others } = slice.metadata;
  const { 'endpoints.kubernetes.io/last-change-trigger-time': _time, ...kept } = annotations ?? {};
  const metadata = Object.keys(kept).length > 0 ? { ...others, annotations: kept } : others;
  const endpoints = (slice.endpoints ?? []).map(({ conditions, targetRef }) => ({ conditions, targetRef }));
  return {
    ...slice,
    metadata,
    ports: slice.ports ?? [],
    endpoints: endpoints
      .map((each) => JSON.stringify(each))
      .sort()
      .map((text) => JSON.parse(text) as unknown),
  };
}

/**
 * Rule 7: the scheduler chooses among equals at random. So placement is how many pods each node has, without the nodes'
 * names; but daemon pods are placed by node.
 */
function placements(objects: readonly KubernetesObject[], names: ReadonlyMap<string, string>): Map<string, unknown> {
  const nodes = new Map<string, string[]>();
  for (const object of objects) {
    if (object.kind !== 'Pod' || isOwn(object)) continue;
    const owner = controllerOf(object);
    const key = owner ? `${owner.kind}/${replaced(owner.name, names)}` : replaced(`Pod/${object.metadata.name ?? ''}`, names);
    nodes.set(key, [...(nodes.get(key) ?? []), (object as Pod).spec?.nodeName ?? '']);
  }
  return new Map([...nodes].map(([key, list]) => [key, key.startsWith('DaemonSet/') ? list.sort() : tally(list)] as const));
}

function tally(nodes: readonly string[]): readonly number[] {
  return [...new Set(nodes)].map((node) => nodes.filter((each) => each === node).length).sort((a, b) => b - a);
}

/**
 * Rule 8: events are ordered among those about one object; those about pods with random names, and those of a loop that
 * creates or deletes several at once, are not ordered. How often a pod is
 * tried in vain, or a budget looked at without pods, depends on the clock: once counts.
 * From the tenth message on, Kubernetes marks events as combined from similar ones, sparing messages that it draws at random.
 */
const combined = '(combined from similar events): ';

function eventsOf(events: readonly RunEvent[], names: ReadonlyMap<string, string>): Record<string, readonly string[]> {
  const found: Record<string, string[]> = {};
  for (const { kind, name, namespace, type, reason, message } of events) {
    if (kind === 'Node' || ownNamespaces.has(namespace)) continue;
    const key = replaced(`${kind}/${name}`, names);
    const line = replaced(`${type} ${reason}: ${message.replace(combined, '')}`, names);
    const list = (found[key] ??= []);
    if ((reason === 'FailedScheduling' || reason === 'NoPods') && list.includes(line)) continue;
    // Rule 7 again: which node is chance.
    list.push(reason === 'Scheduled' ? line.replace(/ to \S+$/, ' to *') : line);
  }
  for (const [key, list] of Object.entries(found)) if (key.endsWith('*') || key.startsWith('DaemonSet/')) list.sort();
  return sorted(found);
}

/** Rule 9: writes are ordered for each workload; pods with random names are told apart by what owns them alone. */
function movesOf(writes: readonly Write[], names: ReadonlyMap<string, string>): Record<string, readonly string[]> {
  const moves: Record<string, string[]> = {};
  const before = new Map<string, KubernetesObject>();
  for (const { type, object } of writes) {
    if (isOwn(object)) continue;
    const { kind } = object;
    const key = `${kind}/${object.metadata.namespace ?? ''}/${object.metadata.name ?? ''}`;
    const owner = controllerOf(object);
    const name = replaced(object.metadata.name ?? '', names);
    const previous = before.get(key);
    before.set(key, object);
    if (type === 'DELETED') before.delete(key);
    const what =
      kind === 'ReplicaSet' ? scaling(type, object, previous) : kind === 'Pod' ? podMove(type, object, previous) : undefined;
    if (what === undefined || !owner || (kind === 'Pod' && owner.kind === 'ReplicaSet')) continue;
    (moves[`${owner.kind}/${replaced(owner.name, names)}`] ??= []).push(`${name} ${what}`);
  }
  return sorted(moves);
}

function scaling(type: Write['type'], object: KubernetesObject, previous: KubernetesObject | undefined): string | undefined {
  const replicas = (object as ReplicaSet).spec?.replicas ?? 0;
  if (type === 'DELETED') return 'gone';
  if (!previous) return `created with ${replicas}`;
  return (previous as ReplicaSet).spec?.replicas === replicas ? undefined : `scaled to ${replicas}`;
}

function podMove(type: Write['type'], object: KubernetesObject, previous: KubernetesObject | undefined): string | undefined {
  if (type === 'DELETED') return 'gone';
  if (!previous) return 'created';
  const [was, is] = [previous, object].map((each) => ({
    deleting: each.metadata.deletionTimestamp !== undefined,
    ready: isPodReady(each as Pod),
    bound: (each as Pod).spec?.nodeName !== undefined,
    phase: (each as Pod).status?.phase ?? '',
  }));
  if (!was || !is) return undefined;
  const found = [
    is.deleting && !was.deleting ? 'deleting' : '',
    is.ready !== was.ready ? (is.ready ? 'ready' : 'unready') : '',
    is.phase !== was.phase && is.phase !== 'Running' ? is.phase : '',
  ].filter((text) => text !== '');
  return found.length > 0 ? found.join(', ') : undefined;
}

function sorted<T>(record: Record<string, T>): Record<string, T> {
  return Object.fromEntries(Object.entries(record).sort(([a], [b]) => (a < b ? -1 : 1)));
}

/** What several runs of one scenario came to: a value where all agree, else every value that was seen. */
export interface Recorded {
  readonly objects: Readonly<Record<string, unknown>>;
  readonly events: Readonly<Record<string, unknown>>;
  readonly moves: Readonly<Record<string, unknown>>;
}

interface Varying {
  readonly oneOf: readonly unknown[];
}

export function merged(runs: readonly NormalRun[]): Recorded {
  const part = (name: keyof NormalRun) => {
    const keys = [...new Set(runs.flatMap((run) => Object.keys(run[name])))];
    return Object.fromEntries(keys.map((key) => [key, common(runs.map((run) => run[name][key]))]));
  };
  return { objects: part('objects'), events: part('events'), moves: part('moves') };
}

function common(values: readonly unknown[]): unknown {
  const distinct = [...new Set(values.map((value) => JSON.stringify(value ?? null)))];
  if (distinct.length === 1) return values[0];
  return { oneOf: distinct.map((text) => JSON.parse(text) as unknown) } satisfies Varying;
}

/** Where our run is none of those recorded: `moves Deployment/web`, with both sides. */
export function differences(recorded: Recorded, ours: NormalRun): readonly Difference[] {
  return (['objects', 'events', 'moves'] as const).flatMap((part) => {
    const keys = [...new Set([...Object.keys(recorded[part]), ...Object.keys(ours[part])])];
    return keys.flatMap((key) => {
      const theirs = recorded[part][key] ?? null;
      const own: unknown = ours[part][key] ?? null;
      const allowed = isVarying(theirs) ? theirs.oneOf : [theirs];
      return allowed.some((value) => JSON.stringify(value) === JSON.stringify(own))
        ? []
        : [{ where: `${part} ${key}`, theirs, ours: own }];
    });
  });
}

export interface Difference {
  readonly where: string;
  readonly theirs: unknown;
  readonly ours: unknown;
}

const isVarying = (value: unknown): value is Varying => typeof value === 'object' && value !== null && 'oneOf' in value;
