import { qualifiedName } from '../../kubernetes/names.ts';
import type { ApiTypes } from '../../kubernetes/api.ts';
import { duplicate, type FieldError, invalid, required, unsupported } from '../field-error.ts';
import { defineRule, type Site, type Written } from '../rule.ts';
import { spellingFix } from '../spelling.ts';

const policies = ['Delete', 'Retain'];
const modes = ['Immediate', 'WaitForFirstConsumer'];

/** Source: pkg/apis/storage/validation/validation.go (ValidateStorageClass) */
export default defineRule({
  id: 'storageclass-fields',
  covers: [],
  summary: 'A StorageClass names its provisioner, deletes or retains volumes, and binds at once or for the first consumer.',
  docs: 'https://kubernetes.io/docs/concepts/storage/storage-classes/#storageclass-objects',
  severity: 'error',
  on: 'storage.v1.StorageClass',
  *check({ provisioner = '', parameters = {}, reclaimPolicy = '', volumeBindingMode = '', allowedTopologies = [] }, site) {
    const path = site.at('provisioner');
    if (provisioner === '') yield required(path);
    else {
      const lower = provisioner.toLowerCase();
      for (const complaint of qualifiedName(lower)) yield invalid(path, lower, complaint);
    }
    if ('' in parameters) yield invalid(site.at('parameters'), '', 'field can not be empty.');
    if (reclaimPolicy !== '' && !policies.includes(reclaimPolicy)) {
      yield unsupported(site.at('reclaimPolicy'), reclaimPolicy, policies);
    }
    if (!modes.includes(volumeBindingMode)) yield unsupported(site.at('volumeBindingMode'), volumeBindingMode, modes);
    yield* topologyErrors(allowedTopologies, site);
  },
  fix: (error) => spellingFix(error, [...policies, ...modes]),
});

type Terms = NonNullable<Written<ApiTypes['storage.v1.StorageClass']>['allowedTopologies']>;

function* topologyErrors(terms: Terms, site: Site): Iterable<FieldError> {
  const seen = new Set<string>();
  for (const [index, { matchLabelExpressions = [] }] of terms.entries()) {
    const path = site.at('allowedTopologies', index, 'matchLabelExpressions');
    const byKey = new Map<string, readonly string[]>();
    for (const [number, { key = '', values = [] }] of matchLabelExpressions.entries()) {
      const at = [...path, number];
      if (values.length === 0) yield required([...at, 'values']);
      for (const [place, value] of values.entries()) {
        if (values.indexOf(value) < place) yield duplicate([...at, 'values', place], value);
      }
      for (const complaint of qualifiedName(key)) yield invalid([...at, 'key'], key, complaint);
      if (byKey.has(key)) yield duplicate([...at, 'key'], key);
      byKey.set(key, [...new Set(values)].sort());
    }
    const term = JSON.stringify([...byKey].sort());
    // Upstream compares with as many empty terms, too.
    if (byKey.size === 0 || seen.has(term)) yield duplicate(path, '');
    seen.add(term);
  }
}
