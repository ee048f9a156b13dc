import { refOf } from '../../kubernetes/object.ts';
import { describeFilter, filtered, filterProblems } from './filter.ts';
import type { ExpectationKind } from './kind.ts';
import { kindOfTarget } from './object.ts';

/** The names of the objects of a sort, in alphabetical order. */
export const names: ExpectationKind = {
  key: 'names',
  others: ['are'],
  problems({ names: filter, are }, kinds, path) {
    const problems = filter ? [...filterProblems(filter, kinds, [...path, 'names'])] : [];
    if (are === undefined) problems.push({ path, message: 'list the names: are' });
    return problems;
  },
  check({ names: filter = { kind: '' }, are = [] }, moment) {
    const objects = filtered(filter, moment);
    const found = objects.map(({ metadata }) => metadata.name ?? '').toSorted();
    const wanted = are.toSorted();
    return {
      holds: found.length === wanted.length && found.every((name, index) => name === wanted[index]),
      what: `${describeFilter(filter)} are ${wanted.join(', ') || 'none'}`,
      found: found.join(', ') || 'none',
      about: objects.map(refOf),
    };
  },
  concerns: ({ names: filter }, kinds) => kindOfTarget(filter?.kind ?? '', kinds),
};
