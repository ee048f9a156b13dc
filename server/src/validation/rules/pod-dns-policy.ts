import { unsupported } from '../field-error.ts';
import { defineRule } from '../rule.ts';
import { spellingFix } from '../spelling.ts';

const policies: readonly string[] = ['ClusterFirstWithHostNet', 'ClusterFirst', 'Default', 'None'];

/** Source: pkg/apis/core/validation/validation.go (validateDNSPolicy) */
export default defineRule({
  id: 'pod-dns-policy',
  covers: ['POD-08'],
  summary: 'The DNS policy of a pod is ClusterFirst, ClusterFirstWithHostNet, Default or None.',
  docs: 'https://kubernetes.io/docs/concepts/services-networking/dns-pod-service/#pod-s-dns-policy',
  severity: 'error',
  on: 'core.v1.PodSpec',
  *check({ dnsPolicy: policy }, site) {
    if (policy && !policies.includes(policy)) yield unsupported(site.at('dnsPolicy'), policy, policies);
  },
  fix: (error) => spellingFix(error, policies),
});
