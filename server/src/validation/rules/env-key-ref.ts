import { configKey, dns1123Subdomain } from '../../kubernetes/names.ts';
import { invalid, required } from '../field-error.ts';
import { defineRule } from '../rule.ts';

/** Source: pkg/apis/core/validation/validation.go (validateConfigMapKeySelector, validateSecretKeySelector) */
export default defineRule({
  id: 'env-key-ref',
  covers: ['ENV-06'],
  summary: 'A reference to a key of a ConfigMap or a Secret has the name of the object and a well-formed key.',
  docs: 'https://kubernetes.io/docs/concepts/configuration/configmap/#using-configmaps-as-environment-variables',
  severity: 'error',
  on: 'core.v1.EnvVarSource',
  *check(source, site) {
    for (const part of ['configMapKeyRef', 'secretKeyRef'] as const) {
      const reference = source[part];
      if (reference === undefined) continue;
      const { name = '', key = '' } = reference;
      for (const complaint of dns1123Subdomain(name)) yield invalid(site.at(part, 'name'), name, complaint);
      if (key === '') yield required(site.at(part, 'key'));
      else for (const complaint of configKey(key)) yield invalid(site.at(part, 'key'), key, complaint);
    }
  },
});
