import { type FieldError, required } from '../field-error.ts';
import { defineRule, type Site } from '../rule.ts';
import { isInCheckedSource, isInPersistentVolume } from '../volumes.ts';

/** What each source must have, by its field in the volume. */
const needed: Readonly<Record<string, readonly string[]>> = {
  awsElasticBlockStore: ['volumeID'],
  azureDisk: ['diskName', 'diskURI'],
  azureFile: ['secretName', 'shareName'],
  cephfs: ['monitors'],
  cinder: ['volumeID'],
  flexVolume: ['driver'],
  gcePersistentDisk: ['pdName'],
  gitRepo: ['repository'],
  glusterfs: ['endpoints', 'path'],
  photonPersistentDisk: ['pdID'],
  portworxVolume: ['volumeID'],
  quobyte: ['volume'],
  rbd: ['monitors', 'image'],
  scaleIO: ['gateway', 'system', 'volumeName'],
  storageos: ['volumeName'],
  vsphereVolume: ['volumePath'],
};

/** Source: pkg/apis/core/validation/validation.go (the functions for each source of a volume) */
export default defineRule({
  id: 'volume-vendor-required',
  covers: ['VOL-14'],
  summary: 'A volume of a cloud or a storage system says which disk, share or image it is, and names the Secret that it uses.',
  docs: 'https://kubernetes.io/docs/concepts/storage/volumes/#volume-types',
  severity: 'error',
  on: [
    'core.v1.AWSElasticBlockStoreVolumeSource',
    'core.v1.AzureDiskVolumeSource',
    'core.v1.AzureFilePersistentVolumeSource',
    'core.v1.AzureFileVolumeSource',
    'core.v1.CephFSPersistentVolumeSource',
    'core.v1.CephFSVolumeSource',
    'core.v1.CinderPersistentVolumeSource',
    'core.v1.CinderVolumeSource',
    'core.v1.FlexPersistentVolumeSource',
    'core.v1.FlexVolumeSource',
    'core.v1.GCEPersistentDiskVolumeSource',
    'core.v1.GitRepoVolumeSource',
    'core.v1.GlusterfsPersistentVolumeSource',
    'core.v1.GlusterfsVolumeSource',
    'core.v1.PhotonPersistentDiskVolumeSource',
    'core.v1.PortworxVolumeSource',
    'core.v1.QuobyteVolumeSource',
    'core.v1.RBDPersistentVolumeSource',
    'core.v1.RBDVolumeSource',
    'core.v1.ScaleIOPersistentVolumeSource',
    'core.v1.ScaleIOVolumeSource',
    'core.v1.StorageOSPersistentVolumeSource',
    'core.v1.StorageOSVolumeSource',
    'core.v1.VsphereVirtualDiskVolumeSource',
  ],
  *check(value, site) {
    if (!isInCheckedSource(site)) return;
    const source: Fields = value;
    const name = String(site.path.at(-1));
    // Upstream has another name for this one.
    const shown = site.field.replace(/\.gcePersistentDisk$/, '.persistentDisk');
    for (const field of needed[name] ?? []) {
      if (isMissing(source[field])) yield required({ path: site.at(field), field: `${shown}.${field}` });
    }
    if (name === 'cinder' || name === 'storageos') yield* secretErrors(source.secretRef as Fields | undefined, site);
    if (source.secretNamespace === '') yield required(site.at('secretNamespace'));
  },
});

type Fields = Readonly<Record<string, unknown>>;

const isMissing = (value: unknown): boolean =>
  value === undefined || value === '' || (Array.isArray(value) && value.length === 0);

/** In a PersistentVolume, which has no namespace of its own, the Secret needs one. */
function* secretErrors(secret: Fields | undefined, site: Site): Iterable<FieldError> {
  if (secret === undefined) return;
  for (const part of isInPersistentVolume(site) ? ['name', 'namespace'] : ['name']) {
    if (isMissing(secret[part])) yield required(site.at('secretRef', part));
  }
}
