import { type FieldError, required, tooMany, unsupported } from '../field-error.ts';
import { type Container, containerListOf } from '../pod-spec.ts';
import { defineRule, type Site } from '../rule.ts';
import { spellingFix } from '../spelling.ts';

const policies: readonly string[] = ['Always', 'Never', 'OnFailure'];
const actions: readonly string[] = ['Restart', 'RestartAllContainers'];
const operators: readonly string[] = ['In', 'NotIn'];

/** Source: pkg/apis/core/validation/validation.go (validateContainerRestartPolicy, validateInitContainerRestartPolicy) */
export default defineRule({
  id: 'container-restart-policy',
  covers: ['INI-02', 'INI-03'],
  summary: 'The restart policy of a container is Always, Never or OnFailure, and its rules need one.',
  docs: 'https://kubernetes.io/docs/concepts/workloads/pods/pod-lifecycle/#container-restart-rules',
  severity: 'error',
  on: 'core.v1.Container',
  *check(container, site) {
    const { restartPolicy: policy, restartPolicyRules: rules = [] } = container;
    const path = site.at('restartPolicy');
    if (policy !== undefined && !policies.includes(policy)) yield unsupported(path, policy, policies);
    if (policy === undefined && rules.length > 0) yield required(path, 'must specify restartPolicy when restart rules are used');
    if (policy === undefined && containerListOf(site) === 'initContainers') return;
    if (rules.length > 20) yield tooMany(site.at('restartPolicyRules'), rules.length, 20);
    yield* ruleErrors(rules, site);
  },
  fix: (error) => spellingFix(error, error.path.at(-1) === 'restartPolicy' ? policies : actions),
});

function* ruleErrors(rules: NonNullable<Container['restartPolicyRules']>, site: Site): Iterable<FieldError> {
  for (const [index, { action = '', exitCodes }] of rules.entries()) {
    const at = (...parts: string[]) => site.at('restartPolicyRules', index, ...parts);
    if (!actions.includes(action)) yield unsupported(at('action'), action, actions);
    if (exitCodes === undefined) {
      yield required(at('exitCodes'), 'must be specified');
      continue;
    }
    const { operator = '', values = [] } = exitCodes;
    if (!operators.includes(operator)) yield unsupported(at('exitCodes', 'operator'), operator, operators);
    if (values.length > 255) yield tooMany(at('exitCodes', 'values'), values.length, 255);
  }
}
