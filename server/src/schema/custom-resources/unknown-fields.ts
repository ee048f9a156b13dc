import type { FieldPath } from '../../kubernetes/path.ts';
import { formatPath } from '../../kubernetes/path.ts';
import type { ShapeProblem } from '../check.ts';
import { nearest } from '../suggest.ts';
import type { StructuralSchema } from './definition.ts';

/** Which objects the field belongs to, not the schema. */
const metaFields: ReadonlySet<string> = new Set(['apiVersion', 'kind', 'metadata']);

/**
 * The fields of a custom resource that its schema does not have; strict decoding refuses them.
 * Source: pkg/apiserver/schema/pruning/algorithm.go of k8s.io/apiextensions-apiserver
 */
export function unknownFields(schema: StructuralSchema, value: unknown): readonly ShapeProblem[] {
  const found: ShapeProblem[] = [];
  look({ ...schema, 'x-kubernetes-embedded-resource': true }, value, [], found);
  return found.sort((a, b) => (a.message < b.message ? -1 : 1));
}

function look(schema: StructuralSchema | undefined, value: unknown, path: FieldPath, found: ShapeProblem[]): void {
  if (Array.isArray(value)) {
    for (const [index, item] of value.entries()) lookAtItem(schema, item, [...path, index], found);
  } else if (typeof value === 'object' && value !== null) {
    for (const [key, field] of Object.entries(value)) lookAtField(schema, key, field, path, found);
  }
}

function lookAtItem(schema: StructuralSchema | undefined, item: unknown, path: FieldPath, found: ShapeProblem[]): void {
  // What keeps its unknown fields keeps those of items that are not described.
  if (schema?.['x-kubernetes-preserve-unknown-fields'] && !schema.items) return;
  look(schema?.items, item, path, found);
}

function lookAtField(
  schema: StructuralSchema | undefined,
  key: string,
  field: unknown,
  path: FieldPath,
  found: ShapeProblem[],
): void {
  if (schema?.['x-kubernetes-embedded-resource'] && metaFields.has(key)) return;
  const known = ownProperty(schema, key) ?? schema?.additionalProperties;
  if (typeof known === 'object') look(known, field, [...path, key], found);
  else if (known !== true && !schema?.['x-kubernetes-preserve-unknown-fields']) found.push(unknown(schema, [...path, key]));
}

function ownProperty(schema: StructuralSchema | undefined, key: string): StructuralSchema | undefined {
  return schema?.properties && Object.hasOwn(schema.properties, key) ? schema.properties[key] : undefined;
}

function unknown(schema: StructuralSchema | undefined, path: FieldPath): ShapeProblem {
  const suggestion = nearest(String(path.at(-1)), Object.keys(schema?.properties ?? {}));
  const hint = suggestion === undefined ? '' : ` (did you mean "${suggestion}"?)`;
  const message = `strict decoding error: unknown field ${JSON.stringify(formatPath(path))}${hint}`;
  return { code: 'unknown-field', path, message, ...(suggestion === undefined ? {} : { suggestion }) };
}
