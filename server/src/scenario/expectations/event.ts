import type { EventEntry } from '../../cluster/engine/trace.ts';
import { compares, comparisonProblems, describe, holds, patternProblems } from '../comparison.ts';
import type { Kinds } from '../kinds.ts';
import { splitTarget, targetProblems } from '../target.ts';
import type { EventFilter } from '../types.ts';
import type { ExpectationKind } from './kind.ts';

/** How often something was told of since the scenario's start; at least once where no number is given. */
export const event: ExpectationKind = {
  key: 'event',
  others: ['is', 'not', 'atLeast', 'atMost'],
  problems(expectation, kinds, path) {
    const { event: filter } = expectation;
    return [
      ...(filter?.of === undefined ? [] : targetProblems(filter.of, kinds, [...path, 'event', 'of'], false)),
      ...patternProblems(filter?.matches, [...path, 'event', 'matches']),
      ...comparisonProblems(expectation, path),
    ];
  },
  check(expectation, { trace, kinds }) {
    const filter = expectation.event ?? {};
    const pattern = filter.matches === undefined ? undefined : new RegExp(filter.matches);
    let number = 0;
    let similar: EventEntry | undefined;
    for (const entry of trace) {
      if (entry.verb !== 'event' || !isAbout(filter, entry, kinds)) continue;
      if (filter.reason !== undefined && entry.reason !== filter.reason) continue;
      if (filter.type !== undefined && entry.type !== filter.type) continue;
      similar = entry;
      if (pattern === undefined || pattern.test(entry.message)) number += 1;
    }
    const wanted = compares(expectation) ? expectation : { atLeast: 1 };
    const near = number === 0 && similar ? `; the last of its sort was "${similar.message}"` : '';
    return {
      holds: holds(wanted, number),
      what: `number of ${describeEvent(filter)} ${describe(wanted)}`,
      found: `${number}${near}`,
    };
  },
  concerns: () => 'events',
};

function isAbout({ of, namespace }: EventFilter, { ref }: EventEntry, kinds: Kinds): boolean {
  if (namespace !== undefined && ref.namespace !== namespace) return false;
  if (of === undefined) return true;
  const { kind, name } = splitTarget(of);
  return ref.kind === kinds.find(kind)?.kind && (name === undefined || ref.name === name);
}

function describeEvent({ reason, of, matches, type }: EventFilter): string {
  const words = ['events', type ?? '', reason ?? '', of === undefined ? '' : `of ${of}`];
  return [...words, matches === undefined ? '' : `matching ${matches}`].filter((word) => word !== '').join(' ');
}
