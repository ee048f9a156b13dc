import { invalid, notFound, required } from '../field-error.ts';
import { claimTemplateNames, podSpecAround } from '../pod-spec.ts';
import { defineRule } from '../rule.ts';

/** Source: pkg/apis/core/validation/validation.go (ValidateVolumeMounts, ValidateVolumeDevices) */
export default defineRule({
  id: 'mount-devices',
  covers: ['MNT-06'],
  summary: 'A block device of a container is a claim of its pod, with a path of its own, and not mounted as well.',
  docs: 'https://kubernetes.io/docs/concepts/storage/persistent-volumes/#raw-block-volume-support',
  severity: 'error',
  on: ['core.v1.Container', 'core.v1.EphemeralContainer'],
  *check({ volumeMounts = [], volumeDevices = [] }, site) {
    if (volumeDevices.length === 0) return;
    const [deviceNames, devicePaths] = [
      volumeDevices.map(({ name = '' }) => name),
      volumeDevices.map((device) => device.devicePath ?? ''),
    ];
    for (const [index, { name = '', mountPath = '' }] of volumeMounts.entries()) {
      const at = (part: string) => site.at('volumeMounts', index, part);
      if (deviceNames.includes(name)) yield invalid(at('name'), name, 'must not already exist in volumeDevices');
      if (devicePaths.includes(mountPath)) {
        yield invalid(at('mountPath'), mountPath, 'must not already exist as a path in volumeDevices');
      }
    }
    const mountNames = volumeMounts.map(({ name = '' }) => name);
    const mountPaths = volumeMounts.map(({ mountPath = '' }) => mountPath);
    for (const [index, { name = '', devicePath = '' }] of volumeDevices.entries()) {
      const at = (part: string) => site.at('volumeDevices', index, part);
      const volume = podSpecAround(site)?.volumes?.find((each) => each.name === name);
      const isClaim =
        claimTemplateNames(site).has(name) || volume?.persistentVolumeClaim !== undefined || volume?.ephemeral !== undefined;
      if (name === '') yield required(at('name'));
      else if (deviceNames.indexOf(name) < index) yield invalid(at('name'), name, 'must be unique');
      if (volume !== undefined && !isClaim) {
        yield invalid(at('name'), name, 'can only use volume source type of PersistentVolumeClaim or Ephemeral for block mode');
      }
      if (volume === undefined && !isClaim) yield notFound(at('name'), name);
      if (devicePath === '') yield required(at('devicePath'));
      if (devicePaths.indexOf(devicePath) < index) yield invalid(at('devicePath'), devicePath, 'must be unique');
      if (devicePath.split('/').includes('..')) yield invalid(at('devicePath'), devicePath, "can not contain backsteps ('..')");
      if (mountNames.includes(name)) yield invalid(at('name'), name, 'must not already exist in volumeMounts');
      if (mountPaths.includes(devicePath)) {
        yield invalid(at('devicePath'), devicePath, 'must not already exist as a path in volumeMounts');
      }
    }
  },
});
