import { semanticEqual } from '../../kubernetes/equality.ts';
import { type KubernetesObject, type ObjectRef, refOf } from '../../kubernetes/object.ts';
import { timestampAt } from '../../kubernetes/time.ts';
import type { Random } from '../engine/random.ts';
import type { ObjectStore } from '../engine/store.ts';
import type { TraceEntry } from '../engine/trace.ts';
import type { ApiError, DeleteAction, EventAction, Outcome, Reader, VirtualMs, WriteAction } from '../engine/types.ts';
import { isFullNamespace, markedBeforeRemoval, prepareDeletion } from './deletion.ts';
import { alreadyExists, conflict, notFound, refused, uidConflict } from './errors.ts';
import { EventCorrelator } from './event-correlator.ts';
import type { ServedKind } from './kinds.ts';
import { KnownValid } from './known-valid.ts';
import { generateName, generateUid } from './names.ts';
import { allocateServiceAddresses } from './service-addresses.ts';
import { strategyFor } from './strategy.ts';

export type Admitted =
  | { readonly ok: true; readonly object: KubernetesObject }
  | { readonly ok: false; readonly error: ApiError };

export interface ApiServerParts {
  readonly store: ObjectStore;
  readonly trace: TraceEntry[];
  readonly random: Random;
  readonly kinds: (kind: string) => ServedKind;
  readonly now: () => VirtualMs;
  readonly applyDefaults: (object: KubernetesObject) => KubernetesObject;
  /** Mutating and validating admission of a new, defaulted object. */
  readonly admit: (object: KubernetesObject, read: Reader, random: () => number) => Admitted;
  /** The refusal of a new object that breaks a rule; undefined when it is valid. */
  readonly validate: (object: KubernetesObject) => ApiError | undefined;
}

/** Writes what every cluster begins with, which is valid. */
export const installer = 'kubeadm';

/** Suffixes are drawn this often before a clash is reported (generic registry, since 1.32). */
const nameAttempts = 8;

/**
 * Create, update and delete as the API server does them: defaults, admission, validation, names, uids, generations,
 * optimistic concurrency, graceful deletion and finalizers. Every write and event goes into the trace.
 * Source: staging/src/k8s.io/apiserver/pkg/registry/{rest,generic/registry}
 */
export class ApiServer {
  private readonly knownValid = new KnownValid();
  private readonly correlator = new EventCorrelator();

  constructor(private readonly parts: ApiServerParts) {}

  write(action: WriteAction, actor: string): Outcome {
    switch (action.do) {
      case 'create':
        return this.create(action.object, actor);
      case 'update':
        return this.update(action.object, actor);
      case 'updateStatus':
        return this.updateStatus(action.object, actor);
      case 'bind':
        return this.bind(action.object, actor);
      case 'delete':
        return this.delete(action, actor);
    }
  }

  event(action: EventAction, actor: string): void {
    const { type, reason, about } = action;
    const { store, trace, now } = this.parts;
    const uid = store.get(about.kind, about.namespace, about.name)?.metadata.uid ?? '';
    const message = this.correlator.correlate(action, actor, uid, now());
    if (message !== undefined) trace.push({ verb: 'event', at: now(), actor, ref: about, type, reason, message });
  }

  create(object: KubernetesObject, actor: string): Outcome {
    const { store, kinds, random } = this.parts;
    const kind = kinds(object.kind);
    const named = this.withIdentity(object, kind);
    const name = named.metadata.name ?? '';
    if (name !== '' && store.get(named.kind, named.metadata.namespace ?? '', name)) {
      return refused(alreadyExists(kind.groupResource, name));
    }
    const admitted = this.parts.admit(this.parts.applyDefaults(named), store, random.stream('admission').next);
    if (!admitted.ok) return refused(admitted.error);
    const refusal = this.validateNew(object, admitted.object, actor);
    if (refusal) return refused(refusal);
    const allocated =
      admitted.object.kind === 'Service'
        ? allocateServiceAddresses(admitted.object, store, random.stream('services').below)
        : admitted.object;
    return this.record('create', store.put(withInitialStatus(allocated)), actor);
  }

  /** Everything but the status. Stale objects are refused with a conflict. */
  update(object: KubernetesObject, actor: string): Outcome {
    const current = this.fresh(object);
    if (!isStored(current)) return refused(current.error);
    const strategy = strategyFor(object.kind);
    const next = { ...(strategy.prepareForUpdate?.(object, current) ?? object), ...statusOf(current) };
    const specChanged = strategy.specFields.some((field) => !semanticEqual(fieldOf(next, field), fieldOf(current, field)));
    const annotationsChanged =
      strategy.annotationsBumpGeneration === true && !semanticEqual(next.metadata.annotations, current.metadata.annotations);
    const bump = strategy.tracksGeneration && (specChanged || annotationsChanged) ? 1 : 0;
    return this.replace(current, withSystemMetadata(next, current, bump), actor);
  }

  /** Only the status, and the annotations of kinds whose controllers keep notes there. */
  updateStatus(object: KubernetesObject, actor: string): Outcome {
    const current = this.fresh(object);
    if (!isStored(current)) return refused(current.error);
    const { statusCarriesAnnotations } = strategyFor(object.kind);
    const metadata = statusCarriesAnnotations
      ? { ...current.metadata, annotations: object.metadata.annotations }
      : current.metadata;
    return this.replace(current, { ...current, metadata, ...statusOf(object) }, actor);
  }

  /** A pod gets its node. This write passes by the pod's strategy: status is taken as it comes, the generation stays. */
  private bind(pod: KubernetesObject, actor: string): Outcome {
    const current = this.fresh(pod);
    if (!isStored(current)) return refused(current.error);
    return this.replace(current, withSystemMetadata(pod, current, 0), actor);
  }

  delete(request: Omit<DeleteAction, 'do'>, actor: string): Outcome {
    const { store, kinds } = this.parts;
    const { ref } = request;
    const resource = kinds(ref.kind).groupResource;
    const current = store.get(ref.kind, ref.namespace, ref.name);
    if (!current) return refused(notFound(resource, ref.name));
    if (request.uid !== undefined && request.uid !== current.metadata.uid) {
      return refused(uidConflict(resource, ref.name, request.uid, current.metadata.uid ?? ''));
    }
    const prepared = prepareDeletion(current, request, this.parts.now());
    if (prepared !== 'remove') return this.replace(current, prepared, actor);
    const marked = markedBeforeRemoval(current, this.parts.now());
    if (!marked) return this.remove(current, actor);
    const stored = store.put(marked);
    this.record('update', stored, actor);
    return this.remove(stored, actor);
  }

  private withIdentity(object: KubernetesObject, kind: ServedKind): KubernetesObject {
    const { metadata } = object;
    const { random, now } = this.parts;
    const namespace = kind.namespaced ? metadata.namespace || 'default' : undefined;
    const { resourceVersion: _, deletionTimestamp: __, ...rest } = metadata;
    const identified: KubernetesObject = {
      ...object,
      metadata: {
        ...rest,
        ...(namespace === undefined ? {} : { namespace }),
        name: metadata.name || this.drawName(object, namespace ?? ''),
        uid: generateUid(random.stream('uids').below),
        creationTimestamp: timestampAt(now()),
        ...(strategyFor(object.kind).tracksGeneration ? { generation: 1 } : {}),
      },
    };
    return identified;
  }

  private drawName(object: KubernetesObject, namespace: string): string {
    const base = object.metadata.generateName;
    if (base === undefined || base === '') return '';
    const { store, random } = this.parts;
    const { below } = random.stream(`names/${object.kind}/${namespace}`);
    let name = generateName(base, below);
    for (let attempt = 1; attempt < nameAttempts && store.get(object.kind, namespace, name); attempt += 1) {
      name = generateName(base, below);
    }
    return name;
  }

  private validateNew(requested: KubernetesObject, admitted: KubernetesObject, actor: string): ApiError | undefined {
    if (actor === installer || this.knownValid.covers(requested)) return undefined;
    const refusal = this.parts.validate(admitted);
    if (!refusal) this.knownValid.add(requested);
    return refusal;
  }

  /** The stored object that an update is based on; a refusal when it is gone or has moved on. */
  private fresh(object: KubernetesObject): KubernetesObject | { readonly error: ApiError } {
    const { kind, namespace, name } = refOf(object);
    const resource = this.parts.kinds(kind).groupResource;
    const current = this.parts.store.get(kind, namespace, name);
    if (!current || (object.metadata.uid !== undefined && object.metadata.uid !== current.metadata.uid)) {
      return { error: notFound(resource, name) };
    }
    const version = object.metadata.resourceVersion;
    if (version !== undefined && version !== current.metadata.resourceVersion) return { error: conflict(resource, name) };
    return current;
  }

  /** Writes a changed object; what changes nothing keeps its version, and what has lost its last finalizer goes. */
  private replace(current: KubernetesObject, next: KubernetesObject, actor: string): Outcome {
    if (semanticEqual(next, current)) return { ok: true, object: current };
    const isGone = isDoomed(next);
    if (isGone) return this.remove(next, actor);
    return this.record('update', this.parts.store.put(next), actor);
  }

  private remove(object: KubernetesObject, actor: string): Outcome {
    this.parts.store.remove(refOf(object));
    return this.record('delete', object, actor);
  }

  private record(verb: 'create' | 'update' | 'delete', object: KubernetesObject, actor: string): Outcome {
    const ref: ObjectRef = refOf(object);
    this.parts.trace.push({ verb, at: this.parts.now(), actor, ref, object });
    return { ok: true, object };
  }
}

function isStored(found: KubernetesObject | { readonly error: ApiError }): found is KubernetesObject {
  return !('error' in found);
}

function fieldOf(object: KubernetesObject, field: string): unknown {
  return (object as unknown as Record<string, unknown>)[field];
}

function statusOf(object: KubernetesObject): { status?: unknown } {
  const status = fieldOf(object, 'status');
  return status === undefined ? {} : { status };
}

function withInitialStatus(object: KubernetesObject): KubernetesObject {
  const { initialStatus, prepareForCreate } = strategyFor(object.kind);
  const prepared = prepareForCreate?.(object) ?? object;
  if (!initialStatus) return prepared;
  const withStatus: KubernetesObject & { status: unknown } = { ...prepared, status: initialStatus(prepared) };
  return withStatus;
}

/** What no update may change, and the generation. */
function withSystemMetadata(next: KubernetesObject, current: KubernetesObject, bump: number): KubernetesObject {
  const { uid, creationTimestamp, deletionTimestamp, deletionGracePeriodSeconds, generation, resourceVersion } = current.metadata;
  const kept = { uid, creationTimestamp, deletionTimestamp, deletionGracePeriodSeconds, resourceVersion };
  const present = Object.fromEntries(Object.entries(kept).filter(([, value]) => value !== undefined));
  return {
    ...next,
    metadata: { ...next.metadata, ...present, ...(generation === undefined ? {} : { generation: generation + bump }) },
  };
}

/** Being deleted, with no finalizer and no grace left. */
function isDoomed(object: KubernetesObject): boolean {
  const { metadata } = object;
  return (
    !isFullNamespace(object) &&
    metadata.deletionTimestamp !== undefined &&
    (metadata.finalizers ?? []).length === 0 &&
    (metadata.deletionGracePeriodSeconds ?? 0) === 0
  );
}
