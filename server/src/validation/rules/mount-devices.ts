import { type FieldError, invalid, notFound, required } from '../field-error.ts';
import { claimTemplateNames, type Container } from '../pod-spec.ts';
import { defineRule, type Site } from '../rule.ts';
import { mountableVolume } from '../volumes.ts';

/** Source: pkg/apis/core/validation/validation.go (ValidateVolumeMounts, ValidateVolumeDevices) */
export default defineRule({
  id: 'mount-devices',
  covers: ['MNT-06'],
  summary: 'A block device of a container is a claim of its pod, with a path of its own, and not mounted as well.',
  docs: 'https://kubernetes.io/docs/concepts/storage/persistent-volumes/#raw-block-volume-support',
  severity: 'error',
  on: ['core.v1.Container', 'core.v1.EphemeralContainer'],
  last: true,
  *check(container, site) {
    if ((container.volumeDevices ?? []).length === 0) return;
    yield* mountErrors(container, site);
    yield* nameErrors(container, site);
    yield* pathErrors(container, site);
  },
});

function* mountErrors({ volumeMounts = [], volumeDevices = [] }: Container, site: Site): Iterable<FieldError> {
  const names = volumeDevices.map(({ name = '' }) => name);
  const paths = volumeDevices.map(({ devicePath = '' }) => devicePath);
  for (const [index, { name = '', mountPath = '' }] of volumeMounts.entries()) {
    const at = (part: string) => site.at('volumeMounts', index, part);
    if (names.includes(name)) yield invalid(at('name'), name, 'must not already exist in volumeDevices');
    if (paths.includes(mountPath)) yield invalid(at('mountPath'), mountPath, 'must not already exist as a path in volumeDevices');
  }
}

function* nameErrors({ volumeMounts = [], volumeDevices = [] }: Container, site: Site): Iterable<FieldError> {
  const names = volumeDevices.map(({ name = '' }) => name);
  for (const [index, name] of names.entries()) {
    const path = site.at('volumeDevices', index, 'name');
    if (name === '') yield required(path);
    else if (names.indexOf(name) < index) yield invalid(path, name, 'must be unique');
    switch (sourceOf(name, site)) {
      case 'none':
        yield notFound(path, name);
        break;
      case 'other':
        yield invalid(path, name, 'can only use volume source type of PersistentVolumeClaim or Ephemeral for block mode');
        break;
      case 'claim':
        break;
    }
    if (volumeMounts.some((mount) => (mount.name ?? '') === name))
      yield invalid(path, name, 'must not already exist in volumeMounts');
  }
}

function* pathErrors({ volumeMounts = [], volumeDevices = [] }: Container, site: Site): Iterable<FieldError> {
  const paths = volumeDevices.map(({ devicePath = '' }) => devicePath);
  for (const [index, devicePath] of paths.entries()) {
    const path = site.at('volumeDevices', index, 'devicePath');
    if (devicePath === '') yield required(path);
    if (paths.indexOf(devicePath) < index) yield invalid(path, devicePath, 'must be unique');
    if (devicePath.split('/').includes('..')) yield invalid(path, devicePath, "can not contain backsteps ('..')");
    if (volumeMounts.some((mount) => (mount.mountPath ?? '') === devicePath)) {
      yield invalid(path, devicePath, 'must not already exist as a path in volumeMounts');
    }
  }
}

function sourceOf(name: string, site: Site): 'claim' | 'other' | 'none' {
  if (claimTemplateNames(site).has(name)) return 'claim';
  const volume = mountableVolume(name, site);
  if (volume === undefined) return 'none';
  return volume.persistentVolumeClaim !== undefined || volume.ephemeral !== undefined ? 'claim' : 'other';
}
