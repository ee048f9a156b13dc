import type { FieldPath } from '../../kubernetes/path.ts';
import type { Kinds } from '../kinds.ts';
import type { Expectation, Problem } from '../types.ts';
import { condition } from './condition.ts';
import { count } from './count.ts';
import { event } from './event.ts';
import { field } from './field.ts';
import type { ExpectationKind } from './kind.ts';
import { names } from './names.ts';
import { placement } from './placement.ts';
import { refused } from './refused.ts';
import { verdict } from './verdict.ts';

/** The first whose key an expectation has is meant: a condition has an object beside it, a field is an object alone. */
const all: readonly ExpectationKind[] = [condition, count, names, event, verdict, placement, refused, field];

export function kindOf(expectation: Expectation): ExpectationKind | undefined {
  return all.find(({ key }) => expectation[key] !== undefined);
}

/** What can be said against expectations without running anything. */
export function expectationProblems(expectations: readonly Expectation[], kinds: Kinds, path: FieldPath): readonly Problem[] {
  return expectations.flatMap((expectation, index) => problemsOf(expectation, kinds, [...path, index]));
}

function problemsOf(expectation: Expectation, kinds: Kinds, path: FieldPath): readonly Problem[] {
  const kind = kindOf(expectation);
  if (!kind) {
    return [{ path, message: `say what is expected: one of ${all.map(({ key }) => key).join(', ')}` }];
  }
  const strangers = (Object.keys(expectation) as (keyof Expectation)[]).filter(
    (key) => key !== kind.key && !kind.others.includes(key),
  );
  return [
    ...strangers.map((key): Problem => ({ path: [...path, key], message: `${key} says nothing beside ${kind.key}` })),
    ...kind.problems(expectation, kinds, path),
  ];
}
