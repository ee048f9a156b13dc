import type { FieldPath } from '../../kubernetes/path.ts';
import { compares, comparisonProblems, describe, holds, textOf } from '../comparison.ts';
import { fieldOf, parseField } from '../field-path.ts';
import type { Kinds } from '../kinds.ts';
import { splitTarget } from '../target.ts';
import type { Problem } from '../types.ts';
import type { ExpectationKind } from './kind.ts';
import { comparisonKeys, objectKeys } from './kind.ts';
import { kindOfTarget, objectOf, objectProblems } from './object.ts';

/** What is no path, and a path at which no object of the kind has a field: nothing could ever be there. */
function fieldProblems(of: string, field: string, kinds: Kinds, path: FieldPath): readonly Problem[] {
  const steps = parseField(field);
  if (!steps) return [{ path, message: 'write a path such as status.replicas or spec.containers[0].image' }];
  const kind = kinds.find(splitTarget(of).kind);
  const fieldPath = steps.map((step) => (typeof step === 'object' ? 0 : step));
  if (!kind || kinds.hasField(kind, fieldPath)) return [];
  return [{ path, message: `a ${kind.kind} has no field ${field}` }];
}

/** A field of an object; without `field`, whether the object exists. */
export const field: ExpectationKind = {
  key: 'of',
  others: ['field', ...objectKeys, ...comparisonKeys],
  problems(expectation, kinds, path) {
    const { of = '', field: name, exists } = expectation;
    const problems = [...objectProblems(of, expectation, kinds, [...path, 'of']), ...comparisonProblems(expectation, path)];
    if (name !== undefined) problems.push(...fieldProblems(of, name, kinds, [...path, 'field']));
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
