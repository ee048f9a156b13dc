import { asPrefix, dns1123Subdomain, environmentVariableName } from '../../kubernetes/names.ts';
import { invalid, required } from '../field-error.ts';
import { defineRule } from '../rule.ts';

/** Upstream leaves the index out of two of the messages. Source: pkg/apis/core/validation/validation.go (ValidateEnvFrom) */
export default defineRule({
  id: 'env-from',
  covers: ['ENV-07'],
  summary: 'An entry of envFrom names either a ConfigMap or a Secret, and a prefix that can begin a variable.',
  docs: 'https://kubernetes.io/docs/tasks/configure-pod-container/configure-pod-configmap/#configure-all-key-value-pairs-in-a-configmap-as-container-environment-variables',
  severity: 'error',
  on: 'core.v1.EnvFromSource',
  *check(source, site) {
    const { prefix = '' } = source;
    if (prefix !== '')
      for (const complaint of environmentVariableName(prefix)) yield invalid(site.at('prefix'), prefix, complaint);
    const parts = (['configMapRef', 'secretRef'] as const).filter((part) => source[part] !== undefined);
    for (const part of parts) {
      const name = source[part]?.name ?? '';
      if (name === '') yield required(site.at(part, 'name'));
      else for (const complaint of asPrefix(dns1123Subdomain)(name)) yield invalid(site.at(part, 'name'), name, complaint);
    }
    const place = { path: site.path, field: site.field.replace(/\[\d+\]$/, '') };
    if (parts.length === 0) yield invalid(place, '', 'must specify one of: `configMapRef` or `secretRef`');
    if (parts.length > 1) yield invalid(place, '', 'may not have more than one field specified at a time');
  },
});
