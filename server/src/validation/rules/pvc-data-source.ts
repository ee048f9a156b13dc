import type { ApiTypes } from '../../kubernetes/api.ts';
import { dns1123Subdomain } from '../../kubernetes/names.ts';
import type { FieldPath } from '../../kubernetes/path.ts';
import { type FieldError, invalid, required } from '../field-error.ts';
import { defineRule, type Site, type Written } from '../rule.ts';
import { isCheckedClaim } from '../volumes.ts';

type Source = Written<ApiTypes['core.v1.TypedObjectReference']>;
const fields = ['dataSource', 'dataSourceRef'] as const;

/**
 * Source: pkg/apis/core/validation/validation.go (validateDataSource, validateDataSourceRef) and what comes before it,
 * pkg/api/persistentvolumeclaim/util.go (EnforceDataSourceBackwardsCompatibility, NormalizeDataSources)
 */
export default defineRule({
  id: 'pvc-data-source',
  covers: ['PVC-04'],
  summary: 'What a claim is filled from has a kind and a name; without a group it is another claim.',
  docs: 'https://kubernetes.io/docs/concepts/storage/persistent-volumes/#volume-populators-and-data-sources',
  severity: 'error',
  on: 'core.v1.PersistentVolumeClaimSpec',
  *check(spec, site) {
    if (!isCheckedClaim(site) || site.kind === 'apps/v1/StatefulSet') return;
    const written = sourcesIn(spec.dataSource, spec.dataSourceRef, site);
    for (const field of fields) {
      // In a claim, either is filled in from the other, and then checked under both names.
      const from = written[field] ? field : isClaim(site) ? fields.find((other) => written[other]) : undefined;
      if (from === undefined) continue;
      for (const error of sourceErrors(written[from] ?? {}, site.at(from))) {
        yield { ...error, field: `${site.field}.${field}${error.field}` };
      }
    }
  },
});

const isClaim = (site: Site): boolean => site.kind === 'v1/PersistentVolumeClaim';

type Sources = Partial<Record<(typeof fields)[number], Source>>;

/** The server drops a reference into another namespace, and in a claim what an old client could not have meant. */
function sourcesIn(dataSource: Source | undefined, reference: Source | undefined, site: Site): Sources {
  const dataSourceRef = reference?.namespace ? undefined : reference;
  const isDropped = isClaim(site) && dataSourceRef === undefined && !isOld(dataSource ?? {});
  return { ...(dataSource && !isDropped && { dataSource }), ...(dataSourceRef && { dataSourceRef }) };
}

function isOld({ apiGroup = '', kind }: Source): boolean {
  return apiGroup === '' ? kind === 'PersistentVolumeClaim' : apiGroup === 'snapshot.storage.k8s.io' && kind === 'VolumeSnapshot';
}

/** Errors whose `field` is what follows the name of the source. */
function* sourceErrors({ apiGroup = '', kind = '', name = '' }: Source, path: FieldPath): Iterable<FieldError> {
  const at = (part: string) => ({ path: [...path, part], field: `.${part}` });
  if (name === '') yield required(at('name'));
  if (kind === '') yield required(at('kind'));
  if (apiGroup !== '') for (const complaint of dns1123Subdomain(apiGroup)) yield invalid(at('apiGroup'), apiGroup, complaint);
  else if (kind !== 'PersistentVolumeClaim')
    yield invalid({ path, field: '' }, kind, "must be 'PersistentVolumeClaim' when referencing the default apiGroup");
}
