import { invalid, unsupported } from '../field-error.ts';
import { defineRule } from '../rule.ts';
import { spellingFix } from '../spelling.ts';

const types = ['Ingress', 'Egress'];

/** Source: pkg/apis/networking/validation/validation.go (ValidateNetworkPolicySpec) */
export default defineRule({
  id: 'networkpolicy-types',
  covers: [],
  summary: 'A NetworkPolicy is about Ingress, Egress or both.',
  docs: 'https://kubernetes.io/docs/concepts/services-networking/network-policies/#networkpolicy-resource',
  severity: 'error',
  on: 'networking.v1.NetworkPolicySpec',
  *check({ policyTypes = [] }, site) {
    if (policyTypes.length > types.length) {
      yield invalid(site.at('policyTypes'), policyTypes, 'may not specify more than two policyTypes');
      return;
    }
    for (const [index, type] of policyTypes.entries()) {
      if (!types.includes(type)) yield unsupported(site.at('policyTypes', index), type, types);
    }
  },
  fix: (error) => spellingFix(error, types),
});
