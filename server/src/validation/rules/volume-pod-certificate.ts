import type { ApiTypes } from '../../kubernetes/api.ts';
import { qualifiedName } from '../../kubernetes/names.ts';
import { type FieldError, invalid, required, unsupported } from '../field-error.ts';
import { defineRule, type Site, type Written } from '../rule.ts';
import { signerNameErrors } from '../signer-name.ts';
import { spellingFix } from '../spelling.ts';
import { isInCheckedSource, localPathErrors } from '../volumes.ts';

type Certificate = Written<ApiTypes['core.v1.PodCertificateProjection']>;

const keyTypes = ['RSA3072', 'RSA4096', 'ECDSAP256', 'ECDSAP384', 'ECDSAP521', 'ED25519'];
const dayInSeconds = 86_400;

/** Source: pkg/apis/core/validation/validation.go (validateProjectionSources) */
export default defineRule({
  id: 'volume-pod-certificate',
  covers: ['VOL-11'],
  summary: 'A projected certificate has a signer, a sort of key, a lifetime from an hour on, and a path for what it writes.',
  docs: 'https://kubernetes.io/docs/concepts/storage/projected-volumes/#podcertificate',
  severity: 'error',
  on: 'core.v1.PodCertificateProjection',
  *check(certificate, site) {
    if (!isInCheckedSource(site)) return;
    const { signerName = '', keyType = '', userAnnotations = {} } = certificate;
    yield* signerNameErrors(signerName, site.at('signerName'));
    for (const key of Object.keys(userAnnotations)) yield* annotationErrors(key, site);
    if (!keyTypes.includes(keyType)) yield unsupported(site.at('keyType'), keyType, keyTypes);
    yield* lifetimeErrors(certificate, site);
    const fields = ['credentialBundlePath', 'keyPath', 'certificateChainPath'] as const;
    for (const field of fields) yield* localPathErrors({ path: site.at(field) }, certificate[field] ?? '');
    if (fields.every((field) => !certificate[field])) {
      yield required(site.path, 'specify at least one of credentialBundlePath, keyPath, and certificateChainPath');
    }
  },
  fix: (error) => spellingFix(error, keyTypes),
});

/** Keys are compared in lower case, and named without their place. */
function* annotationErrors(key: string, site: Site): Iterable<FieldError> {
  const place = { path: site.at('userAnnotations', key), field: `${site.field}.userAnnotations` };
  const lower = key.toLowerCase();
  const complaints = lower === '' ? [] : qualifiedName(lower);
  if (lower === '') yield required(place);
  else if (complaints.length === 0 && !lower.includes('/'))
    yield invalid(place, lower, 'must be a domain-prefixed key (such as "acme.io/foo")');
  for (const complaint of complaints) yield invalid(place, lower, complaint);
}

/** At most 91 days; a day where the signer is Kubernetes' own. Source: pkg/apis/certificates/types.go */
function* lifetimeErrors({ maxExpirationSeconds: seconds, signerName = '' }: Certificate, site: Site): Iterable<FieldError> {
  if (seconds === undefined) return;
  const path = site.at('maxExpirationSeconds');
  const isOwn = /(?:^|\.)kubernetes\.io$/.test(signerName.split('/', 1)[0] ?? '');
  const most = isOwn ? dayInSeconds : 91 * dayInSeconds;
  if (seconds < 3600) yield invalid(path, seconds, 'if provided, maxExpirationSeconds must be >= 3600');
  if (seconds > most) yield invalid(path, seconds, `if provided, maxExpirationSeconds must be <= ${most}`);
}
