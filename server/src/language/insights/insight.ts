import type { FieldPath } from '../../kubernetes/path.ts';
import type { WorkspaceObjects } from '../../validation/rule.ts';
import type { JsonObject } from '../../workspace/index.ts';

/**
 * What a field means in the manifest at hand, for fields that decide behaviour. One file tells of one subject; a plain
 * list registers them.
 */
export interface Insight {
  /** Fields by `Type.property`, as the structure names them. */
  readonly fields: readonly string[];
  /** A sentence or two of markdown; undefined when there is nothing to say here. */
  explain(site: InsightSite): string | undefined;
}

export interface InsightSite {
  /** The whole object with the API server's defaults. */
  readonly object: JsonObject;
  readonly kind: string;
  /** Path of the field in the object. */
  readonly path: FieldPath;
  readonly workspace: WorkspaceObjects;
}

/** The value at a path of an object. */
export function valueAt(object: JsonObject, path: FieldPath): unknown {
  return path.reduce<unknown>((value, part) => (value as Record<string | number, unknown> | undefined)?.[part], object);
}

/** Virtual or real, a span as people write it: `45 s`, `10 min`. */
export function span(seconds: number): string {
  if (seconds < 120) return `${seconds} s`;
  return seconds % 60 === 0 ? `${seconds / 60} min` : `${Math.floor(seconds / 60)} min ${seconds % 60} s`;
}
