import { patternProblems } from '../comparison.ts';
import type { ExpectationKind } from './kind.ts';

/** That the step before was refused, and with which words. */
export const refused: ExpectationKind = {
  key: 'refused',
  others: [],
  problems: ({ refused: filter }, _, path) => patternProblems(filter?.matches, [...path, 'refused', 'matches']),
  check({ refused: filter }, { refusals }) {
    const pattern = new RegExp(filter?.matches ?? '');
    const matching = filter?.matches === undefined ? '' : `, matching ${filter.matches}`;
    return {
      holds: refusals.some((message) => pattern.test(message)),
      what: `the step before is refused${matching}`,
      found: refusals.length === 0 ? 'it was accepted' : refusals.join('\n'),
    };
  },
  concerns: () => [],
};
