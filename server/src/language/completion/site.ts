import type { FieldPath } from '../../kubernetes/path.ts';
import type { JsonObject, WorkspaceDocument, WorkspaceFile } from '../../workspace/index.ts';
import { parseYaml } from '../../yaml/index.ts';
import type { TextChange } from '../edits/change.ts';
import type { LanguageContext } from '../service.ts';
import type { CursorContext } from './cursor-context.ts';

/** The cursor with all that its completions are made of. */
export class CompletionSite {
  private known: unknown;
  private isRead = false;

  constructor(
    readonly language: LanguageContext,
    readonly file: WorkspaceFile,
    readonly document: WorkspaceDocument,
    readonly cursor: CursorContext,
  ) {}

  get text(): string {
    return this.document.yaml.text;
  }

  /** The document's value without the line at the cursor where that is half typed. */
  get value(): unknown {
    if (!this.isRead) this.known = this.read();
    this.isRead = true;
    return this.known;
  }

  /** Where the object at the cursor begins: behind `items[0]` in a List. */
  get root(): FieldPath {
    const [items, index] = this.cursor.path;
    return items === 'items' && typeof index === 'number' && this.word('kind').endsWith('List') ? [items, index] : [];
  }

  /** The cursor's path within its object. */
  get path(): FieldPath {
    return this.cursor.path.slice(this.root.length);
  }

  /** The object at the cursor, as far as it is written. */
  get object(): JsonObject {
    const value = this.root.reduce<unknown>((around, part) => (around as JsonObject | undefined)?.[part], this.value);
    return typeof value === 'object' && value !== null ? (value as JsonObject) : {};
  }

  get apiVersion(): string {
    return this.identity('apiVersion');
  }

  get kind(): string {
    return this.identity('kind');
  }

  get namespace(): string {
    const metadata = this.object.metadata as JsonObject | null | undefined;
    return typeof metadata?.namespace === 'string' ? metadata.namespace : 'default';
  }

  /** Replaces the word at the cursor. */
  change(newText: string): TextChange {
    return this.at(this.cursor.start, this.cursor.end, newText);
  }

  /** The same for a value, with the blank that belongs behind a colon. */
  valueChange(newText: string): TextChange {
    return this.change(/[:,]/.test(this.text.charAt(this.cursor.start - 1)) ? ` ${newText}` : newText);
  }

  at(start: number, end: number, newText: string): TextChange {
    const { offset } = this.document.yaml;
    return { range: { start: offset + start, end: offset + end }, newText };
  }

  private identity(name: 'apiVersion' | 'kind'): string {
    if (this.root.length === 0) return this.word(name);
    const value = this.object[name];
    return typeof value === 'string' ? value : '';
  }

  /** What the text says at its margin, whatever the rest is like. */
  private word(name: 'apiVersion' | 'kind'): string {
    return new RegExp(`^${name}:[ \\t]*["']?([^\\s"'#]+)`, 'm').exec(this.text)?.[1] ?? '';
  }

  private read(): unknown {
    const { yaml } = this.document;
    if (yaml.problems.length === 0 && this.cursor.at === 'value') return yaml.value;
    const { start, end, at, hasColon } = this.cursor;
    if (at !== 'value' && hasColon) return yaml.value;
    return parseYaml(yaml.text.slice(0, start) + ' '.repeat(end - start) + yaml.text.slice(end))[0]?.value;
  }
}
