import { deepEqual } from '../../kubernetes/equality.ts';
import type { KubernetesObject } from '../../kubernetes/object.ts';
import { type FieldError, forbidden } from '../field-error.ts';
import { withStringData } from './secret-data.ts';
import { immutable, type Json, mapAt, type UpdateRule } from './rule.ts';

const detail = 'field is immutable when `immutable` is set';

const remedy: UpdateRule['remedy'] = (_, { kind }) =>
  `Create a ${kind} with another name and let those that use it name that one, which rolls them out too.`;

/** Source: pkg/apis/core/validation/validation.go (ValidateConfigMapUpdate) */
export const configMapRule: UpdateRule = {
  id: 'update-configmap',
  summary: 'A ConfigMap that says that it is immutable keeps its data.',
  docs: 'https://kubernetes.io/docs/concepts/configuration/configmap/#configmap-immutable',
  kinds: ['ConfigMap'],
  *check(next, old) {
    yield* immutableDataErrors(next, old, ['data', 'binaryData']);
  },
  remedy,
};

/** Source: pkg/apis/core/validation/validation.go (ValidateSecretUpdate), pkg/registry/core/secret/strategy.go */
export const secretRule: UpdateRule = {
  id: 'update-secret',
  summary: 'A Secret keeps its type; one that says that it is immutable keeps its data too.',
  docs: 'https://kubernetes.io/docs/concepts/configuration/secret/#secret-immutable',
  kinds: ['Secret'],
  prepare: (next, old) => {
    const { type } = next as unknown as Json;
    return type === undefined || type === '' ? ({ ...next, type: (old as unknown as Json).type } as KubernetesObject) : next;
  },
  *check(next, old) {
    yield* immutable(next, old, ['type']);
    yield* immutableDataErrors(withStringData(next), withStringData(old), ['data']);
  },
  remedy: (error, object) =>
    error.path[0] === 'type' ? 'Delete the Secret and apply it anew, or give it another name.' : remedy(error, object),
};

function* immutableDataErrors(next: KubernetesObject, old: KubernetesObject, fields: readonly string[]): Iterable<FieldError> {
  if ((old as unknown as Json).immutable !== true) return;
  if ((next as unknown as Json).immutable !== true) yield forbidden(['immutable'], detail);
  for (const field of fields) {
    if (!deepEqual(mapAt(next, [field]), mapAt(old, [field]))) yield forbidden([field], detail);
  }
}
