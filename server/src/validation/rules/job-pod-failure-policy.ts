import type { ApiTypes } from '../../kubernetes/api.ts';
import { qualifiedName } from '../../kubernetes/names.ts';
import type { FieldPath } from '../../kubernetes/path.ts';
import { duplicate, type FieldError, invalid, invalidAsSuch, required, tooMany, unsupported } from '../field-error.ts';
import { defineRule, type Written } from '../rule.ts';
import { spellingFix } from '../spelling.ts';

type Rule = Written<ApiTypes['batch.v1.PodFailurePolicyRule']>;

const actions = ['Count', 'FailIndex', 'FailJob', 'Ignore'];
const operators = ['In', 'NotIn'];
const statuses = ['False', 'True', 'Unknown'];
/** As Go prints a list of texts. */
const chosen = (values: readonly string[]): string => `valid values: [${values.map((value) => `"${value}"`).join(' ')}]`;

/** Source: pkg/apis/batch/validation/validation.go (validatePodFailurePolicy) */
export default defineRule({
  id: 'job-pod-failure-policy',
  covers: [],
  summary: 'A rule for failed pods has an action, and looks either at exit codes, sorted and unique, or at conditions.',
  docs: 'https://kubernetes.io/docs/concepts/workloads/controllers/job/#pod-failure-policy',
  severity: 'error',
  on: 'batch.v1.JobSpec',
  *check({ podFailurePolicy, backoffLimitPerIndex, template }, site) {
    if (podFailurePolicy === undefined) return;
    const { rules = [] } = podFailurePolicy;
    const { containers = [], initContainers = [] } = template?.spec ?? {};
    const names = new Set([...containers, ...initContainers].map(({ name = '' }) => name));
    const path = site.at('podFailurePolicy', 'rules');
    if (rules.length > 20) yield tooMany(path, rules.length, 20);
    for (const [index, rule] of rules.entries()) {
      yield* actionErrors(rule, [...path, index, 'action'], backoffLimitPerIndex !== undefined);
      if (rule.onExitCodes) yield* exitCodeErrors(rule.onExitCodes, [...path, index, 'onExitCodes'], names);
      yield* conditionErrors(rule, [...path, index, 'onPodConditions']);
      yield* subjectErrors(rule, [...path, index]);
    }
  },
  fix: (error) => (error.type === 'Unsupported value' ? spellingFix(error, [...actions, ...operators, ...statuses]) : undefined),
});

function* actionErrors(rule: Rule, path: FieldPath, countsByIndex: boolean): Iterable<FieldError> {
  const action: string = rule.action ?? '';
  if (action === '') yield required(path, chosen(actions));
  else if (!actions.includes(action)) yield unsupported(path, action, actions);
  else if (action === 'FailIndex' && !countsByIndex) {
    yield invalid(path, action, 'requires the backoffLimitPerIndex to be set');
  }
}

function* exitCodeErrors(
  codes: NonNullable<Rule['onExitCodes']>,
  path: FieldPath,
  names: ReadonlySet<string>,
): Iterable<FieldError> {
  const { operator = '', containerName, values } = codes;
  if (operator === '') yield required([...path, 'operator'], chosen(operators));
  else if (!operators.includes(operator)) yield unsupported([...path, 'operator'], operator, operators);
  if (containerName !== undefined && !names.has(containerName)) {
    const detail = 'must be one of the container or initContainer names in the pod template';
    yield invalid([...path, 'containerName'], containerName, detail);
  }
  yield* valueErrors(values, operator, [...path, 'values']);
}

function* valueErrors(values: readonly number[] | undefined, operator: string, path: FieldPath): Iterable<FieldError> {
  const list = values ?? [];
  if (list.length === 0) yield invalid(path, values ?? null, 'at least one value is required');
  if (list.length > 255) yield tooMany(path, list.length, 255);
  for (const [index, code] of list.entries()) {
    if (operator === 'In' && code === 0) yield invalid([...path, index], code, 'must not be 0 for the In operator');
    if (list.indexOf(code) < index) yield duplicate([...path, index], code);
  }
  if (list.some((code, index) => index > 0 && (list[index - 1] ?? 0) > code)) yield invalid(path, list, 'must be ordered');
}

function* conditionErrors({ onPodConditions = [] }: Rule, path: FieldPath): Iterable<FieldError> {
  if (onPodConditions.length > 20) yield tooMany(path, onPodConditions.length, 20);
  for (const [index, { type = '', status = '' }] of onPodConditions.entries()) {
    for (const complaint of qualifiedName(type)) yield invalid([...path, index, 'type'], type, complaint);
    if (status === '') yield required([...path, index, 'status'], chosen(statuses));
    else if (!statuses.includes(status)) yield unsupported([...path, index, 'status'], status, statuses);
  }
}

function* subjectErrors({ onExitCodes, onPodConditions = [] }: Rule, path: FieldPath): Iterable<FieldError> {
  const looksAtConditions = onPodConditions.length > 0;
  if (onExitCodes && looksAtConditions) {
    yield invalidAsSuch(path, 'specifying both OnExitCodes and OnPodConditions is not supported');
  }
  if (!onExitCodes && !looksAtConditions) {
    yield invalidAsSuch(path, 'specifying one of OnExitCodes and OnPodConditions is required');
  }
}
