import type { AppliedDocument } from '../../server/src/protocol.ts';

/** More of a cause than this does not fit a notification. Characters. */
const longest = 100;

/** `Deployment Broken_App: metadata.name: Invalid value: "Broken_App": … (and 8 more causes)`: what, and its first cause. */
export function shortRefusal(refused: readonly AppliedDocument[]): string {
  const [first] = refused;
  if (!first) return '';
  const causes = causesOf(first.message);
  const others = [
    causes.length > 1 ? counted(causes.length - 1, 'more cause') : '',
    refused.length > 1 ? counted(refused.length - 1, 'more object') : '',
  ].filter(Boolean);
  const rest = others.length > 0 ? ` (and ${others.join(', ')})` : '';
  return `${first.kind} ${first.name}: ${cut(causes[0] ?? first.message)}${rest}`;
}

/** The API server lists several causes in brackets; each begins with the path of its field. */
function causesOf(message: string): readonly string[] {
  const [, cause = message] = / is invalid: ([\s\S]*)$/.exec(message) ?? [];
  const [, list] = /^\[([\s\S]*)\]$/.exec(cause) ?? [];
  return list === undefined
    ? [cause]
    : list.split(/, (?=[a-z][\w.[\]-]*: (?:Invalid|Required|Unsupported|Not found|Duplicate|Forbidden|Too ))/);
}

function cut(text: string): string {
  return text.length > longest ? `${text.slice(0, longest - 1).trimEnd()}…` : text;
}

function counted(count: number, noun: string): string {
  return `${count} ${noun}${count === 1 ? '' : 's'}`;
}
