import type { FieldPath } from '../kubernetes/path.ts';
import type { Fix, Severity } from '../validation/rule.ts';
import type { TextRange } from '../yaml/document.ts';

/** One finding in one document, wherever it comes from: the reader, the schema, a rule, the workspace. */
export interface Diagnostic {
  /** Relative to the document's text. */
  readonly range: TextRange;
  readonly severity: Severity;
  /** What a user names it by in settings and comments: a rule's id, or the code of the reader or the schema. */
  readonly rule: string;
  /** The field as the API server prints it; '' where no field is concerned. */
  readonly field: string;
  readonly message: string;
  /** Page of the Kubernetes documentation. */
  readonly docs?: string;
  /** Where the field stands, for repairs and for telling findings apart. */
  readonly path: FieldPath;
  readonly fix?: Fix;
}
