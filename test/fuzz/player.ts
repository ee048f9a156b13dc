import { isDeepStrictEqual } from 'node:util';
import { codeLenses } from '../../server/src/language/code-lenses.ts';
import { completions } from '../../server/src/language/completion/index.ts';
import { hover } from '../../server/src/language/hover.ts';
import {
  createLanguageContext,
  fileDiagnostics,
  type LanguageContext,
  workspaceDiagnostics,
} from '../../server/src/language/service.ts';
import { objectSymbols } from '../../server/src/language/symbols.ts';
import type { Structure } from '../../server/src/schema/structure.ts';
import type { TextRange } from '../../server/src/yaml/document.ts';
import { parseYaml } from '../../server/src/yaml/index.ts';
import { Draw } from '../swarm/draw.ts';
import { edited } from './edits.ts';

/** What went wrong, and after which edit. */
export interface Failure {
  readonly seed: number;
  readonly edit: number;
  readonly what: string;
  readonly before: string;
  readonly text: string;
}

/** How many edits one seed makes to one manifest. */
export const editsPerSeed = 25;
/** Milliseconds in which an edit has to be answered. */
const patienceMs = 1000;
/** One edit in so many is followed by the questions that an editor asks, and by a look at the whole workspace. */
const questionsEvery = 10;
const uri = 'file:///edited.yaml';

/** Opens a manifest and edits it at random, as often as a seed says; every edit goes the way that an editor's goes. */
export class Player {
  private readonly context: LanguageContext;

  constructor(
    structure: Structure,
    private readonly manifests: readonly string[],
    /** Starts a clock, which tells the milliseconds since. */
    private readonly startClock: () => () => number,
  ) {
    this.context = createLanguageContext(structure, () => ({}));
  }

  /** The first failure of a seed; undefined if there is none. */
  play(seed: number): Failure | undefined {
    const draw = new Draw(seed);
    let before = '';
    let text = draw.pick(this.manifests);
    for (let edit = 0; edit <= editsPerSeed; edit += 1) {
      const what = this.failureOf(text, draw, edit % questionsEvery === 0);
      if (what !== undefined) return { seed, edit, what, before, text };
      before = text;
      text = edited(text, draw);
    }
    this.context.workspace.remove(uri);
    return undefined;
  }

  private failureOf(text: string, draw: Draw, asks: boolean): string | undefined {
    try {
      const look = (): string | undefined => this.wrongAfter(text) ?? (asks ? this.wrongAnswer(text, draw) : undefined);
      const { ms, result } = this.timed(look);
      if (result !== undefined || ms <= patienceMs) return result;
      // Once may be the machine's doing, which has more to do.
      this.context.workspace.remove(uri);
      const again = this.timed(look);
      return (
        again.result ?? (again.ms > patienceMs ? `took ${Math.round(ms)} ms, and ${Math.round(again.ms)} ms again` : undefined)
      );
    } catch (error) {
      return error instanceof Error ? (error.stack ?? error.message) : String(error);
    }
  }

  private timed<T>(work: () => T): { readonly ms: number; readonly result: T } {
    const elapsed = this.startClock();
    const result = work();
    return { ms: elapsed(), result };
  }

  /** The edit itself and its diagnostics. */
  private wrongAfter(text: string): string | undefined {
    this.context.workspace.set(uri, text);
    const file = this.context.workspace.file(uri);
    if (!file) return 'the file is gone';
    for (const { rule, message, range } of fileDiagnostics(this.context, file))
      if (!isIn(range, text)) return `${rule} is reported at ${range.start} to ${range.end} of ${text.length}: ${message}`;
    return undefined;
  }

  /** What an editor asks then, wherever the cursor stands. */
  private wrongAnswer(text: string, draw: Draw): string | undefined {
    const { context } = this;
    const file = context.workspace.file(uri);
    if (!file) return 'the file is gone';
    const offset = draw.between(0, text.length);
    const shown = hover(context, file, offset)?.range;
    if (shown && !isIn(shown, text)) return `the hover at ${offset} is outside of the text`;
    if (completions(context, file, offset).some(({ change }) => !isIn(change.range, text)))
      return `a completion at ${offset} is outside of the text`;
    if (objectSymbols(file).some(({ range, selection }) => !isIn(range, text) || !isIn(selection, text)))
      return 'a symbol is outside of the text';
    if (codeLenses(file).some((lens) => lens.offset > text.length)) return 'a code lens is outside of the text';
    for (const { rule, range } of workspaceDiagnostics(context).get(uri) ?? [])
      if (!isIn(range, text)) return `${rule} is reported outside of the text`;
    const reread = parseYaml(text);
    const known = file.documents.map(({ yaml }) => yaml);
    return isDeepStrictEqual(known, reread) ? undefined : 'reading the text anew finds something else';
  }
}

function isIn({ start, end }: TextRange, text: string): boolean {
  return start >= 0 && start <= end && end <= text.length;
}
