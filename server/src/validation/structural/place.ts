import type { FieldPath } from '../../kubernetes/path.ts';
import type { StructuralSchema } from '../../schema/custom-resources/definition.ts';
import { formatNamed } from './formats.ts';

/** A value of an object, with the names by which the API server speaks of the place: `spec.ports[0].name`. */
export interface Place {
  readonly path: FieldPath;
  readonly name: string;
}

export type Json = Readonly<Record<string, unknown>>;

/** The error at a place; the API server leaves the dot before a field of the root away. */
export function at({ path, name }: Place): { readonly path: FieldPath; readonly field: string } {
  return { path, field: name === '' ? '<nil>' : name.replace(/^\./, '') };
}

export function typesOf(schema: StructuralSchema): readonly string[] {
  if (schema['x-kubernetes-int-or-string']) return ['integer', 'string'];
  return schema.type === undefined || schema.type === '' ? [] : [schema.type];
}

/** Formats that the API server does not know for the type are as if they were not there. */
export function formatOf(schema: StructuralSchema): string {
  const [type = '', ...more] = typesOf(schema);
  return formatNamed(more.length > 0 ? '' : type, schema.format ?? '');
}
