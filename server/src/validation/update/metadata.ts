import type { KubernetesObject } from '../../kubernetes/object.ts';
import { type FieldError, forbidden } from '../field-error.ts';
import { deletion, immutable, type UpdateRule } from './rule.ts';

export const metadataRule: UpdateRule = {
  id: 'update-metadata',
  summary: 'The marks by which the server keeps track of an object are its own.',
  docs: 'https://kubernetes.io/docs/concepts/overview/working-with-objects/finalizers/',
  kinds: [],
  check: metadataErrors,
  remedy: ({ path }, object) =>
    path[1] === 'finalizers'
      ? 'Wait until the object is gone and apply it anew.'
      : `Leave the field out: the server sets it, on \`${deletion(object)}\` for one.`,
};

/**
 * What no object's metadata may do. A name and a namespace cannot differ: they say which object is meant.
 * Source: staging/src/k8s.io/apimachinery/pkg/api/validation/objectmeta.go (ValidateObjectMetaAccessorUpdate)
 */
function* metadataErrors(next: KubernetesObject, old: KubernetesObject): Iterable<FieldError> {
  const { metadata } = next;
  const before = old.metadata;
  if (before.deletionTimestamp !== undefined) {
    const added = (metadata.finalizers ?? []).filter((name) => !(before.finalizers ?? []).includes(name)).sort();
    const names = `[]string{${added.map((name) => JSON.stringify(name)).join(', ')}}`;
    const detail = `no new finalizers can be added if the object is being deleted, found new finalizers ${names}`;
    if (added.length > 0) yield forbidden(['metadata', 'finalizers'], detail);
  }
  if (metadata.uid !== undefined) yield* immutable(next, old, ['metadata', 'uid']);
  // A deletion cannot be taken back, nor its grace: what is missing or different is as before.
  if (before.deletionTimestamp === undefined) yield* immutable(next, old, ['metadata', 'deletionTimestamp']);
  if (metadata.deletionGracePeriodSeconds !== undefined) yield* immutable(next, old, ['metadata', 'deletionGracePeriodSeconds']);
}
