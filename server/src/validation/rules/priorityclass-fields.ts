import { forbidden, required, unsupported } from '../field-error.ts';
import { defineRule } from '../rule.ts';
import { spellingFix } from '../spelling.ts';

const policies = ['PreemptLowerPriority', 'Never'];
const highest = 1_000_000_000;

/** Source: pkg/apis/scheduling/validation/validation.go (ValidatePriorityClass), core validation (ValidatePreemptionPolicy) */
export default defineRule({
  id: 'priorityclass-fields',
  covers: [],
  summary: 'The value of a PriorityClass is at most 1000000000, and its pods preempt lower ones or never do.',
  docs: 'https://kubernetes.io/docs/concepts/scheduling-eviction/pod-priority-preemption/#priorityclass',
  severity: 'error',
  on: 'scheduling.v1.PriorityClass',
  *check({ metadata, value = 0, preemptionPolicy }, site) {
    if (value > highest && metadata?.name?.startsWith('system-') !== true) {
      yield forbidden(site.at('value'), `maximum allowed value of a user defined priority is ${highest}`);
    }
    const policy: string | undefined = preemptionPolicy;
    if (policy === '') yield required(site.at('preemptionPolicy'));
    else if (policy !== undefined && !policies.includes(policy)) {
      yield unsupported(site.at('preemptionPolicy'), policy, policies);
    }
  },
  fix: (error) => spellingFix(error, policies),
});
