import { invalid, required, unsupported } from '../field-error.ts';
import { formatQuantity, quantityOf } from '../../kubernetes/quantity.ts';
import { negativeDetail } from '../numbers.ts';
import { defineRule } from '../rule.ts';

const longestWindow = 3600;
const longestPeriod = 1800;
const selectPolicies = ['Disabled', 'Max', 'Min'];
const policyTypes = ['Percent', 'Pods'];

/** Source: pkg/apis/autoscaling/validation/validation.go (validateScalingRules, validateScalingPolicy) */
export default defineRule({
  id: 'hpa-behavior',
  covers: ['HPA-05'],
  summary: 'An autoscaler scales by policies of a positive amount in up to half an hour, looking back up to an hour.',
  docs: 'https://kubernetes.io/docs/tasks/run-application/horizontal-pod-autoscale/#configurable-scaling-behavior',
  severity: 'error',
  on: 'autoscaling.v2.HPAScalingRules',
  *check({ stabilizationWindowSeconds = 0, selectPolicy, policies = [], tolerance }, site) {
    const tolerated = quantityOf(tolerance);
    if (tolerated.nano < 0n) yield invalid(site.at('tolerance'), formatQuantity(tolerated), negativeDetail);
    const window = site.at('stabilizationWindowSeconds');
    if (stabilizationWindowSeconds < 0) {
      yield invalid(window, stabilizationWindowSeconds, 'must be greater than or equal to zero');
    } else if (stabilizationWindowSeconds > longestWindow) {
      yield invalid(window, stabilizationWindowSeconds, `must be less than or equal to ${longestWindow}`);
    }
    if (selectPolicy !== undefined && !selectPolicies.includes(selectPolicy)) {
      yield unsupported(site.at('selectPolicy'), selectPolicy, selectPolicies);
    }
    if (policies.length === 0) yield required(site.at('policies'), 'must specify at least one Policy');
    for (const [index, { type = '', value = 0, periodSeconds = 0 }] of policies.entries()) {
      const at = (field: string) => site.at('policies', index, field);
      if (!policyTypes.includes(type)) yield unsupported(at('type'), type, policyTypes);
      if (value <= 0) yield invalid(at('value'), value, 'must be greater than zero');
      if (periodSeconds <= 0) yield invalid(at('periodSeconds'), periodSeconds, 'must be greater than zero');
      if (periodSeconds > longestPeriod) {
        yield invalid(at('periodSeconds'), periodSeconds, `must be less than or equal to ${longestPeriod}`);
      }
    }
  },
});
