import type { TextChange } from '../edits/change.ts';

/** One thing that can be written at the cursor. */
export interface Completion {
  readonly label: string;
  readonly kind: 'field' | 'value' | 'reference' | 'object';
  /** A few words beside the label: the type, or where a name comes from. */
  readonly detail: string;
  /** Smaller comes first; within the same rank the alphabet decides. */
  readonly rank: number;
  /** What is written; offsets in the file. */
  readonly change: TextChange;
  /** What is written elsewhere beside it. */
  readonly alsoChange?: TextChange;
  /** Whether `newText` has tab stops: `$1`, `${1:name}`, `$0`. */
  readonly isSnippet?: boolean;
  /** Key of the description, in {@link LanguageContext.descriptions}, or the description itself. */
  readonly describedBy?: string;
  readonly description?: string;
  /** Whether the next word can be completed at once. */
  readonly goesOn?: boolean;
}
