import type { KindInfo } from '../structure.ts';

/** The part of JSON Schema that a CustomResourceDefinition may use. Source: apiextensions.k8s.io/v1 JSONSchemaProps */
export interface StructuralSchema {
  readonly type?: string;
  readonly format?: string;
  readonly description?: string;
  readonly nullable?: boolean;
  readonly default?: unknown;
  readonly enum?: readonly unknown[];
  readonly required?: readonly string[];
  readonly properties?: Readonly<Record<string, StructuralSchema>>;
  readonly additionalProperties?: boolean | StructuralSchema;
  readonly items?: StructuralSchema;
  readonly minimum?: number;
  readonly exclusiveMinimum?: boolean;
  readonly maximum?: number;
  readonly exclusiveMaximum?: boolean;
  readonly multipleOf?: number;
  readonly minLength?: number;
  readonly maxLength?: number;
  readonly pattern?: string;
  readonly minItems?: number;
  readonly maxItems?: number;
  readonly uniqueItems?: boolean;
  readonly minProperties?: number;
  readonly maxProperties?: number;
  readonly allOf?: readonly StructuralSchema[];
  readonly anyOf?: readonly StructuralSchema[];
  readonly oneOf?: readonly StructuralSchema[];
  readonly not?: StructuralSchema;
  readonly 'x-kubernetes-preserve-unknown-fields'?: boolean;
  readonly 'x-kubernetes-int-or-string'?: boolean;
  readonly 'x-kubernetes-embedded-resource'?: boolean;
  readonly 'x-kubernetes-list-type'?: 'atomic' | 'set' | 'map';
  readonly 'x-kubernetes-list-map-keys'?: readonly string[];
  readonly 'x-kubernetes-validations'?: readonly unknown[];
}

/** A kind that a CustomResourceDefinition makes the API server serve. */
export interface CustomKind extends Omit<KindInfo, 'type'> {
  readonly apiVersion: string;
  readonly kind: string;
  readonly schema: StructuralSchema;
}

type Json = Readonly<Record<string, unknown>>;

/** The kinds that a definition serves, one for each version; none where it lacks what they need. */
export function customKindsOf(definition: unknown): readonly CustomKind[] {
  const spec = mapOf(mapOf(definition).spec);
  const names = mapOf(spec.names);
  const { group } = spec;
  const { kind, plural } = names;
  if (typeof group !== 'string' || !group.includes('.') || typeof kind !== 'string' || typeof plural !== 'string') return [];
  const shortNames = textsOf(names.shortNames);
  return listOf(spec.versions).flatMap((version): readonly CustomKind[] => {
    const { name, served, schema, subresources } = mapOf(version);
    if (typeof name !== 'string' || served !== true) return [];
    return [
      {
        apiVersion: `${group}/${name}`,
        kind,
        resource: plural,
        namespaced: spec.scope !== 'Cluster',
        ...(shortNames.length > 0 ? { shortNames } : {}),
        subresources: Object.keys(mapOf(subresources)),
        schema: mapOf(mapOf(schema).openAPIV3Schema),
      },
    ];
  });
}

function mapOf(value: unknown): Json {
  return typeof value === 'object' && value !== null && !Array.isArray(value) ? (value as Json) : {};
}

function listOf(value: unknown): readonly unknown[] {
  return Array.isArray(value) ? value : [];
}

function textsOf(value: unknown): readonly string[] {
  return listOf(value).filter((each) => typeof each === 'string');
}
