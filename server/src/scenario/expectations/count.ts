import { refOf } from '../../kubernetes/object.ts';
import { compares, comparisonProblems, describe, holds } from '../comparison.ts';
import type { Expectation } from '../types.ts';
import { describeFilter, filtered, filterProblems } from './filter.ts';
import type { ExpectationKind } from './kind.ts';
import { kindOfTarget } from './object.ts';

/** A number that no count ever is. */
function isBelowNothing({ is, atMost = 0 }: Expectation): boolean {
  return (typeof is === 'number' && is < 0) || atMost < 0;
}

/** How many objects there are of a sort. */
export const count: ExpectationKind = {
  key: 'count',
  others: ['is', 'not', 'atLeast', 'atMost'],
  problems(expectation, kinds, path) {
    const { count: filter } = expectation;
    const problems = [
      ...(filter ? filterProblems(filter, kinds, [...path, 'count']) : []),
      ...comparisonProblems(expectation, path),
    ];
    if (isBelowNothing(expectation)) problems.push({ path, message: 'there are never fewer than none' });
    if (!compares(expectation)) problems.push({ path, message: 'say how many: is, not, atLeast or atMost' });
    return problems;
  },
  check(expectation, moment) {
    const filter = expectation.count ?? { kind: '' };
    const number = filtered(filter, moment).length;
    const what = `number of ${describeFilter(filter)} ${describe(expectation)}`;
    const { kind, namespace, selector } = filter;
    const all = filtered({ kind, ...(namespace !== undefined && { namespace }), ...(selector && { selector }) }, moment);
    return { holds: holds(expectation, number), what, found: String(number), about: all.map(refOf) };
  },
  concerns: ({ count: filter }, kinds) => kindOfTarget(filter?.kind ?? '', kinds),
};
