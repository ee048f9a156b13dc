import type { Pod } from '../../kubernetes/api.ts';
import { compares, comparisonProblems, describe, holds } from '../comparison.ts';
import type { ExpectationKind } from './kind.ts';
import { comparisonKeys, objectKeys } from './kind.ts';
import { kindOfTarget, objectOf, objectProblems } from './object.ts';

/** On which node a pod is. */
export const placement: ExpectationKind = {
  key: 'placement',
  others: [...objectKeys, ...comparisonKeys],
  problems(expectation, kinds, path) {
    const { placement: target = '' } = expectation;
    const problems = [
      ...objectProblems(target, expectation, kinds, [...path, 'placement']),
      ...comparisonProblems(expectation, path),
    ];
    if (kindOfTarget(target, kinds)[0] !== 'Pod') {
      problems.push({ path: [...path, 'placement'], message: 'only pods are placed: write pod/NAME' });
    }
    if (!compares(expectation)) problems.push({ path, message: 'say on which node: is, not, matches or exists' });
    return problems;
  },
  check(expectation, moment) {
    const { object, ref, label } = objectOf(expectation.placement ?? '', expectation, moment);
    const what = `node of ${label} ${describe(expectation)}`;
    const about = ref ? [ref] : [];
    if (!object) return { holds: false, what, found: `there is no ${label}`, nothing: true };
    const node = (object as Pod).spec?.nodeName || undefined;
    return { holds: holds(expectation, node), what, found: node ?? 'it is on no node', about };
  },
  concerns: () => ['Pod'],
};
