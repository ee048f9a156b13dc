import { type FieldError, required } from '../field-error.ts';
import { defineRule } from '../rule.ts';

const accountAnnotation = 'kubernetes.io/service-account.name';
const loginKeys = ['username', 'password'];

/** Keys that must be there, even if they are empty. */
const keysOfType: Readonly<Record<string, readonly string[]>> = {
  'kubernetes.io/dockercfg': ['.dockercfg'],
  'kubernetes.io/dockerconfigjson': ['.dockerconfigjson'],
  'kubernetes.io/tls': ['tls.crt', 'tls.key'],
};

const missing = (key: string): FieldError => required({ path: ['data', key], field: `data[${key}]` });

/** Source: pkg/apis/core/validation/validation.go (ValidateSecret) */
export default defineRule({
  id: 'secret-type',
  covers: ['SECR-01'],
  summary: 'A Secret of a built-in type has the keys that the type promises.',
  docs: 'https://kubernetes.io/docs/concepts/configuration/secret/#secret-types',
  severity: 'error',
  on: 'core.v1.Secret',
  *check({ metadata, type = 'Opaque', data = {}, stringData = {} }) {
    const values: Readonly<Record<string, string | undefined>> = { ...data, ...stringData };
    for (const key of keysOfType[type] ?? []) if (!(key in values)) yield missing(key);
    if (type === 'kubernetes.io/basic-auth' && !loginKeys.some((key) => key in values)) yield* loginKeys.map(missing);
    // Here alone an empty value counts as missing.
    if (type === 'kubernetes.io/ssh-auth' && !values['ssh-privatekey']) yield missing('ssh-privatekey');
    if (type === 'kubernetes.io/service-account-token' && !metadata?.annotations?.[accountAnnotation]) {
      yield required(['metadata', 'annotations', accountAnnotation]);
    }
  },
});
