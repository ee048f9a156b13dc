import { labelValue, qualifiedName } from '../../kubernetes/names.ts';
import { type FieldError, invalid, unsupported } from '../field-error.ts';
import { defineRule, type Site } from '../rule.ts';
import { spellingFix } from '../spelling.ts';

const operators: readonly string[] = ['Equal', 'Exists'];

/** Source: pkg/apis/core/validation/validation.go (ValidateTolerations) */
export default defineRule({
  id: 'scheduling-toleration',
  covers: ['SCH-01'],
  summary: 'A toleration compares a taint’s value (Equal) or takes any (Exists, without a value); without a key it is Exists.',
  docs: 'https://kubernetes.io/docs/concepts/scheduling-eviction/taint-and-toleration/#concepts',
  severity: 'error',
  on: 'core.v1.Toleration',
  *check({ key = '', operator = '', value = '' }, site) {
    if (key !== '') for (const complaint of qualifiedName(key)) yield invalid(site.at('key'), key, complaint);
    else if (operator !== 'Exists') {
      const message = 'operator must be Exists when `key` is empty, which means "match all values and all keys"';
      yield invalid(site.at('operator'), operator, message);
    }
    yield* operatorErrors(operator, value, site);
  },
  fix: (error) => spellingFix(error, operators),
});

/** Complaints about the value come at the operator. Lt and Gt are behind a feature gate that is off. */
function* operatorErrors(operator: string, value: string, site: Site): Iterable<FieldError> {
  const atValue = { path: site.at('value'), field: `${site.field}.operator` };
  if (operator === 'Equal' || operator === '') {
    const complaints = labelValue(value);
    if (complaints.length > 0) yield invalid(atValue, value, complaints.join(';'));
  } else if (operator === 'Exists') {
    if (value !== '') yield invalid(atValue, value, "value must be empty when `operator` is 'Exists'");
  } else {
    const supported = operator === 'Lt' || operator === 'Gt' ? [...operators, 'Lt', 'Gt'] : operators;
    yield unsupported(site.at('operator'), operator, supported);
  }
}
