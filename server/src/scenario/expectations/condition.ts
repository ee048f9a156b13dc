import { patternProblems } from '../comparison.ts';
import type { Expectation } from '../types.ts';
import type { ExpectationKind } from './kind.ts';
import { objectKeys } from './kind.ts';
import { kindOfTarget, objectOf, objectProblems } from './object.ts';

interface Condition {
  readonly type: string;
  readonly status: string;
  readonly reason?: string;
  readonly message?: string;
}

/** A condition of an object's status. */
export const condition: ExpectationKind = {
  key: 'condition',
  others: ['of', 'status', 'reason', 'message', 'exists', ...objectKeys],
  problems(expectation, kinds, path) {
    const { of, status, reason, message, exists } = expectation;
    const problems = [...patternProblems(message, [...path, 'message'])];
    if (of === undefined) problems.push({ path, message: 'say whose condition is meant: of' });
    else problems.push(...objectProblems(of, expectation, kinds, [...path, 'of']));
    if (status === undefined && reason === undefined && message === undefined && exists === undefined) {
      problems.push({ path, message: 'say what the condition is: status, reason, message or exists' });
    }
    return problems;
  },
  check(expectation, moment) {
    const { of = '', condition: type = '', status, reason, message, exists = true } = expectation;
    const { object, ref, label } = objectOf(of, expectation, moment);
    const about = ref ? [ref] : [];
    const wanted = [status ?? '', reason === undefined ? '' : `(${reason})`, message === undefined ? '' : `matching ${message}`];
    const what = `${label} condition ${type} ${exists ? 'is' : 'does not exist'} ${wanted.join(' ')}`.trim();
    if (!object) return { holds: false, what, found: `there is no ${label}`, nothing: true, about };
    const conditions = (object as { status?: { conditions?: readonly Condition[] } }).status?.conditions ?? [];
    const found = conditions.find((each) => each.type === type);
    if (!found) return { holds: !exists, what, found: 'it has no such condition', about };
    return {
      holds: exists && isAsWanted(found, expectation),
      what,
      found: `${found.status} (${found.reason ?? ''}) ${found.message ?? ''}`.trim(),
      about,
    };
  },
  concerns: ({ of = '' }, kinds) => kindOfTarget(of, kinds),
};

function isAsWanted(found: Condition, { status, reason, message }: Expectation): boolean {
  return (
    (status === undefined || found.status === status) &&
    (reason === undefined || found.reason === reason) &&
    (message === undefined || new RegExp(message).test(found.message ?? ''))
  );
}
