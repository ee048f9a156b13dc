import { groupBy } from './group.ts';
import { rules } from '../../server/src/validation/rules/index.ts';
import type { Agreement, Count, Difference } from './compare.ts';

/** Figures of creation and updates together, and of updates alone. */
export function jsonOf(creation: Agreement, updates?: Agreement): object {
  const [made, changed] = [figuresOf(creation), updates && figuresOf(updates)];
  if (changed === undefined) return { validation: made };
  const validation = {
    cases: made.cases + changed.cases,
    falsePositives: made.falsePositives + changed.falsePositives,
    pairs: sum(made.pairs, changed.pairs),
    texts: sum(made.texts, changed.texts),
    updates: changed,
  };
  return { validation };
}

const figuresOf = ({ cases, falsePositives, pairs, texts }: Agreement) => ({ cases, falsePositives, pairs, texts });
const sum = (a: Count, b: Count): Count => ({ agree: a.agree + b.agree, total: a.total + b.total });

interface Wishes {
  /** Only groups that contain this. */
  readonly only?: string;
  /** Every group, not only the largest. */
  readonly all?: boolean;
}

/** Figures, then the differences by what they have in common. */
export function report(agreement: Agreement, { only, all = false }: Wishes): string {
  const { cases, falsePositives, verdicts, pairs, texts } = agreement;
  const lines = [
    `cases            ${cases}`,
    `false positives  ${falsePositives}`,
    `verdicts         ${share(verdicts)}`,
    `pairs            ${share(pairs)}`,
    `texts            ${share(texts)}`,
  ];
  if (agreement.unrecorded > 0) lines.push(`not recorded     ${agreement.unrecorded} (--record judges them)`);
  const unmet = rules.filter(({ id }) => !agreement.hits.has(id)).map(({ id }) => id);
  if (unmet.length > 0 && unmet.length < rules.length / 2) lines.push(`rules that no case meets: ${unmet.join(', ')}`);
  for (const kind of ['false positive', 'extra', 'missing', 'text'] as const) {
    const groups = groupsOf(
      agreement.differences.filter((each) => each.kind === kind && (!only || `${each.kind} ${each.group}`.includes(only))),
    );
    const shown = all || only ? groups : groups.slice(0, 40);
    if (groups.length > 0)
      lines.push('', `${kind}: ${groups.reduce((sum, [, list]) => sum + list.length, 0)} in ${groups.length} groups`);
    for (const [group, list] of shown) lines.push(`  ${String(list.length).padStart(4)} ${group}`, ...example(list));
    if (shown.length < groups.length) lines.push(`       … ${groups.length - shown.length} more groups (--all)`);
  }
  return lines.join('\n');
}

const share = ({ agree, total }: Count): string => `${agree} of ${total} (${((100 * agree) / Math.max(1, total)).toFixed(2)} %)`;

function groupsOf(differences: readonly Difference[]): readonly (readonly [string, readonly Difference[]])[] {
  return [...groupBy(differences, ({ group }) => group)].sort(([, a], [, b]) => b.length - a.length);
}

function example([first]: readonly Difference[]): readonly string[] {
  if (!first) return [];
  return [first.id, first.ours && `ours   ${first.ours}`, first.theirs && `theirs ${first.theirs}`]
    .filter((line) => line !== '')
    .map((line) => `         ${clip(line)}`);
}

const clip = (line: string): string => (line.length > 240 ? `${line.slice(0, 240)}…` : line);
