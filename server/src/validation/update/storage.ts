import { deepEqual, semanticEqual } from '../../kubernetes/equality.ts';
import { goEqual } from '../../kubernetes/go-equality.ts';
import type { KubernetesObject } from '../../kubernetes/object.ts';
import { valueAt } from '../../kubernetes/path.ts';
import { compareQuantities, quantityOf } from '../../kubernetes/quantity.ts';
import { type FieldError, forbidden, invalid, unprinted } from '../field-error.ts';
import { immutable, type Json, mapAt, textAt, type UpdateRule, withSpec } from './rule.ts';

const storageClassAnnotation = 'volume.beta.kubernetes.io/storage-class';
const storage = ['spec', 'resources', 'requests', 'storage'] as const;
const attributesClass = ['spec', 'volumeAttributesClassName'] as const;

/** Source: pkg/apis/core/validation/validation.go (ValidatePersistentVolumeClaimUpdate) */
export const claimRule: UpdateRule = {
  id: 'update-persistentvolumeclaim',
  summary: 'Of a claim only the requested size and the attributes class change, once it is bound.',
  docs: 'https://kubernetes.io/docs/concepts/storage/persistent-volumes/#expanding-persistent-volumes-claims',
  kinds: ['PersistentVolumeClaim'],
  prepare: (next, old) => withSpec(next, withDataSources(mapAt(next, ['spec']), mapAt(old, ['spec']))),
  *check(next, old) {
    yield* claimSpecErrors(next, old);
    yield* sourceErrors(mapAt(next, ['spec']));
    yield* shrinkErrors(next, old);
    yield* immutable(next, old, ['spec', 'volumeMode'], { field: 'volumeMode' });
    yield* attributesClassErrors(next, old);
  },
  remedy({ path }) {
    if (path.at(-1) === 'storage') return 'Volumes do not shrink: make a smaller claim with another name and copy the data.';
    return 'Make a claim with another name and copy the data: deleting this one may delete its volume.';
  },
};

function* claimSpecErrors(next: KubernetesObject, old: KubernetesObject): Iterable<FieldError> {
  const spec: Record<string, unknown> = { ...mapAt(next, ['spec']) };
  const before: Record<string, unknown> = { ...withDataSources(mapAt(old, ['spec']), mapAt(old, ['spec'])) };
  if (textAt(before, ['volumeName']) === '') before.volumeName = spec.volumeName;
  const [annotation, annotationBefore] = [next, old].map((each) => each.metadata.annotations?.[storageClassAnnotation]);
  const isUpgrade =
    annotationBefore !== undefined &&
    before.storageClassName === undefined &&
    spec.storageClassName === annotationBefore &&
    (annotation === undefined || annotation === annotationBefore);
  if (isUpgrade) delete spec.storageClassName;
  else {
    if ((annotation ?? '') !== (annotationBefore ?? '')) {
      const place = {
        path: ['metadata', 'annotations', storageClassAnnotation],
        field: `metadata.annotations.${storageClassAnnotation}`,
      };
      yield invalid(place, annotation ?? '', 'field is immutable');
    }
    const isFirst = spec.storageClassName !== undefined && before.storageClassName === undefined;
    if (isFirst && (annotationBefore === undefined || annotationBefore === spec.storageClassName)) {
      delete spec.storageClassName;
    }
  }
  if (textAt(old, ['status', 'phase']) === 'Bound') {
    spec.volumeAttributesClassName = before.volumeAttributesClassName;
    if (valueAt(spec, ['resources', 'requests']) !== undefined) spec.resources = withStorageOf(spec, before);
  }
  if (goEqual('v1.PersistentVolumeClaimSpec', spec, before)) return;
  const detail = 'spec is immutable after creation except resources.requests and volumeAttributesClassName for bound claims';
  yield forbidden(['spec'], detail);
}

function withStorageOf(spec: Json, before: Json): Json {
  const resources = mapAt(spec, ['resources']);
  return { ...resources, requests: { ...mapAt(resources, ['requests']), storage: valueAt(before, storage.slice(1)) } };
}

/** The one way of naming the source may have been kept while the other was changed. */
function* sourceErrors({ dataSource, dataSourceRef }: Json): Iterable<FieldError> {
  if (!dataSource || !dataSourceRef || textAt(dataSourceRef, ['namespace']) !== '') return;
  const named = ({ apiGroup, kind = '', name = '' }: Json): Json => ({ apiGroup, kind, name });
  if (deepEqual(named(dataSource as Json), named(dataSourceRef as Json))) return;
  yield invalid({ path: ['spec', 'dataSource'], field: 'spec' }, {}, 'must match dataSourceRef');
}

/** A request may go back only while the volume has not grown to it yet. */
function* shrinkErrors(next: KubernetesObject, old: KubernetesObject): Iterable<FieldError> {
  const size = (object: KubernetesObject, path: readonly string[]) => quantityOf((valueAt(object, path) ?? 0) as string | number);
  const wanted = size(next, storage);
  if (compareQuantities(wanted, size(old, storage)) >= 0) return;
  if (compareQuantities(wanted, size(old, ['status', 'capacity', 'storage'])) <= 0) {
    yield forbidden(storage, 'field can not be less than status.capacity');
  }
}

function* attributesClassErrors(next: KubernetesObject, old: KubernetesObject): Iterable<FieldError> {
  if (valueAt(old, ['status', 'currentVolumeAttributesClassName']) === undefined) return;
  const [name, before] = [valueAt(next, attributesClass), valueAt(old, attributesClass)];
  if (name === before || (name !== undefined && name !== '')) return;
  const what = name === undefined ? 'nil' : 'empty string';
  yield forbidden(attributesClass, `update to ${what} is forbidden when status.currentVolumeAttributesClassName is not nil`);
}

/**
 * Both ways of naming where the data comes from, as the server links them; what the older way could never name is dropped.
 * Source: pkg/api/persistentvolumeclaim/util.go (EnforceDataSourceBackwardsCompatibility, NormalizeDataSources)
 */
export function withDataSources(written: Json, old: Json): Json {
  const isInUse = old.dataSource !== undefined || old.dataSourceRef !== undefined;
  const { dataSource: given, ...others } = withoutForeign(written, old);
  const isDropped = given && !isInUse && others.dataSourceRef === undefined && !isClaimOrSnapshot(given);
  const spec: Json = isDropped || given === undefined ? others : { ...others, dataSource: given };
  const { dataSource, dataSourceRef } = spec as { readonly dataSource?: Json; readonly dataSourceRef?: Json };
  if (dataSource && !dataSourceRef) return { ...spec, dataSourceRef: dataSource };
  if (dataSourceRef && !dataSource && (dataSourceRef.namespace ?? '') === '') return { ...spec, dataSource: dataSourceRef };
  return spec;
}

/** Sources in other namespaces are behind a gate that is off (CrossNamespaceVolumeDataSource). */
function withoutForeign(spec: Json, old: Json): Json & { readonly dataSource?: Json } {
  const { dataSourceRef, ...others } = spec as Json & { readonly dataSourceRef?: Json };
  const isForeign = (dataSourceRef?.namespace ?? '') !== '' && old.dataSourceRef === undefined;
  return isForeign ? others : spec;
}

const isClaimOrSnapshot = ({ kind, apiGroup = '' }: Json): boolean =>
  (kind === 'PersistentVolumeClaim' && apiGroup === '') || (kind === 'VolumeSnapshot' && apiGroup === 'snapshot.storage.k8s.io');

/** What of a volume's spec is not its source. Source: pkg/apis/core/types.go (PersistentVolumeSpec) */
const beyondSource = [
  'capacity',
  'accessModes',
  'claimRef',
  'persistentVolumeReclaimPolicy',
  'storageClassName',
  'mountOptions',
  'volumeMode',
  'nodeAffinity',
  'volumeAttributesClassName',
];

/** Source: pkg/apis/core/validation/validation.go (ValidatePersistentVolumeUpdate) */
export const volumeRule: UpdateRule = {
  id: 'update-persistentvolume',
  summary: 'A PersistentVolume stays what it is: its source, its mode and where it can be reached from.',
  docs: 'https://kubernetes.io/docs/concepts/storage/persistent-volumes/#persistent-volumes',
  kinds: ['PersistentVolume'],
  *check(next, old) {
    if (!deepEqual(withoutZeros(sourceOf(withoutFirstSecret(next, old))), withoutZeros(sourceOf(old)))) {
      const path = ['spec', volumeSourceName(next)].filter((part) => part !== '');
      const detail = 'spec.persistentvolumesource is immutable after creation';
      yield forbidden({ path, field: 'spec.persistentvolumesource' }, detail);
    }
    yield* immutable(next, old, ['spec', 'volumeMode'], { field: 'volumeMode' });
    const [affinity, before] = [valueAt(next, ['spec', 'nodeAffinity']), valueAt(old, ['spec', 'nodeAffinity'])];
    if (before !== undefined && !semanticEqual(affinity, before)) {
      const place = { path: ['spec', 'nodeAffinity'], field: 'nodeAffinity' };
      yield invalid(place, unprinted(affinity) ?? null, 'field is immutable, except for updating from beta label to GA');
    }
    if (valueAt(old, attributesClass) !== undefined && valueAt(next, attributesClass) === undefined) {
      yield forbidden(attributesClass, 'update from non-nil value to nil is forbidden');
    }
  },
  remedy: () =>
    'Create a volume with another name; deleting this one leaves a claim that is bound to it without a volume for good.',
};

function sourceOf(object: KubernetesObject): Json {
  return Object.fromEntries(Object.entries(mapAt(object, ['spec'])).filter(([key]) => !beyondSource.includes(key)));
}

/** The value without what is zero in Go: a pointer to nothing set is something, an empty list is not. */
function withoutZeros(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(withoutZeros);
  if (typeof value !== 'object' || value === null) return value;
  const isZero = (part: unknown): boolean =>
    part === undefined || part === false || part === 0 || part === '' || (Array.isArray(part) && part.length === 0);
  const kept = Object.entries(value).filter(([, part]) => !isZero(part));
  return Object.fromEntries(kept.map(([key, part]: [string, unknown]) => [key, withoutZeros(part)]));
}

const volumeSourceName = (object: KubernetesObject): string => Object.keys(sourceOf(object))[0] ?? '';

/** The secret for growing a CSI volume may come later. */
function withoutFirstSecret(next: KubernetesObject, old: KubernetesObject): KubernetesObject {
  const path = ['spec', 'csi', 'controllerExpandSecretRef'];
  if (valueAt(old, ['spec', 'csi']) === undefined || valueAt(old, path) !== undefined) return next;
  if (valueAt(next, path) === undefined) return next;
  const { controllerExpandSecretRef: _, ...csi } = mapAt(next, ['spec', 'csi']);
  return withSpec(next, { ...mapAt(next, ['spec']), csi });
}
