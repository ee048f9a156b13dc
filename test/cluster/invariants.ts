import type { TraceEntry, WriteEntry } from '../../server/src/cluster/engine/trace.ts';
import type {
  DaemonSet,
  Deployment,
  Node,
  Pod,
  PodDisruptionBudget,
  ReplicaSet,
  StatefulSet,
} from '../../server/src/kubernetes/api.ts';
import { semanticEqual } from '../../server/src/kubernetes/equality.ts';
import { controllerOf, type KubernetesObject } from '../../server/src/kubernetes/object.ts';
import { isPodActive, isPodAvailable, isPodReady, isPodTerminal } from '../../server/src/kubernetes/pod-status.ts';
import { quantityMilli } from '../../server/src/kubernetes/quantity.ts';
import { matchesSelector } from '../../server/src/kubernetes/selector.ts';

/** The cluster as it is right after one write, while a trace is played again. */
interface World {
  readonly live: ReadonlyMap<string, KubernetesObject>;
  readonly entry: WriteEntry;
  /** The object before the write. */
  readonly previous: KubernetesObject | undefined;
  ofKind<T extends KubernetesObject>(kind: string): readonly T[];
}

/** What must hold after every write: says what is wrong. */
type Check = (world: World) => string | undefined;

export interface InvariantOptions {
  /** Everything has come to rest at the end. */
  readonly settled: boolean;
  /** Nothing but rollouts took pods down: then Deployments keep their floor. */
  readonly voluntary?: boolean;
}

/** Plays a trace again and looks after each write whether what always holds in Kubernetes still holds. */
export function brokenInvariants(trace: readonly TraceEntry[], options: InvariantOptions): readonly string[] {
  const bounds = options.voluntary === true ? [new Ceilings(), new Floors()] : [new Ceilings()];
  const kinds = new Map<string, Map<string, KubernetesObject>>();
  const live = new Map<string, KubernetesObject>();
  const broken: string[] = [];
  let version = 0;
  for (const entry of trace) {
    if (entry.verb === 'event') continue;
    const { kind, namespace, name } = entry.ref;
    const key = `${kind}/${namespace}/${name}`;
    const previous = live.get(key);
    const ofKind = kinds.get(kind) ?? new Map<string, KubernetesObject>();
    kinds.set(kind, ofKind);
    if (entry.verb === 'delete') {
      live.delete(key);
      ofKind.delete(key);
    } else {
      live.set(key, entry.object);
      ofKind.set(key, entry.object);
      const next = Number(entry.object.metadata.resourceVersion);
      if (!(next > version)) broken.push(`${at(entry)} resourceVersion ${next} after ${version}`);
      version = next;
    }
    const world: World = {
      live,
      entry,
      previous,
      ofKind: <T extends KubernetesObject>(wanted: string) => [...(kinds.get(wanted)?.values() ?? [])] as T[],
    };
    for (const [what, check] of Object.entries(checks)) {
      const problem = check(world);
      if (problem !== undefined) broken.push(`${at(entry)} ${what}: ${problem}`);
    }
    for (const bound of bounds) {
      const problem = bound.check(world);
      if (problem !== undefined) broken.push(`${at(entry)} ${problem}`);
    }
  }
  return options.settled ? [...broken, ...orphans(live)] : broken;
}

function at(entry: WriteEntry): string {
  const { kind, namespace, name } = entry.ref;
  return `${entry.at / 1000}s ${entry.actor} ${entry.verb} ${kind} ${namespace}/${name}:`;
}

const checks: Readonly<Record<string, Check>> = {
  'create meets an object of this name': ({ entry, previous }) =>
    entry.verb === 'create' && previous !== undefined ? 'exists already' : undefined,
  'update or delete of what is not there': ({ entry, previous }) =>
    entry.verb !== 'create' && previous === undefined ? 'is not there' : undefined,
  'the identity of an object changes': ({ entry, previous }) =>
    entry.verb === 'update' && previous?.metadata.uid !== entry.object.metadata.uid ? 'another uid' : undefined,
  'generation moves with the spec, and only then': checkGeneration,
  'observedGeneration is not ahead': checkObservedGeneration,
  'a terminal phase is final': checkPhase,
  'a pod stays on its node': ({ entry, previous }) => {
    const node = (previous as Pod | undefined)?.spec?.nodeName;
    if (entry.ref.kind !== 'Pod' || entry.verb === 'delete' || !node) return undefined;
    const now = (entry.object as Pod).spec?.nodeName;
    return now === node ? undefined : `moves from ${node} to ${now}`;
  },
  'pods fit their node': checkCapacity,
  'the ReplicaSets of a Deployment stay below its ceiling': checkCeiling,
  'one daemon pod per node': checkDaemonPods,
  'ordinals start in order': checkOrdinals,
  'evictions keep the budget': checkBudget,
};

interface Versioned extends KubernetesObject {
  readonly spec?: unknown;
  readonly status?: { readonly observedGeneration?: number };
}

function checkGeneration({ entry, previous }: World): string | undefined {
  if (entry.verb !== 'update' || previous?.metadata.generation === undefined) return undefined;
  const [before, after] = [previous as Versioned, entry.object as Versioned];
  const isBinding = entry.ref.kind === 'Pod' && (before as Pod).spec?.nodeName !== (after as Pod).spec?.nodeName;
  const specFields = entry.ref.kind === 'EndpointSlice' ? ['endpoints', 'ports', 'addressType'] : ['spec'];
  const hasNewSpec =
    !isBinding && specFields.some((field) => !semanticEqual(Reflect.get(before, field), Reflect.get(after, field)));
  const [annotations, annotationsBefore] = [after.metadata.annotations, before.metadata.annotations];
  const isUserWrite = !semanticEqual(annotations, annotationsBefore);
  const isBeingDeleted = before.metadata.deletionTimestamp === undefined && after.metadata.deletionTimestamp !== undefined;
  const moved = (after.metadata.generation ?? 0) - (before.metadata.generation ?? 0);
  if (hasNewSpec || isBeingDeleted) return moved === 1 ? undefined : `moves by ${moved} with a new spec or a deletion`;
  const mayMove = entry.ref.kind === 'Deployment' && isUserWrite;
  return moved === 0 || (mayMove && moved === 1) ? undefined : `moves by ${moved} without a new spec`;
}

function checkObservedGeneration({ entry }: World): string | undefined {
  const { metadata, status } = entry.object as Versioned;
  const observed = status?.observedGeneration;
  if (observed === undefined || metadata.generation === undefined) return undefined;
  return observed > metadata.generation ? `${observed} observed, ${metadata.generation} written` : undefined;
}

function checkPhase({ entry, previous }: World): string | undefined {
  const before = previous as Pod | undefined;
  if (entry.ref.kind !== 'Pod' || !before || !isPodTerminal(before)) return undefined;
  const now = (entry.object as Pod).status?.phase;
  return now === before.status?.phase ? undefined : `${before.status?.phase} becomes ${now}`;
}

function checkCapacity({ entry, previous, ofKind }: World): string | undefined {
  if (entry.ref.kind !== 'Pod' || entry.verb === 'delete') return undefined;
  const nodeName = (entry.object as Pod).spec?.nodeName;
  if (!nodeName || (previous as Pod | undefined)?.spec?.nodeName === nodeName) return undefined;
  const node = ofKind<Node>('Node').find(({ metadata }) => metadata.name === nodeName);
  const pods = ofKind<Pod>('Pod').filter((pod) => pod.spec?.nodeName === nodeName && !isPodTerminal(pod));
  const { cpu = 0, memory = 0, pods: most = 0 } = node?.status?.allocatable ?? {};
  if (pods.length > Number(most)) return `${pods.length} pods on ${nodeName}`;
  for (const [resource, limit] of Object.entries({ cpu, memory })) {
    const containers = pods.flatMap((pod) => pod.spec?.containers ?? []);
    const asked = containers.reduce((sum, { resources }) => sum + quantityMilli(resources?.requests?.[resource]), 0);
    if (asked > quantityMilli(limit)) return `${asked}m ${resource} on ${nodeName}, which has ${limit}`;
  }
  return undefined;
}

function checkCeiling({ entry, previous, live, ofKind }: World): string | undefined {
  if (entry.ref.kind !== 'ReplicaSet' || entry.verb === 'delete') return undefined;
  const top = controllerOf(entry.object);
  const deployment = top && (live.get(`Deployment/${entry.ref.namespace}/${top.name}`) as Deployment | undefined);
  const wanted = (object: KubernetesObject | undefined) => (object as ReplicaSet | undefined)?.spec.replicas ?? 0;
  if (!deployment || wanted(entry.object) <= wanted(previous)) return undefined;
  const total = belongings(deployment, ofKind).sets.reduce((sum, set) => sum + wanted(set), 0);
  const ceiling = (deployment.spec.replicas ?? 1) + boundsOf(deployment).surge;
  return total > ceiling ? `${total} replicas, at most ${ceiling}` : undefined;
}

/** Pods follow their ReplicaSets within this time. */
const followMs = 50;

/** Deployments that have more active pods than they may have, and have had them for longer than it takes to delete some. */
class Ceilings {
  private readonly since = new Map<string, number>();

  check({ entry, ofKind }: World): string | undefined {
    if (entry.ref.kind !== 'Pod' && entry.ref.kind !== 'Deployment') return undefined;
    for (const deployment of ofKind<Deployment>('Deployment')) {
      const { uid = '', name } = deployment.metadata;
      const pods = belongings(deployment, ofKind).pods.filter(isPodActive).length;
      const ceiling = (deployment.spec.replicas ?? 1) + boundsOf(deployment).surge;
      const since = this.since.get(uid) ?? entry.at;
      if (entry.at - since > followMs) return `${name} has ${pods} pods since ${since} ms, its ceiling is ${ceiling}`;
      if (pods > ceiling) this.since.set(uid, since);
      else this.since.delete(uid);
    }
    return undefined;
  }
}

function belongings(deployment: Deployment, ofKind: World['ofKind']): { sets: readonly ReplicaSet[]; pods: readonly Pod[] } {
  const sets = ofKind<ReplicaSet>('ReplicaSet').filter((set) => controllerOf(set)?.uid === deployment.metadata.uid);
  const uids = new Set(sets.map(({ metadata }) => metadata.uid));
  return { sets, pods: ofKind<Pod>('Pod').filter((pod) => uids.has(controllerOf(pod)?.uid)) };
}

/** maxSurge rounds up, maxUnavailable down, and something must be able to move. Recreate has no floor. */
function boundsOf({ spec }: Deployment): { surge: number; unavailable: number } {
  const replicas = spec.replicas ?? 1;
  if (spec.strategy?.type === 'Recreate') return { surge: 0, unavailable: replicas };
  const { maxSurge = '25%', maxUnavailable = '25%' } = spec.strategy?.rollingUpdate ?? {};
  const surge = typeof maxSurge === 'number' ? maxSurge : Math.ceil((Number.parseInt(maxSurge) * replicas) / 100);
  const unavailable =
    typeof maxUnavailable === 'number' ? maxUnavailable : Math.floor((Number.parseInt(maxUnavailable) * replicas) / 100);
  return { surge, unavailable: surge === 0 && unavailable === 0 ? 1 : unavailable };
}

/** Once all of a Deployment's pods were available, rollouts keep replicas − maxUnavailable of them so. */
class Floors {
  private readonly armed = new Map<string, number>();

  check({ entry, ofKind }: World): string | undefined {
    if (entry.ref.kind !== 'Pod' && entry.ref.kind !== 'Deployment') return undefined;
    for (const deployment of ofKind<Deployment>('Deployment')) {
      const { uid = '', name } = deployment.metadata;
      const replicas = deployment.spec.replicas ?? 1;
      const available = belongings(deployment, ofKind).pods.filter(
        (pod) => isPodActive(pod) && isPodAvailable(pod, deployment.spec.minReadySeconds ?? 0, entry.at),
      ).length;
      if (available >= replicas) this.armed.set(uid, replicas);
      else if (this.armed.get(uid) !== replicas) this.armed.delete(uid);
      const floor = replicas - boundsOf(deployment).unavailable;
      if (this.armed.has(uid) && available < floor) return `${name} has ${available} available pods, its floor is ${floor}`;
    }
    return undefined;
  }
}

function checkDaemonPods({ entry, ofKind }: World): string | undefined {
  if (entry.ref.kind !== 'Pod' || entry.verb !== 'create') return undefined;
  const owner = controllerOf(entry.object);
  const daemon = ofKind<DaemonSet>('DaemonSet').find(({ metadata }) => metadata.uid === owner?.uid);
  if (!daemon) return undefined;
  const surge = daemon.spec.updateStrategy?.rollingUpdate?.maxSurge ?? 0;
  const most = surge === 0 || surge === '0%' ? 1 : 2;
  const node = targetOf(entry.object as Pod);
  const there = ofKind<Pod>('Pod').filter((pod) => controllerOf(pod)?.uid === owner?.uid && targetOf(pod) === node);
  return there.length > most ? `${there.length} pods for ${node}` : undefined;
}

function targetOf({ spec }: Pod): string | undefined {
  const terms = spec?.affinity?.nodeAffinity?.requiredDuringSchedulingIgnoredDuringExecution?.nodeSelectorTerms;
  return spec?.nodeName ?? terms?.[0]?.matchFields?.[0]?.values?.[0];
}

function checkOrdinals({ entry, ofKind, live }: World): string | undefined {
  if (entry.ref.kind !== 'Pod' || entry.verb !== 'create') return undefined;
  const owner = controllerOf(entry.object);
  const set = ofKind<StatefulSet>('StatefulSet').find(({ metadata }) => metadata.uid === owner?.uid);
  if (!set || set.spec.podManagementPolicy === 'Parallel') return undefined;
  const first = set.spec.ordinals?.start ?? 0;
  const ordinal = Number(entry.ref.name.slice(entry.ref.name.lastIndexOf('-') + 1));
  for (let lower = first; lower < ordinal; lower += 1) {
    const name = `${set.metadata.name ?? ''}-${lower}`;
    const before = live.get(`Pod/${entry.ref.namespace}/${name}`) as Pod | undefined;
    if (!before || !isPodReady(before)) return `${name} is not ready`;
  }
  return undefined;
}

function checkBudget({ entry, previous, ofKind }: World): string | undefined {
  if (entry.ref.kind !== 'Pod' || entry.verb !== 'update') return undefined;
  const [before, pod] = [previous as Pod | undefined, entry.object as Pod];
  const isLeaving = before?.metadata.deletionTimestamp === undefined && pod.metadata.deletionTimestamp !== undefined;
  const isEvicted = pod.status?.conditions?.some(({ reason }) => reason === 'EvictionByEvictionAPI') === true;
  if (!before || !isLeaving || !isEvicted || !isPodReady(before)) return undefined;
  for (const { spec, metadata } of ofKind<PodDisruptionBudget>('PodDisruptionBudget')) {
    if (metadata.namespace !== entry.ref.namespace || !matchesSelector(spec?.selector, pod.metadata.labels)) continue;
    const matching = ofKind<Pod>('Pod').filter((one) => matchesSelector(spec?.selector, one.metadata.labels));
    const healthy = matching.filter((one) => isPodReady(one) && one.metadata.deletionTimestamp === undefined).length;
    const least = typeof spec?.minAvailable === 'number' ? spec.minAvailable : undefined;
    if (least !== undefined && healthy < least) return `${healthy} healthy pods are left, ${least} are needed`;
  }
  return undefined;
}

/** Where everything has come to rest nothing is left whose owners are all gone. */
function orphans(live: ReadonlyMap<string, KubernetesObject>): readonly string[] {
  const uids = new Set([...live.values()].map(({ metadata }) => metadata.uid));
  return [...live].flatMap(([key, { metadata }]) => {
    const owners = metadata.ownerReferences ?? [];
    const isOrphan = owners.length > 0 && !owners.some(({ uid }) => uids.has(uid)) && metadata.deletionTimestamp === undefined;
    return isOrphan ? [`${key} has outlived its owner ${owners[0]?.name ?? ''}`] : [];
  });
}
