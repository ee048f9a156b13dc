import type { OwnerReference } from '../../kubernetes/api.ts';
import type { KubernetesObject, ObjectRef } from '../../kubernetes/object.ts';

/** Virtual time in whole milliseconds since the simulation's start. Never real time. */
export type VirtualMs = number;

/** A refusal as the API server words it (metav1.Status). */
export interface ApiError {
  readonly code: 400 | 403 | 404 | 409 | 422 | 429 | 500;
  readonly reason:
    | 'BadRequest'
    | 'Forbidden'
    | 'NotFound'
    | 'AlreadyExists'
    | 'Conflict'
    | 'Invalid'
    | 'TooManyRequests'
    | 'InternalError';
  readonly message: string;
}

/** What an action came to. */
export type Outcome = { readonly ok: true; readonly object: KubernetesObject } | { readonly ok: false; readonly error: ApiError };

/**
 * What a controller may see: the store as a consistent snapshot. Objects are immutable and shared: never write to them.
 * Lists come in order of creation (resourceVersion at creation), so that nothing depends on hash order.
 */
export interface Reader {
  get<T extends KubernetesObject>(kind: string, namespace: string, name: string): T | undefined;
  /** All of a kind; of one namespace when given. */
  list<T extends KubernetesObject>(kind: string, namespace?: string): readonly T[];
  /** Objects of a kind whose controller ownerReference has this uid. */
  ownedBy<T extends KubernetesObject>(kind: string, uid: string): readonly T[];
  /** Objects of a kind in a namespace that carry this label with this value. */
  withLabel<T extends KubernetesObject>(kind: string, namespace: string, key: string, value: string): readonly T[];
  /** Pods whose spec.nodeName is this. '' gives the pods that are not bound. */
  podsOnNode<T extends KubernetesObject>(nodeName: string): readonly T[];
  /** What a tally says of the pods whose spec.nodeName is this. It lives on with the store: read it before the next write. */
  tallyOnNode<T extends Tally>(kind: TallyKind<T>, nodeName: string): T;
  byUid(uid: string): KubernetesObject | undefined;
  /** Objects that name this uid in any ownerReference (for the garbage collector). */
  dependentsOf(uid: string): readonly KubernetesObject[];
  /** Rises with every write; equal revisions mean an equal snapshot. */
  readonly revision: number;
}

/** Sums and sets over objects that share a place, kept up to date with every write instead of being worked out anew. */
export interface Tally {
  /** An object comes (there is no previous one), changes, or goes (only the previous one is left). */
  note(object: KubernetesObject | undefined, previous: KubernetesObject | undefined): void;
}

export type TallyKind<T extends Tally> = new () => T;

/** One change of one object, as a watch delivers it. */
export interface Change {
  readonly type: 'added' | 'modified' | 'deleted';
  readonly object: KubernetesObject;
  /** The object before; absent when added. */
  readonly previous?: KubernetesObject;
}

/** What a controller wants done. The engine does it in order, and stops a reconcile's remaining actions on a failure that has no `then`. */
export type Action =
  | CreateAction
  | UpdateAction
  | DeleteAction
  | BatchAction
  | EventAction
  | RequeueAction
  | RememberAction
  | RetryAction;

/** Actions that write one object. */
export type WriteAction = CreateAction | UpdateAction | DeleteAction;

export interface CreateAction {
  readonly do: 'create';
  /** metadata.name, or metadata.generateName. */
  readonly object: KubernetesObject;
  /** What follows, decided from the outcome alone (events carry generated names). */
  readonly then?: (outcome: Outcome) => readonly Action[];
}

/**
 * Writes a changed copy of an object that was read. Fails with Conflict when the object has moved on since.
 * `bind` is a pod's binding subresource: the node, labels and status in one write, after which the generation is the same.
 */
export interface UpdateAction {
  readonly do: 'update' | 'updateStatus' | 'bind';
  readonly object: KubernetesObject;
  readonly then?: (outcome: Outcome) => readonly Action[];
}

export interface DeleteAction {
  readonly do: 'delete';
  readonly ref: ObjectRef;
  /** Precondition: only this very object. */
  readonly uid?: string;
  /** Pods: undefined means the pod's own grace. 0 removes at once (the kubelet's last word). */
  readonly gracePeriodSeconds?: number;
  readonly propagationPolicy?: 'Background' | 'Foreground' | 'Orphan';
  readonly then?: (outcome: Outcome) => readonly Action[];
}

/** Several writes as upstream's slow start does them: groups of 1, 2, 4, 8 …; a group with a failure is the last. */
export interface BatchAction {
  readonly do: 'batch';
  readonly actions: readonly (CreateAction | DeleteAction)[];
  readonly slowStart: boolean;
  /** Outcomes of those that were tried, in order. */
  readonly then?: (outcomes: readonly Outcome[]) => readonly Action[];
}

/** A Kubernetes Event about an object. */
export interface EventAction {
  readonly do: 'event';
  readonly type: 'Normal' | 'Warning';
  readonly about: ObjectRef;
  readonly reason: string;
  readonly message: string;
}

/** Calls the controller again for this key. Each reconcile supersedes the timers of the key's earlier ones. */
export interface RequeueAction {
  readonly do: 'requeue';
  /** Milliseconds of virtual time from now. */
  readonly after: VirtualMs;
  /**
   * `true` for work that goes on forever without bringing anything to an end (crash-loop restarts, periodic resync):
   * a simulation settles although such work is still due.
   */
  readonly background?: boolean;
}

/** Replaces the controller's private memory for this key; undefined forgets it. Values must be immutable. */
export interface RememberAction {
  readonly do: 'remember';
  readonly value: unknown;
}

/**
 * Ends this reconcile as failed, from a `then` that has handled an error: what remains is not done, and the key comes back
 * after the work queue's back-off for it (5 ms, doubling), as it does after a failure that has no `then`.
 */
export interface RetryAction {
  readonly do: 'retry';
  /** What failed, for the trace. */
  readonly error: string;
}

/**
 * A control loop: decide, then act. It never touches the store or the clock; `reconcile` is a pure function of the
 * observation, so that upstream's table tests can be played against it directly.
 */
export interface Controller<Observation = unknown> {
  /** As it appears in events and in the trace: `deployment-controller`. */
  readonly name: string;
  /** For each kind watched: which keys of this controller a change concerns. Keys are `namespace/name` unless said. */
  readonly watches: Readonly<Record<string, (change: Change, read: Reader) => Iterable<string>>>;
  /** Gathers all that `reconcile` may know about a key; undefined when there is nothing to do. */
  observe(key: string, read: Reader, memory: unknown): Observation | undefined;
  reconcile(observation: Observation, context: ReconcileContext): readonly Action[];
}

export interface ReconcileContext {
  readonly now: VirtualMs;
  /** `now` as the API writes it: RFC 3339, whole seconds, UTC. */
  readonly timestamp: string;
  /** Seeded, own stream per controller: a number in [0, 1). */
  random(): number;
  /** Whether the run is to end: a reconcile that takes long asks now and then, and leaves the rest for another time. Absent: never. */
  shouldStop?(): boolean;
}

/** Helper for `watches`: the key of the object itself. */
export function keyOf(object: KubernetesObject): string {
  return `${object.metadata.namespace ?? ''}/${object.metadata.name ?? ''}`;
}

export type { KubernetesObject, ObjectRef, OwnerReference };
