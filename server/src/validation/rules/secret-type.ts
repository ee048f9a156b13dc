import { required } from '../field-error.ts';
import { defineRule } from '../rule.ts';

const accountAnnotation = 'kubernetes.io/service-account.name';

/** Source: pkg/apis/core/validation/validation.go (ValidateSecret) */
export default defineRule({
  id: 'secret-type',
  covers: ['SECR-01'],
  summary: 'A Secret of a built-in type has the keys that the type promises.',
  docs: 'https://kubernetes.io/docs/concepts/configuration/secret/#secret-types',
  severity: 'error',
  on: 'core.v1.Secret',
  *check({ metadata, type, data = {}, stringData = {} }) {
    const has = (key: string): boolean => key in data || key in stringData;
    const missing = (key: string) => required({ path: ['data', key], field: `data[${key}]` });
    switch (type) {
      case 'kubernetes.io/service-account-token':
        if ((metadata?.annotations?.[accountAnnotation] ?? '') === '')
          yield required(['metadata', 'annotations', accountAnnotation]);
        break;
      case 'kubernetes.io/dockercfg':
        if (!has('.dockercfg')) yield missing('.dockercfg');
        break;
      case 'kubernetes.io/dockerconfigjson':
        if (!has('.dockerconfigjson')) yield missing('.dockerconfigjson');
        break;
      case 'kubernetes.io/basic-auth':
        if (has('username') || has('password')) break;
        yield missing('username');
        yield missing('password');
        break;
      case 'kubernetes.io/ssh-auth':
        // Here alone an empty value counts as missing.
        if ((stringData['ssh-privatekey'] ?? data['ssh-privatekey'] ?? '') === '') yield missing('ssh-privatekey');
        break;
      case 'kubernetes.io/tls':
        for (const key of ['tls.crt', 'tls.key']) if (!has(key)) yield missing(key);
        break;
    }
  },
});
