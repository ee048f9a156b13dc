import { type FieldError, forbidden, invalid, required } from '../field-error.ts';
import { defineRule, type Site, type Written } from '../rule.ts';
import { isInCheckedSource, localPathErrors } from '../volumes.ts';
import type { ApiTypes } from '../../kubernetes/api.ts';

type Source = Written<ApiTypes['core.v1.VolumeProjection']>;

const kinds = ['secret', 'configMap', 'downwardAPI', 'serviceAccountToken', 'clusterTrustBundle', 'podCertificate'] as const;

/** Source: pkg/apis/core/validation/validation.go (validateProjectionSources) */
export default defineRule({
  id: 'volume-projected',
  covers: ['VOL-09', 'VOL-10'],
  summary: 'A source of a projected volume is of one kind, names its object, and writes to paths of its own.',
  docs: 'https://kubernetes.io/docs/concepts/storage/projected-volumes/',
  severity: 'error',
  on: 'core.v1.ProjectedVolumeSource',
  *check({ sources = [] }, site) {
    if (!isInCheckedSource(site)) return;
    const taken = new Set<string>();
    for (const [index, source] of sources.entries()) {
      for (const kind of ['secret', 'configMap'] as const) {
        if (source[kind] && !source[kind].name) yield required(site.at('sources', index, kind, 'name'));
      }
      yield* repeatedPaths(source, index, taken, site);
      if (source.serviceAccountToken) yield* tokenErrors(source.serviceAccountToken, index, site);
      if (kinds.filter((kind) => source[kind] !== undefined).length > 1) {
        yield forbidden(site.at('sources', index), 'may not specify more than 1 volume type per source');
      }
    }
  },
});

/** Upstream shows the object's name for Secrets and ConfigMaps, and the path for files of the downward API. */
function* repeatedPaths(source: Source, index: number, taken: Set<string>, site: Site): Iterable<FieldError> {
  for (const kind of ['secret', 'configMap', 'downwardAPI'] as const) {
    for (const [item, { path = '' }] of (source[kind]?.items ?? []).entries()) {
      if (path === '') continue;
      const shown = kind === 'downwardAPI' ? path : (source[kind]?.name ?? '');
      const place = { path: site.at('sources', index, kind, 'items', item, 'path'), field: site.field };
      if (taken.has(path)) yield invalid(place, shown, 'conflicting duplicate paths');
      taken.add(path);
    }
  }
  for (const [path, ...place] of writtenFiles(source)) {
    if (taken.has(path))
      yield invalid({ path: site.at('sources', index, ...place), field: site.field }, path, 'conflicting duplicate paths');
    taken.add(path);
  }
}

/** Where a trust bundle or a certificate goes. Of a bundle, even an empty path counts. */
function writtenFiles({
  clusterTrustBundle: bundle,
  podCertificate: certificate,
}: Source): readonly (readonly [string, ...string[]])[] {
  const ofCertificate = (['credentialBundlePath', 'keyPath', 'certificateChainPath'] as const).map(
    (field) => [certificate?.[field] ?? '', 'podCertificate', field] as const,
  );
  return [
    ...(bundle ? [[bundle.path ?? '', 'clusterTrustBundle', 'path'] as const] : []),
    ...ofCertificate.filter(([path]) => path !== ''),
  ];
}

/** The path is named without its source. */
function* tokenErrors(token: NonNullable<Source['serviceAccountToken']>, index: number, site: Site): Iterable<FieldError> {
  const { expirationSeconds: seconds = 3600, path = '' } = token;
  const at = site.at('sources', index, 'serviceAccountToken', 'expirationSeconds');
  if (seconds < 600) yield invalid(at, seconds, 'may not specify a duration less than 10 minutes');
  if (seconds > 2 ** 32) yield invalid(at, seconds, 'may not specify a duration larger than 2^32 seconds');
  const place = { path: site.at('sources', index, 'serviceAccountToken', 'path'), field: `${site.field}.path` };
  if (path === '') yield required(place);
  else yield* localPathErrors(place, path);
}
