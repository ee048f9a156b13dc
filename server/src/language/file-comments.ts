import type { WorkspaceFile } from '../workspace/index.ts';
import { knownRules } from './catalogue.ts';
import type { FileDiagnostic } from './service.ts';
import { rulesIn, withoutReason } from './suppressions.ts';

const comment = /(?:^|[ \t])#[ \t]*drydock-disable-(next-line|line|file)\b[ \t]*([^#\r\n]*)/gm;

/**
 * Leaves out what a comment anywhere in the file asks to: `# drydock-disable-file RULE, RULE`; without a rule, everything.
 * Adds what is wrong with such comments: a rule that does not exist is not silenced by its name.
 */
export function obeyComments(file: WorkspaceFile, found: readonly FileDiagnostic[]): readonly FileDiagnostic[] {
  if (!file.text.includes('drydock-disable-')) return found;
  const comments = [...file.text.matchAll(comment)];
  const silenced = comments.filter(([, scope]) => scope === 'file').map(([, , list = '']) => rulesIn(list));
  const left = [...found, ...comments.flatMap((match) => unknownRules(file, match))];
  return left.filter(({ rule }) => !silenced.some((rules) => rules.length === 0 || rules.includes(rule)));
}

function unknownRules(file: WorkspaceFile, { 0: whole, 2: list = '', index }: RegExpExecArray): readonly FileDiagnostic[] {
  const listStart = index + whole.length - list.length;
  return [...withoutReason(list).matchAll(/[^\s,]+/g)].flatMap(({ 0: id, index: at }) => {
    if (knownRules.has(id)) return [];
    const start = listStart + at;
    const document = Math.max(
      0,
      file.documents.findLastIndex(({ yaml }) => yaml.offset <= start),
    );
    const message = `there is no rule "${id}"`;
    const range = { start, end: start + id.length };
    return [{ rule: 'unknown-rule', severity: 'warning', field: '', path: [], range, message, document } as const];
  });
}
