import { goQuote, warning } from '../field-error.ts';
import { defineRule } from '../rule.ts';

/** Apply merges such lists by these keys, and loses the second. Source: pkg/api/pod/warnings.go */
export default defineRule({
  id: 'warning-duplicate-entry',
  covers: ['WARN-07'],
  summary: 'Host aliases have different addresses, and image pull secrets different names that are not empty.',
  docs: 'https://kubernetes.io/docs/reference/using-api/server-side-apply/#merge-strategy',
  severity: 'warning',
  on: 'core.v1.PodSpec',
  *check({ hostAliases = [], imagePullSecrets = [] }, site) {
    const addresses = new Set<string>();
    for (const [index, { ip = '' }] of hostAliases.entries()) {
      if (addresses.has(ip)) yield warning(site.at('hostAliases', index, 'ip'), `duplicate ip ${goQuote(ip)}`);
      addresses.add(ip);
    }
    const names = new Set<string>();
    for (const [index, { name = '' }] of imagePullSecrets.entries()) {
      const path = site.at('imagePullSecrets', index, 'name');
      if (names.has(name)) yield warning(path, `duplicate name ${goQuote(name)}`);
      if (name === '') yield warning(path, 'invalid empty name ""');
      names.add(name);
    }
  },
});
