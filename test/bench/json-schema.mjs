// Kubernetes as a plain JSON schema, for a server that knows nothing else. Same structure as Drydock's own.

/** What the types without properties of their own are in JSON. */
const leaves = {
  'resource.Quantity': { type: ['string', 'number'] },
  'intstr.IntOrString': { type: ['string', 'integer'] },
  'meta.v1.Time': { type: 'string', format: 'date-time' },
  'meta.v1.MicroTime': { type: 'string', format: 'date-time' },
};

/**
 * One schema for documents of any of these kinds, in the shape in which Kubernetes schemas are published for editors: a
 * choice of definitions, each with its apiVersion and kind as an enum, none of them with fields beside its own.
 * @param structure the content of `schemas/kubernetes-<version>.json`
 * @param kinds keys of its `kinds`
 */
export function jsonSchema(structure, kinds) {
  const definitions = {};
  const define = (name) => {
    if (definitions[name] !== undefined) return;
    definitions[name] = {};
    definitions[name] = leaves[name] ?? convert(structure.types[name] ?? {}, define);
  };
  const choices = kinds.map((key) => {
    const { type } = structure.kinds[key];
    define(type);
    const [apiVersion, kind] = splitKey(key);
    const own = definitions[type];
    const properties = {
      ...own.properties,
      apiVersion: { type: 'string', enum: [apiVersion] },
      kind: { type: 'string', enum: [kind] },
    };
    definitions[type] = { ...own, properties, required: [...new Set([...(own.required ?? []), 'apiVersion', 'kind'])] };
    return { $ref: `#/definitions/${type}` };
  });
  return { $schema: 'http://json-schema.org/draft-07/schema#', definitions, oneOf: choices };
}

function splitKey(key) {
  const at = key.lastIndexOf('/');
  return [key.slice(0, at), key.slice(at + 1)];
}

function convert(shape, define) {
  if (shape.$ref !== undefined) {
    define(shape.$ref);
    return { $ref: `#/definitions/${shape.$ref}` };
  }
  const schema = {};
  if (shape.type !== undefined) schema.type = shape.type;
  if (shape.format !== undefined) schema.format = shape.format;
  if (shape.enum !== undefined) schema.enum = shape.enum;
  if (shape.items) schema.items = convert(shape.items, define);
  if (shape.required?.length) schema.required = shape.required;
  if (shape.additionalProperties) schema.additionalProperties = convert(shape.additionalProperties, define);
  if (shape.properties) {
    schema.properties = Object.fromEntries(
      Object.entries(shape.properties).map(([name, field]) => [name, convert(field, define)]),
    );
    schema.additionalProperties = false;
  }
  return schema;
}
