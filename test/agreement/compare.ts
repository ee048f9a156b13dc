import { applyDefaults, type Typed } from '../../server/src/kubernetes/defaults/index.ts';
import { formatFieldError } from '../../server/src/validation/field-error.ts';
import { updateErrorsOf } from '../../server/src/validation/update/applied.ts';
import { parseYaml } from '../../server/src/yaml/index.ts';
import { isJudged, fileDiagnostics, type LanguageContext, type FileDiagnostic } from '../../server/src/language/service.ts';
import { complaint, complaintsOf, decoding, pairOf, textOf, type Complaint, type Verdict } from './verdict.ts';

export interface Count {
  agree: number;
  total: number;
}

/** A complaint that only one side makes, or that both make in other words. */
export interface Difference {
  readonly id: string;
  readonly kind: 'false positive' | 'extra' | 'missing' | 'text';
  readonly ours: string;
  readonly theirs: string;
  /** What alike differences have in common: rule or type, and the field without its indexes. */
  readonly group: string;
}

export class Agreement {
  /** `unrecorded`: cases that were changed since the verdicts were recorded, and are left out. */
  constructor(readonly unrecorded = 0) {}

  cases = 0;
  /** Manifests that the API server takes and we do not. */
  falsePositives = 0;
  /** Manifests on whose fate both agree. */
  readonly verdicts: Count = { agree: 0, total: 0 };
  /** Complaints by field and type: those that both make, of those that either makes. */
  readonly pairs: Count = { agree: 0, total: 0 };
  /** Of the pairs that agree, those with the same words. */
  readonly texts: Count = { agree: 0, total: 0 };
  readonly differences: Difference[] = [];
  /** In how many cases each rule had something to say. */
  readonly hits = new Map<string, number>();

  add(id: string, diagnostics: readonly FileDiagnostic[], verdict: Verdict): void {
    const errors = diagnostics.filter(({ severity }) => severity === 'error');
    const theirs = complaintsOf(verdict);
    this.cases++;
    for (const rule of new Set(diagnostics.map((diagnostic) => diagnostic.rule)))
      this.hits.set(rule, (this.hits.get(rule) ?? 0) + 1);
    tally(this.verdicts, errors.length > 0 === theirs.length > 0);
    if (errors.length > 0 && theirs.length === 0) this.falsePositives++;
    this.compare(id, errors, theirs);
  }

  private compare(id: string, errors: readonly FileDiagnostic[], theirs: readonly Complaint[]): void {
    // What cannot be read is refused with one sentence, behind which nothing more is known of the server's mind.
    const [first] = theirs;
    const isUnreadable = first?.type === 'Decoding' && theirs.length === 1;
    const said = errors.map((error) => ({ ...read(error), rule: error.rule }));
    const ours = isUnreadable ? said.filter((each) => pairOf(each) === pairOf(first)) : said;
    const theirPairs = new Map(theirs.map((each) => [pairOf(each), each]));
    const ourPairs = new Map(ours.map((each) => [pairOf(each), each]));
    const extra = theirs.length === 0 ? 'false positive' : 'extra';
    for (const [pair, each] of ourPairs) {
      if (theirPairs.has(pair)) continue;
      tally(this.pairs, false);
      this.differences.push({ id, kind: extra, ours: textOf(each), theirs: '', group: `${each.rule} ${general(each)}` });
    }
    const theirTexts = new Set(theirs.map(textOf).map(withoutValues));
    const ourTexts = new Set(ours.map(textOf).map(withoutValues));
    for (const [pair, each] of theirPairs) {
      const own = ourPairs.get(pair);
      tally(this.pairs, own !== undefined);
      if (!own) this.differences.push({ id, kind: 'missing', ours: '', theirs: textOf(each), group: general(each) });
    }
    for (const text of theirTexts) {
      const pair = theirs.find((each) => withoutValues(textOf(each)) === text);
      const own = pair && ourPairs.get(pairOf(pair));
      if (!pair || !own) continue;
      tally(this.texts, ourTexts.has(text));
      if (!ourTexts.has(text))
        this.differences.push({ id, kind: 'text', ours: textOf(own), theirs: text, group: `${own.rule} ${general(own)}` });
    }
  }
}

/** Values that fill pages, and what differs between two of them, are not printed by us. */
function withoutValues(text: string): string {
  const [line = ''] = text.split('\n');
  const isUpdate = / (?:field is immutable|only additions are allowed|no additions\/deletions to non-empty)/.test(line);
  const isLong = unprintedAt.test(line);
  return isUpdate && isLong ? line.replace(/Invalid value: [[{].*[\]}]: /, 'Invalid value: …: ') : line;
}

/** Pod templates, claim templates, terms of node selectors and revisions. */
const unprintedAt = /^(?:spec\.template|spec\.volumeClaimTemplates|spec\.affinity\.nodeAffinity\.|nodeAffinity|data)/;

function tally(count: Count, agrees: boolean): void {
  count.total++;
  if (agrees) count.agree++;
}

function read({ field, message, rule }: FileDiagnostic): Complaint {
  if (rule === 'wrong-type' || message.startsWith('strict decoding error') || message.startsWith('yaml: '))
    return decoding(message);
  const start = `${field}: `;
  return message.startsWith(start) ? complaint(field, message.slice(start.length)) : complaint(field, message);
}

const general = ({ field, type }: Complaint): string => `${type}: ${field.replace(/\[[^\]]*\]/g, '[]')}`;

/** What the editor shows for a text that is a file of its own. */
export function diagnosticsOf(context: LanguageContext, text: string): readonly FileDiagnostic[] {
  context.workspace.set('case.yaml', text);
  const file = context.workspace.file('case.yaml');
  return file && isJudged(file) ? fileDiagnostics(context, file) : [];
}

/** What the server cannot read of a text. */
export function unreadableOf(context: LanguageContext, text: string): readonly FileDiagnostic[] {
  return diagnosticsOf(context, text).filter(
    ({ rule, severity }) => severity === 'error' && ['wrong-type', 'unknown-field'].includes(rule),
  );
}

/** The verdict on a text that is applied after another text of the same object. */
export function updateDiagnosticsOf(context: LanguageContext, text: string, old: string): readonly FileDiagnostic[] {
  const [next, before] = [text, old].map((each) => parseYaml(each)[0]?.value as Readonly<Record<string, unknown>>);
  if (!next || !before) return [];
  const parts = { structure: context.structure, validator: context.validator, applyDefaults: withDefaults };
  return updateErrorsOf(parts, next, before).map((error) => ({
    rule: 'update',
    severity: 'error',
    field: error.field,
    message: formatFieldError(error),
    path: error.path,
    range: { start: 0, end: 0 },
    document: 0,
  }));
}

const withDefaults = (object: Readonly<Record<string, unknown>>): Readonly<Record<string, unknown>> =>
  applyDefaults(object as Readonly<Record<string, unknown>> & Typed);
