import { dns1123Label, dns1123Subdomain } from '../../kubernetes/names.ts';
import type { ApiTypes } from '../../kubernetes/api.ts';
import { type FieldError, forbidden, invalid, required } from '../field-error.ts';
import { csiDriverErrors } from '../csi-driver.ts';
import { defineRule, type Site, type Written } from '../rule.ts';
import { persistentSources } from '../volumes.ts';

type Spec = Written<ApiTypes['core.v1.PersistentVolumeSpec']>;
type Driver = NonNullable<Spec['csi']>;

/** Source: pkg/apis/core/validation/validation.go (ValidatePersistentVolumeSpec, validateCSIPersistentVolumeSource) */
export default defineRule({
  id: 'persistentvolume-source',
  covers: [],
  summary: 'A PersistentVolume is of exactly one sort; a local one says on which nodes, one of a CSI driver which volume.',
  docs: 'https://kubernetes.io/docs/concepts/storage/persistent-volumes/#types-of-persistent-volumes',
  severity: 'error',
  on: 'core.v1.PersistentVolume',
  *check({ spec = {} }, site) {
    const present = persistentSources.filter((source) => spec[source] !== undefined);
    if (present.length === 0) yield required(site.at('spec'), 'must specify a volume type');
    for (const source of present.slice(1)) {
      if (source === 'flexVolume') continue; // Forgotten upstream.
      const field = `spec.${source === 'cephfs' ? 'cephFS' : source}`;
      yield forbidden({ path: site.at('spec', source), field }, 'may not specify more than 1 volume type');
    }
    const [source] = present;
    if (source === 'nfs') yield* nfsErrors(spec, site);
    if (source === 'local') yield* localErrors(spec, site);
    if (source === 'csi' && spec.csi !== undefined) yield* driverErrors(spec.csi, site);
  },
});

function* nfsErrors({ nfs }: Spec, site: Site): Iterable<FieldError> {
  const { server = '', path = '' } = nfs ?? {};
  if (server === '') yield required(site.at('spec', 'nfs', 'server'));
  if (path === '') yield required(site.at('spec', 'nfs', 'path'));
  if (!path.startsWith('/')) yield invalid(site.at('spec', 'nfs', 'path'), path, 'must be an absolute path');
}

function* localErrors({ local, nodeAffinity }: Spec, site: Site): Iterable<FieldError> {
  const { path = '' } = local ?? {};
  if (path === '') yield required(site.at('spec', 'local', 'path'));
  else if (path.split('/').includes('..')) yield invalid(site.at('spec', 'local', 'path'), path, "must not contain '..'");
  if (nodeAffinity === undefined) yield required(site.at('spec', 'nodeAffinity'), 'Local volume requires node affinity');
}

const secrets = [
  'controllerPublishSecretRef',
  'controllerExpandSecretRef',
  'nodePublishSecretRef',
  'nodeExpandSecretRef',
] as const;

function* driverErrors(csi: Driver, site: Site): Iterable<FieldError> {
  const at = (...parts: string[]) => site.at('spec', 'csi', ...parts);
  const { driver = '', volumeHandle = '' } = csi;
  yield* csiDriverErrors(driver, at('driver'));
  if (volumeHandle === '') yield required(at('volumeHandle'));
  for (const secret of secrets) {
    const reference = csi[secret];
    if (reference === undefined) continue;
    const { name = '', namespace = '' } = reference;
    if (name === '') yield required(at(secret, 'name'));
    else for (const complaint of dns1123Subdomain(name)) yield invalid(at(secret, 'name'), name, complaint);
    if (namespace === '') yield required(at(secret, 'namespace'));
    else for (const complaint of dns1123Label(namespace)) yield invalid(at(secret, 'namespace'), namespace, complaint);
  }
}
