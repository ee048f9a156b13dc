import type { ObjectName } from '../../server/src/protocol.ts';

/** What the editor's tab shows: `/default/Pod/web-0.yaml`. */
export function objectPath(object: ObjectName): string {
  return `/${[object.namespace, object.kind, `${object.name}.yaml`].filter(Boolean).join('/')}`;
}

/** The name itself, since a path cannot tell `default/Pod` from a kind in the cluster's scope. */
export function objectQuery(object: ObjectName): string {
  return JSON.stringify([object.kind, object.namespace, object.name]);
}

export function parseObjectUri(query: string): ObjectName | undefined {
  try {
    const parts: unknown = JSON.parse(query);
    if (!Array.isArray(parts) || parts.length !== 3 || !parts.every((part) => typeof part === 'string')) return undefined;
    const [kind = '', namespace = '', name = ''] = parts;
    return { kind, namespace, name };
  } catch {
    return undefined;
  }
}
