import { dns1123Subdomain } from '../../kubernetes/names.ts';
import { invalid } from '../field-error.ts';
import { defineRule } from '../rule.ts';

/** Source: pkg/apis/core/validation/validation.go (ValidatePodSpec) */
export default defineRule({
  id: 'pod-reference-names',
  covers: ['POD-12'],
  summary: 'What a pod names (node, service account, priority class, runtime class) has the form of such a name.',
  docs: 'https://kubernetes.io/docs/concepts/overview/working-with-objects/names/#dns-subdomain-names',
  severity: 'error',
  on: 'core.v1.PodSpec',
  *check(spec, site) {
    for (const part of ['serviceAccountName', 'nodeName', 'priorityClassName', 'runtimeClassName'] as const) {
      const name = spec[part];
      // An empty name counts as none, save where the field is a pointer.
      if (name === undefined || (name === '' && part !== 'runtimeClassName')) continue;
      for (const complaint of dns1123Subdomain(name)) yield invalid(site.at(part), name, complaint);
    }
  },
});
