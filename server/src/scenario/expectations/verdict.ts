import { verdicts } from '../../preview/verdict.ts';
import { textOf } from '../comparison.ts';
import type { ExpectationKind } from './kind.ts';
import { objectOf, objectProblems } from './object.ts';

const states = ['complete', 'progressing', 'stuck', 'failed'];

/** How a workload stands, as Drydock judges it. */
export const verdict: ExpectationKind = {
  key: 'verdict',
  others: ['is', 'not', 'reason', 'namespace', 'selector', 'index'],
  problems(expectation, kinds, path) {
    const { verdict: target = '', is, not } = expectation;
    const problems = [...objectProblems(target, expectation, kinds, [...path, 'verdict'])];
    for (const [key, state] of Object.entries({ is, not })) {
      if (state === undefined || states.includes(textOf(state))) continue;
      problems.push({ path: [...path, key], message: `a verdict is one of ${states.join(', ')}` });
    }
    if (is === undefined && not === undefined) problems.push({ path, message: `say what the verdict is: ${states.join(', ')}` });
    return problems;
  },
  check(expectation, moment) {
    const { verdict: target = '', is, not, reason } = expectation;
    const { ref, label } = objectOf(target, expectation, moment);
    const found = verdicts(moment).find(
      (each) => each.kind === ref?.kind && each.namespace === ref.namespace && each.name === ref.name,
    );
    const wanted = [is === undefined ? '' : `is ${textOf(is)}`, not === undefined ? '' : `is not ${textOf(not)}`, reason ?? ''];
    const what = `verdict on ${label} ${wanted.filter((word) => word !== '').join(' ')}`;
    if (!found) return { holds: false, what, found: `there is no workload ${label}`, nothing: true };
    const isMet =
      (is === undefined || found.state === is) &&
      (not === undefined || found.state !== not) &&
      (reason === undefined || found.reason === reason);
    return { holds: isMet, what, found: `${found.state} (${found.reason}) ${found.message}`.trim() };
  },
  concerns: () => 'all',
};
