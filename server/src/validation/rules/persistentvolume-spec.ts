import { dns1123Subdomain } from '../../kubernetes/names.ts';
import { canonicalQuantity, formatQuantity, quantityValue } from '../../kubernetes/quantity.ts';
import type { ApiTypes } from '../../kubernetes/api.ts';
import { type FieldError, forbidden, invalid, required, unsupported } from '../field-error.ts';
import { quantitiesOf } from '../resource-names.ts';
import { defineRule, type Site, type Written } from '../rule.ts';
import { spellingFix } from '../spelling.ts';

const accessModes = ['ReadOnlyMany', 'ReadWriteMany', 'ReadWriteOnce', 'ReadWriteOncePod'];
const reclaimPolicies = ['Delete', 'Recycle', 'Retain'];
const volumeModes = ['Block', 'Filesystem'];

type Spec = Written<ApiTypes['core.v1.PersistentVolumeSpec']>;

/** Source: pkg/apis/core/validation/validation.go (ValidatePersistentVolumeSpec) */
export default defineRule({
  id: 'persistentvolume-spec',
  covers: [],
  summary: 'A PersistentVolume has a capacity in storage alone, access modes, and policies and classes with names that exist.',
  docs: 'https://kubernetes.io/docs/concepts/storage/persistent-volumes/#persistent-volumes',
  severity: 'error',
  on: 'core.v1.PersistentVolume',
  *check({ spec = {} }, site) {
    yield* accessModeErrors(spec, site);
    yield* capacityErrors(spec, site);
    const { persistentVolumeReclaimPolicy: policy = '', volumeMode, storageClassName = '' } = spec;
    const atPolicy = site.at('spec', 'persistentVolumeReclaimPolicy');
    if (policy !== '' && !reclaimPolicies.includes(policy)) yield unsupported(atPolicy, policy, reclaimPolicies);
    if (volumeMode !== undefined && !volumeModes.includes(volumeMode)) {
      yield unsupported(site.at('spec', 'volumeMode'), volumeMode, volumeModes);
    }
    if (storageClassName !== '') {
      for (const complaint of dns1123Subdomain(storageClassName)) {
        yield invalid(site.at('spec', 'storageClassName'), storageClassName, complaint);
      }
    }
    if (spec.hostPath !== undefined && /^\/+(\.?\/*)*$/.test(spec.hostPath.path ?? '') && policy === 'Recycle') {
      yield forbidden(atPolicy, "may not be 'recycle' for a hostPath mount of '/'");
    }
    yield* attributesClassErrors(spec, site);
  },
  fix: (error) => spellingFix(error, [...accessModes, ...reclaimPolicies, ...volumeModes]),
});

/** The API server names the list, not the item. */
function* accessModeErrors({ accessModes: modes = [] }: Spec, site: Site): Iterable<FieldError> {
  const path = site.at('spec', 'accessModes');
  if (modes.length === 0) yield required(path);
  for (const [index, mode] of modes.entries()) {
    if (!accessModes.includes(mode)) yield unsupported({ path: [...path, index], field: 'spec.accessModes' }, mode, accessModes);
  }
  const hasOthers = modes.some((mode) => accessModes.includes(mode) && mode !== 'ReadWriteOncePod');
  if (modes.includes('ReadWriteOncePod') && hasOthers) {
    yield forbidden(path, 'may not use ReadWriteOncePod with other access modes');
  }
}

function* capacityErrors({ capacity }: Spec, site: Site): Iterable<FieldError> {
  const path = site.at('spec', 'capacity');
  const names = Object.keys(capacity ?? {});
  if (names.length === 0) yield required(path);
  if (names.length > 1 || !names.includes('storage')) yield unsupported(path, printed(capacity), ['storage']);
  for (const [name, quantity] of quantitiesOf(capacity)) {
    const value = quantityValue(capacity?.[name]);
    if (value < 0) yield invalid([...path, name], value, 'must be a valid resource quantity');
    if (quantity.nano <= 0n) yield invalid([...path, name], formatQuantity(quantity), 'must be greater than zero');
  }
}

/** As Go prints the list: sorted, in canonical form. */
function printed(capacity: Spec['capacity']): unknown {
  if (capacity === undefined) return null;
  const entries = Object.entries(capacity).sort(([a], [b]) => (a < b ? -1 : 1));
  return Object.fromEntries(entries.map(([name, value]) => [name, canonicalQuantity(value ?? 0)]));
}

function* attributesClassErrors({ volumeAttributesClassName: name, csi }: Spec, site: Site): Iterable<FieldError> {
  if (name === undefined) return;
  const path = site.at('spec', 'volumeAttributesClassName');
  if (name === '') yield required(path, 'an empty string is disallowed');
  else for (const complaint of dns1123Subdomain(name)) yield invalid(path, name, complaint);
  if (csi === undefined) yield required(site.at('spec', 'csi'), 'has to be specified when using volumeAttributesClassName');
}
