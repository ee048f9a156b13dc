import { compares, comparisonProblems, describe, holds, textOf } from '../comparison.ts';
import { fieldOf, parseField } from '../field-path.ts';
import type { ExpectationKind } from './kind.ts';
import { comparisonKeys, objectKeys } from './kind.ts';
import { kindOfTarget, objectOf, objectProblems } from './object.ts';

/** A field of an object; without `field`, whether the object exists. */
export const field: ExpectationKind = {
  key: 'of',
  others: ['field', ...objectKeys, ...comparisonKeys],
  problems(expectation, kinds, path) {
    const { of = '', field: name, exists } = expectation;
    const problems = [...objectProblems(of, expectation, kinds, [...path, 'of']), ...comparisonProblems(expectation, path)];
    if (name !== undefined && parseField(name) === undefined) {
      problems.push({ path: [...path, 'field'], message: 'write a path such as status.replicas or spec.containers[0].image' });
    }
    if (name === undefined && exists === undefined) {
      problems.push({ path, message: 'say which field or condition is meant, or whether the object exists' });
    } else if (!compares(expectation)) {
      problems.push({ path, message: 'say what the field is: is, not, atLeast, atMost, matches or exists' });
    }
    return problems;
  },
  check(expectation, moment) {
    const { of = '', field: name, exists } = expectation;
    const { object, ref, label } = objectOf(of, expectation, moment);
    const about = ref ? [ref] : [];
    if (name === undefined) {
      const isThere = object !== undefined;
      return {
        holds: isThere === exists,
        what: `${label} ${describe({ exists })}`,
        found: isThere ? 'it is there' : 'it is not',
        about,
      };
    }
    const what = `${label} ${name} ${describe(expectation)}`;
    if (!object) return { holds: false, what, found: `there is no ${label}`, nothing: true, about };
    const value = fieldOf(object, parseField(name) ?? []);
    return { holds: holds(expectation, value), what, found: textOf(value), about };
  },
  concerns: ({ of = '' }, kinds) => kindOfTarget(of, kinds),
};
