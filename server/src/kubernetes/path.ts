/** Where a value stands in an object: property names and list indexes, from the root. */
export type FieldPath = readonly (string | number)[];

/**
 * A path as the API server prints it: `spec.containers[0].resources.limits[cpu]`.
 * A map's key is printed in brackets; pass it as `{ key }` through {@link mapKey}.
 */
export function formatPath(path: FieldPath, mapKeysAt: ReadonlySet<number> = new Set()): string {
  let text = '';
  path.forEach((part, index) => {
    if (typeof part === 'number' || mapKeysAt.has(index)) text += `[${part}]`;
    else text += text === '' ? part : `.${part}`;
  });
  return text;
}

/** What stands at a path; undefined where nothing does. */
export function valueAt(root: unknown, path: FieldPath): unknown {
  return path.reduce<unknown>(
    (value, part) => (value as Readonly<Record<string | number, unknown>> | null | undefined)?.[part],
    root,
  );
}
