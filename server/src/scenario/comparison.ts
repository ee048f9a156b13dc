import { semanticEqual } from '../kubernetes/equality.ts';
import type { Comparison, Problem } from './types.ts';

const keys = ['is', 'not', 'atLeast', 'atMost', 'matches', 'exists'] as const;

/** Whether anything is said about the value at all. */
export function compares(comparison: Comparison): boolean {
  return keys.some((key) => comparison[key] !== undefined);
}

export function holds(comparison: Comparison, value: unknown): boolean {
  const { is, not, atLeast, atMost, matches, exists } = comparison;
  return (
    (is === undefined || equal(value, is)) &&
    (not === undefined || !equal(value, not)) &&
    (atLeast === undefined || numberOf(value) >= atLeast) &&
    (atMost === undefined || numberOf(value) <= atMost) &&
    (matches === undefined || (value !== undefined && new RegExp(matches).test(textOf(value)))) &&
    (exists === undefined || (value !== undefined) === exists)
  );
}

/** The API leaves out what is zero, empty or false, so that these are the same as nothing. */
function equal(value: unknown, wanted: unknown): boolean {
  if (value === undefined) return wanted === 0 || wanted === '' || wanted === false;
  return semanticEqual(value, wanted);
}

function numberOf(value: unknown): number {
  return value === undefined ? 0 : Number(value);
}

/** A value as a person reads it. */
export function textOf(value: unknown): string {
  if (value === undefined) return 'nothing';
  return typeof value === 'string' ? value : JSON.stringify(value);
}

/** `is 3`, `is at least 1 and at most 2`. */
export function describe(comparison: Comparison): string {
  const { is, not, atLeast, atMost, matches, exists } = comparison;
  const parts = [
    is === undefined ? [] : [`is ${textOf(is)}`],
    not === undefined ? [] : [`is not ${textOf(not)}`],
    atLeast === undefined ? [] : [`is at least ${atLeast}`],
    atMost === undefined ? [] : [`is at most ${atMost}`],
    matches === undefined ? [] : [`matches ${matches}`],
    exists === undefined ? [] : [exists ? 'exists' : 'does not exist'],
  ];
  return parts.flat().join(' and ');
}

/** What no value can ever meet. */
export function comparisonProblems(comparison: Comparison, path: Problem['path']): Problem[] {
  const { is, atLeast, atMost, matches } = comparison;
  const problems: Problem[] = [];
  if (atLeast !== undefined && atMost !== undefined && atLeast > atMost) {
    problems.push({ path: [...path, 'atLeast'], message: `nothing is at least ${atLeast} and at most ${atMost}` });
  }
  if (typeof is === 'number' && ((atLeast ?? is) > is || (atMost ?? is) < is)) {
    problems.push({ path: [...path, 'is'], message: `${is} is outside the limits given beside it` });
  }
  return [...problems, ...patternProblems(matches, [...path, 'matches'])];
}

export function patternProblems(pattern: string | undefined, path: Problem['path']): Problem[] {
  if (pattern === undefined) return [];
  try {
    new RegExp(pattern);
    return [];
  } catch (error) {
    return [{ path, message: error instanceof Error ? error.message : 'not a regular expression' }];
  }
}
