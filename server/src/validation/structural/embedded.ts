import { dns1035Label } from '../../kubernetes/names.ts';
import type { FieldPath } from '../../kubernetes/path.ts';
import type { StructuralSchema } from '../../schema/custom-resources/definition.ts';
import { type FieldError, invalid, required } from '../field-error.ts';
import type { Json } from './place.ts';

/**
 * Objects within a custom resource (`x-kubernetes-embedded-resource`) say what they are; their metadata is not judged here.
 * Source: pkg/apiserver/schema/objectmeta/validation.go of k8s.io/apiextensions-apiserver
 */
export function* embeddedErrors(
  schema: StructuralSchema,
  value: unknown,
  path: FieldPath = [],
  field = '',
): Iterable<FieldError> {
  if (Array.isArray(value)) {
    const { items } = schema;
    for (const [index, item] of items ? value.entries() : []) {
      yield* embeddedErrors(items ?? {}, item, [...path, index], `${field}[${index}]`);
    }
  } else if (typeof value === 'object' && value !== null) {
    if (schema['x-kubernetes-embedded-resource']) yield* identityErrors(value as Json, path, field);
    const { properties = {}, additionalProperties } = schema;
    for (const [key, part] of Object.entries(value as Json)) {
      const own = Object.hasOwn(properties, key) ? properties[key] : undefined;
      if (own) yield* embeddedErrors(own, part, [...path, key], field === '' ? key : `${field}.${key}`);
      else if (typeof additionalProperties === 'object') {
        yield* embeddedErrors(additionalProperties, part, [...path, key], `${field}[${key}]`);
      }
    }
  }
}

function* identityErrors(object: Json, path: FieldPath, field: string): Iterable<FieldError> {
  for (const key of ['apiVersion', 'kind'] as const) {
    const place = { path: [...path, key], field: `${field}.${key}` };
    const value = object[key];
    if (!Object.hasOwn(object, key)) yield required(place);
    else if (typeof value !== 'string') yield invalid(place, value, 'must be a string');
    else if (value === '') yield invalid(place, value, 'must not be empty');
    else if (key === 'apiVersion' && value.split('/').length > 2)
      yield invalid(place, value, `unexpected GroupVersion string: ${value}`);
    else if (key === 'kind') {
      const complaints = dns1035Label(value.toLowerCase());
      const text = `may have mixed case, but should otherwise match: ${complaints.join(',')}`;
      if (complaints.length > 0) yield invalid(place, value, text);
    }
  }
}
