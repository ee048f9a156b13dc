import type { Diagnostic } from './diagnostic.ts';

const marker = /(?:^|\s)#\s*drydock-disable-(next-line|line)\b[ \t]*([^#\r\n]*)/;

/**
 * Leaves out what a comment of the document asks to: `# drydock-disable-line RULE, RULE` at the end of the line, or
 * `# drydock-disable-next-line RULE` above it. Without a rule, all of the line's.
 */
export function withoutSuppressed<T extends Pick<Diagnostic, 'range' | 'rule'>>(
  text: string,
  diagnostics: readonly T[],
): readonly T[] {
  if (diagnostics.length === 0 || !text.includes('drydock-disable-')) return diagnostics;
  return diagnostics.filter(({ range, rule }) => !isSuppressed(text, range.start, rule));
}

function isSuppressed(text: string, offset: number, rule: string): boolean {
  const start = text.lastIndexOf('\n', offset - 1) + 1;
  const end = text.indexOf('\n', offset);
  const line = text.slice(start, end < 0 ? undefined : end);
  const above = start === 0 ? '' : text.slice(text.lastIndexOf('\n', start - 2) + 1, start - 1);
  return names(line, 'line', rule) || names(above, 'next-line', rule);
}

function names(line: string, scope: 'line' | 'next-line', rule: string): boolean {
  const [, found, list = ''] = marker.exec(line) ?? [];
  if (found !== scope) return false;
  const rules = rulesIn(list);
  return rules.length === 0 || rules.includes(rule);
}

/** The rules that a comment lists, up to the reason that may follow: `RULE, RULE -- reason`. */
export function rulesIn(list: string): readonly string[] {
  return withoutReason(list)
    .split(/[\s,]+/)
    .filter(Boolean);
}

export function withoutReason(list: string): string {
  return list.replace(/(^|\s)--(\s.*)?$/, '');
}
