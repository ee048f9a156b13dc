import type { ApiTypes } from '../../kubernetes/api.ts';
import { dns1123Subdomain } from '../../kubernetes/names.ts';
import { type FieldError, invalid, required } from '../field-error.ts';
import { defineRule, type Site, type Written } from '../rule.ts';
import { signerNameErrors } from '../signer-name.ts';
import { isInCheckedSource, localPathErrors } from '../volumes.ts';

type Bundle = Written<ApiTypes['core.v1.ClusterTrustBundleProjection']>;

/** Source: pkg/apis/core/validation/validation.go (validateProjectionSources) */
export default defineRule({
  id: 'volume-cluster-trust-bundle',
  covers: ['VOL-11'],
  summary: 'A projected trust bundle is one by name, or all of a signer that a selector takes, and has a path.',
  docs: 'https://kubernetes.io/docs/concepts/storage/projected-volumes/#clustertrustbundle',
  severity: 'error',
  on: 'core.v1.ClusterTrustBundleProjection',
  *check(bundle, site) {
    if (!isInCheckedSource(site)) return;
    const { name, signerName, path = '' } = bundle;
    if (name !== undefined && signerName !== undefined) {
      yield invalid(site.path, printed(bundle), 'only one of name and signerName may be used');
    } else if (name !== undefined) {
      yield* nameErrors(name, bundle, site);
    } else if (signerName !== undefined) {
      if (signerName === '') yield required(site.at('signerName'), 'must be a valid signer name');
      yield* signerNameErrors(signerName, site.at('signerName'));
    } else {
      yield required(site.path, 'either name or signerName must be specified');
    }
    if (path === '') yield required(site.at('path'));
    yield* localPathErrors({ path: site.at('path') }, path);
  },
});

function* nameErrors(name: string, { labelSelector }: Bundle, site: Site): Iterable<FieldError> {
  if (name === '') yield required(site.at('name'), 'must be a valid object name');
  // Before the last colon stands the signer: colons there are slashes in its name.
  for (const complaint of dns1123Subdomain(name.slice(name.lastIndexOf(':') + 1))) {
    yield invalid(site.at('name'), name, `not a valid clustertrustbundlename: ${complaint}`);
  }
  if (labelSelector === undefined) return;
  yield invalid(site.at('labelSelector'), printedSelector(labelSelector), 'labelSelector must be unset if name is specified');
}

/** As Go prints the internal type, which has no JSON names. */
function printed({ name, signerName, labelSelector, optional, path, user }: Bundle): unknown {
  return {
    Name: name ?? null,
    SignerName: signerName ?? null,
    LabelSelector: labelSelector ? printedSelector(labelSelector) : null,
    Optional: optional ?? null,
    Path: path ?? '',
    User: user ?? null,
  };
}

/** In the order of Go's fields. */
function printedSelector({ matchLabels, matchExpressions }: NonNullable<Bundle['labelSelector']>): unknown {
  const inOrder = matchExpressions?.map(({ key = '', operator = '', values }) => ({ key, operator, ...(values && { values }) }));
  return { ...(matchLabels && { matchLabels }), ...(inOrder && { matchExpressions: inOrder }) };
}
