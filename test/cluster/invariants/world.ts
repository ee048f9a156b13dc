import type { WriteEntry } from '../../../server/src/cluster/engine/trace.ts';
import type { Deployment, Pod, ReplicaSet } from '../../../server/src/kubernetes/api.ts';
import { controllerOf, type KubernetesObject } from '../../../server/src/kubernetes/object.ts';

/** The cluster as it is right after one write, while a trace is played again. */
export interface World {
  readonly entry: WriteEntry;
  /** The object before the write. */
  readonly previous: KubernetesObject | undefined;
  /** All objects, keyed `kind/namespace/name`. */
  readonly live: ReadonlyMap<string, KubernetesObject>;
  readonly ofKind: <T extends KubernetesObject>(kind: string) => readonly T[];
}

/** What Kubernetes promises at any time, whatever happens to a cluster. */
export interface Invariant {
  readonly name: string;
  /** Only where nothing but rollouts took pods down. */
  readonly voluntary?: boolean;
  /** Begins a trace; the answer is called after every write and says what is wrong. */
  watch?(): (world: World) => string | undefined;
  /** What is wrong where everything has come to rest, object by object. */
  atRest?(live: ReadonlyMap<string, KubernetesObject>): readonly string[];
}

/** Plays writes into objects. */
export class Replay implements World {
  readonly live = new Map<string, KubernetesObject>();
  previous: KubernetesObject | undefined;
  private readonly lists = new Map<string, readonly KubernetesObject[]>();
  private readonly kinds = new Map<string, Map<string, KubernetesObject>>();
  private current: WriteEntry | undefined;

  get entry(): WriteEntry {
    if (!this.current) throw new Error('nothing has been written yet');
    return this.current;
  }

  write(entry: WriteEntry): void {
    const { kind, namespace, name } = entry.ref;
    const key = `${kind}/${namespace}/${name}`;
    const siblings = this.kinds.get(kind) ?? new Map<string, KubernetesObject>();
    this.kinds.set(kind, siblings);
    this.lists.delete(kind);
    this.current = entry;
    this.previous = this.live.get(key);
    if (entry.verb === 'delete') {
      this.live.delete(key);
      siblings.delete(key);
    } else {
      this.live.set(key, entry.object);
      siblings.set(key, entry.object);
    }
  }

  readonly ofKind = <T extends KubernetesObject>(kind: string): readonly T[] => {
    const list = this.lists.get(kind) ?? [...(this.kinds.get(kind)?.values() ?? [])];
    this.lists.set(kind, list);
    return list as readonly T[];
  };
}

export function belongings(
  { metadata }: Deployment,
  ofKind: World['ofKind'],
): { readonly sets: readonly ReplicaSet[]; readonly pods: readonly Pod[] } {
  const sets = ofKind<ReplicaSet>('ReplicaSet').filter((set) => controllerOf(set)?.uid === metadata.uid);
  const uids = new Set(sets.map((set) => set.metadata.uid));
  return { sets, pods: ofKind<Pod>('Pod').filter((pod) => uids.has(controllerOf(pod)?.uid)) };
}

/** maxSurge rounds up, maxUnavailable down, and something must be able to move. Recreate has no floor. */
export function boundsOf({ spec }: Deployment): { readonly surge: number; readonly unavailable: number } {
  const replicas = spec.replicas ?? 1;
  if (spec.strategy?.type === 'Recreate') return { surge: 0, unavailable: replicas };
  const { maxSurge = '25%', maxUnavailable = '25%' } = spec.strategy?.rollingUpdate ?? {};
  const surge = typeof maxSurge === 'number' ? maxSurge : Math.ceil((Number.parseInt(maxSurge) * replicas) / 100);
  const unavailable =
    typeof maxUnavailable === 'number' ? maxUnavailable : Math.floor((Number.parseInt(maxUnavailable) * replicas) / 100);
  return { surge, unavailable: surge === 0 && unavailable === 0 ? 1 : unavailable };
}
