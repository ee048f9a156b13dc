import type { Pod } from '../kubernetes/api.ts';
import type { ObjectRef } from '../kubernetes/object.ts';
import { podProblem } from '../preview/pod-problem.ts';
import { verdicts } from '../preview/verdict.ts';
import type { Moment } from './moment.ts';

/** What the cluster itself says about why these objects are not as expected; undefined where it is content with them. */
export function why(about: readonly ObjectRef[], moment: Moment): string | undefined {
  for (const { kind, namespace, name } of about) {
    if (kind === 'Pod') {
      const pod = moment.read.get<Pod>(kind, namespace, name);
      const problem = pod && podProblem(pod);
      if (problem) return `pod ${name}: ${problem.reason}: ${problem.message}`;
      continue;
    }
    const outcome = verdicts(moment).find((each) => each.kind === kind && each.namespace === namespace && each.name === name);
    if (outcome && outcome.state !== 'complete') return `${outcome.state}: ${outcome.reason}: ${outcome.message}`;
  }
  return undefined;
}
