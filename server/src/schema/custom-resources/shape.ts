import type { FieldShape, KindInfo, Structure } from '../structure.ts';
import { kindKey } from '../structure.ts';
import type { CustomKind, StructuralSchema } from './definition.ts';

/** A structure with the kinds of definitions, so that completion and hovers know them as they know all others. */
export function withCustomKinds(structure: Structure, customKinds: readonly CustomKind[]): Structure {
  if (customKinds.length === 0) return structure;
  const kinds: Record<string, KindInfo> = { ...structure.kinds };
  const types: Record<string, FieldShape> = { ...structure.types };
  for (const { apiVersion, kind, schema, ...info } of customKinds) {
    const key = kindKey(apiVersion, kind);
    kinds[key] = { ...info, type: key };
    types[key] = rootShape(schema);
  }
  return { ...structure, kinds, types };
}

function rootShape(schema: StructuralSchema): FieldShape {
  const shape = shapeOf(schema);
  return { ...shape, type: 'object', properties: { ...shape.properties, ...typeMeta, metadata: { $ref: 'meta.v1.ObjectMeta' } } };
}

const typeMeta: Readonly<Record<string, FieldShape>> = { apiVersion: { type: 'string' }, kind: { type: 'string' } };

function shapeOf(schema: StructuralSchema): FieldShape {
  if (schema['x-kubernetes-int-or-string']) return { $ref: 'intstr.IntOrString', ...said(schema) };
  const { type, format, properties, additionalProperties, items, required } = schema;
  const keys = schema['x-kubernetes-list-map-keys'];
  const listType = schema['x-kubernetes-list-type'];
  return {
    ...(type === undefined ? {} : { type: type as NonNullable<FieldShape['type']> }),
    ...(format === undefined ? {} : { format }),
    ...(schema.enum ? { enum: schema.enum } : {}),
    ...(schema.default === undefined ? {} : { default: schema.default }),
    ...(properties ? { properties: mapped(properties) } : {}),
    ...(typeof additionalProperties === 'object' ? { additionalProperties: shapeOf(additionalProperties) } : {}),
    ...(items ? { items: shapeOf(items) } : {}),
    ...(required ? { required } : {}),
    ...(listType ? { listType } : {}),
    ...(keys ? { listMapKeys: keys } : {}),
    ...said(schema),
  };
}

function mapped(properties: Readonly<Record<string, StructuralSchema>>): Record<string, FieldShape> {
  return Object.fromEntries(Object.entries(properties).map(([name, schema]) => [name, shapeOf(schema)]));
}

/** The definition's own words, and what is not checked. */
function said(schema: StructuralSchema): Pick<FieldShape, 'description'> {
  const rules = schema['x-kubernetes-validations']?.length ?? 0;
  const unchecked =
    rules === 0 ? [] : [`${rules === 1 ? 'A rule' : `${rules} rules`} in CEL (x-kubernetes-validations) not checked here.`];
  const text = [...(schema.description === undefined ? [] : [schema.description]), ...unchecked].join('\n\n');
  return text === '' ? {} : { description: text };
}
