/** JSON merge patch (RFC 7386): maps merge, null deletes, everything else is replaced. */
export function mergePatch(value: unknown, patch: unknown): unknown {
  if (!isMap(patch)) return patch;
  const result = new Map<string, unknown>(isMap(value) ? Object.entries(value) : []);
  for (const [key, change] of Object.entries(patch)) {
    if (change === null) result.delete(key);
    else result.set(key, mergePatch(result.get(key), change));
  }
  return Object.fromEntries(result);
}

/** One operation of a JSON patch (RFC 6902). */
export interface JsonPatchOperation {
  readonly op: 'add' | 'remove' | 'replace' | 'move' | 'copy' | 'test';
  /** JSON pointer: `/spec/template/spec/containers/0/image`. */
  readonly path: string;
  readonly from?: string;
  readonly value?: unknown;
}

export type JsonPatchResult = { readonly ok: true; readonly value: unknown } | { readonly ok: false; readonly message: string };

/** All operations in order; the first that cannot be done refuses the patch as a whole. */
export function jsonPatch(value: unknown, operations: readonly JsonPatchOperation[]): JsonPatchResult {
  let result = value;
  for (const operation of operations) {
    try {
      result = perform(result, operation);
    } catch (error) {
      if (!(error instanceof Impossible)) throw error;
      return { ok: false, message: `${operation.op} operation does not apply: ${error.message}` };
    }
  }
  return { ok: true, value: result };
}

class Impossible extends Error {}

function perform(root: unknown, { op, path, from = '', value }: JsonPatchOperation): unknown {
  const at = partsOf(path);
  switch (op) {
    case 'add':
      return edit(root, at, path, (parent, key) => insert(parent, key, value));
    case 'remove':
      return edit(root, at, path, remove);
    case 'replace':
      return edit(root, at, path, (parent, key) => put(parent, key, path, value));
    case 'move':
      return edit(edit(root, partsOf(from), from, remove), at, path, (parent, key) => insert(parent, key, read(root, from)));
    case 'copy':
      return edit(root, at, path, (parent, key) => insert(parent, key, read(root, from)));
    case 'test':
      if (JSON.stringify(read(root, path)) !== JSON.stringify(value)) throw new Impossible(`testing value ${path} failed`);
      return root;
  }
}

function partsOf(pointer: string): readonly string[] {
  return pointer
    .split('/')
    .slice(1)
    .map((part) => part.replaceAll('~1', '/').replaceAll('~0', '~'));
}

type Container = readonly unknown[] | Readonly<Record<string, unknown>>;

function edit(
  root: unknown,
  parts: readonly string[],
  path: string,
  change: (parent: Container, key: string) => Container,
): unknown {
  const [key, ...rest] = parts;
  if (key === undefined || !isContainer(root)) throw new Impossible(`doc is missing path: "${path}": missing value`);
  return rest.length === 0 ? change(root, key) : put(root, key, path, edit(child(root, key), rest, path, change));
}

function read(root: unknown, path: string): unknown {
  return partsOf(path).reduce<unknown>((value, part) => (isContainer(value) ? child(value, part) : undefined), root);
}

function child(parent: Container, key: string): unknown {
  return isList(parent) ? parent[Number(key)] : parent[key];
}

function insert(parent: Container, key: string, value: unknown): Container {
  if (!isList(parent)) return { ...parent, [key]: value };
  const index = key === '-' ? parent.length : Number(key);
  if (!Number.isInteger(index) || index < 0 || index > parent.length)
    throw new Impossible(`Unable to access invalid index: ${key}`);
  return parent.toSpliced(index, 0, value);
}

function put(parent: Container, key: string, path: string, value: unknown): Container {
  if (child(parent, key) === undefined) throw new Impossible(`doc is missing key: ${path}: missing value`);
  return isList(parent) ? parent.with(Number(key), value) : { ...parent, [key]: value };
}

function remove(parent: Container, key: string): Container {
  if (child(parent, key) === undefined) throw new Impossible(`Unable to remove nonexistent key: ${key}: missing value`);
  if (isList(parent)) return parent.toSpliced(Number(key), 1);
  const { [key]: _, ...others } = parent;
  return others;
}

const isMap = (value: unknown): value is Readonly<Record<string, unknown>> =>
  typeof value === 'object' && value !== null && !Array.isArray(value);
const isList = (value: Container): value is readonly unknown[] => Array.isArray(value);
const isContainer = (value: unknown): value is Container => isMap(value) || Array.isArray(value);
