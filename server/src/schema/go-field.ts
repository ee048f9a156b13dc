import type { FieldPath } from '../kubernetes/path.ts';
import { embeddedStructs, namedTypes } from './go-types.ts';
import type { FieldShape, Structure } from './structure.ts';
import { isBefore, minorOf } from './versions.ts';

/** Where a field stands in Go's eyes, as its JSON decoder names it in an error about types. */
export interface GoField {
  /** Name of the innermost struct, for example `DeploymentSpec`. */
  readonly struct: string;
  /** JSON names from the root, without list indexes and map keys: `spec.replicas`. */
  readonly path: string;
  readonly shape: FieldShape;
  /** The type that reads the field, where it has a name of its own: `v1.PullPolicy`. */
  readonly goType?: string;
}

/** By `Type.property`. */
const goTypes = new Map<string, string>();
for (const [goType, fields] of Object.entries(namedTypes)) for (const field of fields.split(' ')) goTypes.set(field, goType);

const embeddedIn = new Map<string, string>();
for (const [type, structs] of Object.entries(embeddedStructs)) {
  for (const [struct = '', fields = ''] of structs.map((each) => each.split(':'))) {
    for (const field of fields.split(' ')) embeddedIn.set(`${type}.${field}`, struct);
  }
}

/** Follows a path from a type. */
export function goField(structure: Structure, rootType: string, path: FieldPath): GoField {
  const names: string[] = [];
  let struct = '';
  let named: string | undefined;
  let shape: FieldShape = { $ref: rootType };
  // The decoder leaves embedded structs out until 1.34 (sigs.k8s.io/json).
  const namesEmbedded = !isBefore(minorOf(structure), '1.35');
  for (const part of path) {
    const typeName: string | undefined = shape.$ref;
    const resolved: FieldShape = typeName === undefined ? shape : (structure.types[typeName] ?? {});
    if (resolved.properties) {
      const property = String(part);
      const embedded = namesEmbedded ? embeddedIn.get(`${typeName}.${property}`) : undefined;
      if (embedded !== undefined) names.push(embedded);
      names.push(property);
      named = goTypes.get(`${typeName}.${property}`);
      struct = typeName?.split('.').at(-1) ?? '';
    } else {
      // Within a list or map, the type of the items has its own name.
      named = /^(?:\[\]|map\[[^\]]*\])(.+)$/.exec(named ?? '')?.[1];
    }
    shape = resolved.properties?.[String(part)] ?? resolved.items ?? resolved.additionalProperties ?? {};
  }
  return { struct, path: names.join('.'), shape, ...(named === undefined ? {} : { goType: named }) };
}
