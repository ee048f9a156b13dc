import { formatPath, type FieldPath } from '../kubernetes/path.ts';
import type { FieldShape, Structure } from '../schema/structure.ts';

/** A value of a named type, met on the way through an object. */
export interface Visit {
  readonly type: string;
  readonly value: unknown;
  readonly path: FieldPath;
  readonly ancestors: readonly Ancestor[];
}

export interface Ancestor {
  readonly type: string;
  readonly value: unknown;
  readonly path: FieldPath;
}

/**
 * Calls `visit` for each value of a named type, parents first, `metadata` before its siblings, and otherwise in the
 * order of the structure. Branches that cannot hold one of the `wanted` types are passed over.
 */
export function walk(
  structure: Structure,
  type: string,
  root: unknown,
  wanted: ReadonlySet<string>,
  visit: (visit: Visit) => void,
): void {
  const { reaching, leadingOn } = routesTo(structure, wanted);

  const enter = (shape: FieldShape | undefined, value: unknown, path: FieldPath, ancestors: readonly Ancestor[]): void => {
    if (shape === undefined || value === undefined || value === null) return;
    if (shape.$ref !== undefined) named(shape.$ref, value, path, ancestors);
    else inside(shape, value, path, ancestors);
  };

  const named = (name: string, value: unknown, path: FieldPath, ancestors: readonly Ancestor[]): void => {
    if (!reaching.has(name)) return;
    if (wanted.has(name)) visit({ type: name, value, path, ancestors });
    inside(structure.types[name], value, path, [...ancestors, { type: name, value, path }]);
  };

  const inside = (shape: FieldShape | undefined, value: unknown, path: FieldPath, ancestors: readonly Ancestor[]): void => {
    if (shape?.$ref !== undefined) {
      enter(shape, value, path, ancestors);
    } else if (Array.isArray(value)) {
      value.forEach((item: unknown, index) => {
        enter(shape?.items, item, [...path, index], ancestors);
      });
    } else if (isRecord(value)) {
      for (const [key, field] of leadingOn(shape, value)) {
        if (Object.hasOwn(value, key)) enter(field, value[key], [...path, key], ancestors);
      }
    }
  };

  named(type, root, [], []);
}

type Step = readonly [name: string, field: FieldShape];

/** What can be entered of an object, in order. Most fields hold plain values, for which not even a path is made. */
function stepsInto(reaching: ReadonlySet<string>): (shape: FieldShape | undefined, value: object) => readonly Step[] {
  const leadsOn = ({ $ref, properties, items, additionalProperties }: FieldShape): boolean =>
    $ref === undefined ? Boolean(properties ?? items ?? additionalProperties) : reaching.has($ref);
  const known = new WeakMap<FieldShape, readonly Step[]>();
  const ofFields = (shape: FieldShape, properties: Readonly<Record<string, FieldShape>>): readonly Step[] => {
    const steps = Object.entries(properties).filter(([, field]) => leadsOn(field));
    const inOrder = [...steps.filter(([name]) => name === 'metadata'), ...steps.filter(([name]) => name !== 'metadata')];
    known.set(shape, inOrder);
    return inOrder;
  };
  return (shape, value) => {
    if (shape?.properties !== undefined) return known.get(shape) ?? ofFields(shape, shape.properties);
    const each = shape?.additionalProperties;
    if (each === undefined || !leadsOn(each)) return [];
    return Object.keys(value)
      .sort()
      .map((name) => [name, each]);
  };
}

/** The ways through a structure to the wanted types. */
interface Routes {
  /** The types below which, or as which, a wanted type can stand. */
  readonly reaching: ReadonlySet<string>;
  readonly leadingOn: ReturnType<typeof stepsInto>;
}

const knownRoutes = new WeakMap<Structure, WeakMap<ReadonlySet<string>, Routes>>();

function routesTo(structure: Structure, wanted: ReadonlySet<string>): Routes {
  const ofStructure = knownRoutes.get(structure) ?? new WeakMap<ReadonlySet<string>, Routes>();
  knownRoutes.set(structure, ofStructure);
  const known = ofStructure.get(wanted);
  if (known !== undefined) return known;
  const reaching = typesReaching(structure, wanted);
  const routes = { reaching, leadingOn: stepsInto(reaching) };
  ofStructure.set(wanted, routes);
  return routes;
}

function typesReaching(structure: Structure, wanted: ReadonlySet<string>): ReadonlySet<string> {
  const parents = new Map<string, string[]>();
  for (const [name, shape] of Object.entries(structure.types)) {
    for (const child of referencesOf(shape)) {
      const known = parents.get(child);
      if (known) known.push(name);
      else parents.set(child, [name]);
    }
  }
  const reaching = new Set<string>();
  const queue = [...wanted];
  for (let name = queue.pop(); name !== undefined; name = queue.pop()) {
    if (reaching.has(name)) continue;
    reaching.add(name);
    queue.push(...(parents.get(name) ?? []));
  }
  return reaching;
}

function* referencesOf({ $ref, properties, items, additionalProperties }: FieldShape): Generator<string> {
  if ($ref !== undefined) yield $ref;
  for (const name in properties) yield* referencesOf(properties[name] ?? {});
  if (items) yield* referencesOf(items);
  if (additionalProperties) yield* referencesOf(additionalProperties);
}

/** The path as the API server prints it: what the structure says is a map has its keys in brackets. */
export function formatTypedPath(structure: Structure, type: string, path: FieldPath): string {
  const mapKeysAt = new Set<number>();
  let shape: FieldShape | undefined = { $ref: type };
  path.forEach((part, index) => {
    while (shape?.$ref !== undefined) shape = structure.types[shape.$ref];
    if (typeof part === 'number') {
      shape = shape?.items;
    } else if (shape?.properties?.[part] !== undefined) {
      shape = shape.properties[part];
    } else {
      if (shape?.additionalProperties !== undefined) mapKeysAt.add(index);
      shape = shape?.additionalProperties;
    }
  });
  return formatPath(path, mapKeysAt);
}

/**
 * The value as Go's decoder would leave it: a null is what is not there, and a null in a list or a map is the zero
 * value of its type. What has a type that the decoder refuses is left out too: that is the schema's finding. Nothing is
 * copied where there is nothing to change.
 */
export function asDecoded(structure: Structure, type: string, root: unknown): unknown {
  const decode = (shape: FieldShape | undefined, value: unknown): unknown => {
    const own = resolve(structure, shape);
    if (!isOfType(own, value)) return undefined;
    if (Array.isArray(value))
      return changedList(value, (item: unknown) => decode(own?.items, item) ?? zeroOf(structure, own?.items));
    return isRecord(value) ? decodeRecord(own, value) : value;
  };

  const decodeRecord = (own: FieldShape | undefined, value: Readonly<Record<string, unknown>>): unknown => {
    let changed: Record<string, unknown> | undefined;
    const keys = Object.keys(value);
    keys.forEach((key, index) => {
      const part = value[key];
      const property = own?.properties?.[key];
      const isMapEntry = property === undefined && own?.additionalProperties !== undefined;
      const written = isMapEntry && part === null ? zeroOf(structure, own.additionalProperties) : part;
      const decoded = decode(property ?? own?.additionalProperties, written);
      if (decoded !== part || decoded === null)
        changed ??= Object.fromEntries(keys.slice(0, index).map((each) => [each, value[each]]));
      if (changed && decoded !== undefined && decoded !== null) changed[key] = decoded;
    });
    return changed ?? value;
  };

  return decode({ $ref: type }, root);
}

function isOfType(shape: FieldShape | undefined, value: unknown): boolean {
  switch (value === null ? undefined : shape?.type) {
    case undefined:
      return true;
    case 'string':
      return typeof value === 'string' || (typeof value === 'number' && isNumberToo(shape));
    case 'integer':
    case 'number':
      return typeof value === 'number' || typeof value === 'bigint';
    case 'boolean':
      return typeof value === 'boolean';
    case 'array':
      return Array.isArray(value);
    case 'object':
      return isRecord(value);
  }
}

const isNumberToo = (shape: FieldShape | undefined): boolean => shape?.format === 'int-or-string' || shape?.format === 'quantity';

function changedList(list: readonly unknown[], change: (item: unknown) => unknown): readonly unknown[] {
  const changed = list.map(change);
  return changed.every((item, index) => item === list[index]) ? list : changed;
}

function resolve(structure: Structure, shape: FieldShape | undefined): FieldShape | undefined {
  let own = shape;
  while (own?.$ref !== undefined) {
    const target: FieldShape | undefined = structure.types[own.$ref];
    own = own.$ref === 'resource.Quantity' ? { ...target, format: 'quantity', $ref: undefined } : target;
  }
  return own;
}

function zeroOf(structure: Structure, shape: FieldShape | undefined): unknown {
  const own = resolve(structure, shape);
  switch (own?.type) {
    case 'string':
      return own.format === 'quantity' ? '0' : '';
    case 'integer':
    case 'number':
      return 0;
    case 'boolean':
      return false;
    case 'object':
      return {};
    case 'array':
      return [];
    case undefined:
      return undefined;
  }
}

export function isRecord(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
