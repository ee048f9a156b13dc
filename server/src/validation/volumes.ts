import type { FieldPath } from '../kubernetes/path.ts';
import { type FieldError, invalid } from './field-error.ts';
import { claimTemplateNames, type Volume } from './pod-spec.ts';
import type { Site } from './rule.ts';

/** The sources of a volume in the order in which the API server looks at them: it takes the first and forbids the rest. */
const volumeSources = [
  'emptyDir',
  'hostPath',
  'gitRepo',
  'gcePersistentDisk',
  'awsElasticBlockStore',
  'secret',
  'nfs',
  'iscsi',
  'glusterfs',
  'flocker',
  'persistentVolumeClaim',
  'rbd',
  'cinder',
  'cephfs',
  'quobyte',
  'downwardAPI',
  'fc',
  'flexVolume',
  'configMap',
  'azureFile',
  'vsphereVolume',
  'photonPersistentDisk',
  'portworxVolume',
  'azureDisk',
  'storageos',
  'projected',
  'scaleIO',
  'csi',
  'ephemeral',
  'image',
] as const;

export type VolumeSource = (typeof volumeSources)[number];

export function sourcesOf(volume: Volume): readonly VolumeSource[] {
  return volumeSources.filter((source) => volume[source] !== undefined);
}

/** Whether the server looks at the volume: not where a claim template of its StatefulSet takes its place. */
export function isCheckedVolume(volume: Volume, site: Site): boolean {
  return !claimTemplateNames(site).has(volume.name ?? '');
}

/** The source that the server looks into, if it is this one. */
export function checkedSource<Source extends VolumeSource>(
  volume: Volume,
  source: Source,
  site: Site,
): Volume[Source] | undefined {
  return sourcesOf(volume)[0] === source && isCheckedVolume(volume, site) ? volume[source] : undefined;
}

/** The same for what stands below a volume. */
export function isInCheckedSource(site: Site): boolean {
  const around = site.ancestors.findLast(({ type }) => type === 'core.v1.Volume');
  if (around === undefined) return false;
  const volume = around.value as Volume;
  return isCheckedVolume(volume, site) && sourcesOf(volume)[0] === site.path[around.path.length];
}

/** Source: pkg/apis/core/validation/validation.go (validateLocalDescendingPath) */
export function* descendingPathErrors(at: { path: FieldPath; field?: string }, text: string): Iterable<FieldError> {
  if (text.startsWith('/')) yield invalid(at, text, 'must be a relative path');
  if (text.split('/').includes('..')) yield invalid(at, text, "must not contain '..'");
}

/** A path below the volume's root. Source: pkg/apis/core/validation/validation.go (ValidateLocalNonReservedPath) */
export function* localPathErrors(at: { path: FieldPath; field?: string }, text: string): Iterable<FieldError> {
  yield* descendingPathErrors(at, text);
  if (text.startsWith('..') && !text.startsWith('../')) yield invalid(at, text, "must not start with '..'");
}

/** Permission bits of a file. */
export function isFileMode(mode: number): boolean {
  return mode >= 0 && mode <= 0o777;
}

export const fileModeForm = 'must be a number between 0 and 0777 (octal), both inclusive';
