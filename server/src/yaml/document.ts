import type { FieldPath } from '../kubernetes/path.ts';

/** Half-open range in UTF-16 code units, relative to the start of the document's own text. */
export interface TextRange {
  readonly start: number;
  readonly end: number;
}

export type YamlNode = YamlMap | YamlList | YamlScalar;

export interface YamlMap {
  readonly kind: 'map';
  readonly range: TextRange;
  readonly entries: readonly YamlEntry[];
}

export interface YamlEntry {
  readonly key: string;
  readonly keyRange: TextRange;
  /** Absent where nothing stands behind the colon. */
  readonly value: YamlNode | undefined;
}

export interface YamlList {
  readonly kind: 'list';
  readonly range: TextRange;
  readonly items: readonly (YamlNode | undefined)[];
}

export interface YamlScalar {
  readonly kind: 'scalar';
  readonly range: TextRange;
  /** As `sigs.k8s.io/yaml` reads it; integers beyond 2^53 are bigint. */
  readonly value: string | number | bigint | boolean | null;
}

export interface YamlProblem {
  readonly code: string;
  readonly message: string;
  readonly range: TextRange;
  readonly severity: 'error' | 'warning';
}

/**
 * One document of a stream. Ranges are relative to `offset`, so a document that an edit only moved is reused as it is
 * (only wrapped with a new offset).
 */
export interface YamlDocument {
  /** Where the document's text begins in the file. */
  readonly offset: number;
  readonly text: string;
  /** Undefined for an empty document and where nothing could be read. */
  readonly root: YamlNode | undefined;
  /** The JSON value that `sigs.k8s.io/yaml` would hand to the API server; undefined for an empty document. */
  readonly value: unknown;
  readonly problems: readonly YamlProblem[];
}

/** What stands at a path: exact where `found`, else the nearest ancestor that exists. */
export interface Located {
  readonly found: boolean;
  readonly value: TextRange | undefined;
  readonly key: TextRange | undefined;
  readonly path: FieldPath;
}
