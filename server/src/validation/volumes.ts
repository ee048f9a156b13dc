import type { ApiTypes } from '../kubernetes/api.ts';
import type { FieldPath } from '../kubernetes/path.ts';
import { type FieldError, invalid } from './field-error.ts';
import { claimTemplateNames, type PodSpec, type Volume } from './pod-spec.ts';
import type { Site, Written } from './rule.ts';

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

/**
 * The sources of a PersistentVolume in the order in which the API server looks at them: it takes the first and forbids
 * the rest. Source: pkg/apis/core/validation/validation.go (ValidatePersistentVolumeSpec)
 */
export const persistentSources = [
  'hostPath',
  'gcePersistentDisk',
  'awsElasticBlockStore',
  'glusterfs',
  'flocker',
  'nfs',
  'rbd',
  'quobyte',
  'cephfs',
  'iscsi',
  'cinder',
  'fc',
  'flexVolume',
  'azureFile',
  'vsphereVolume',
  'photonPersistentDisk',
  'portworxVolume',
  'azureDisk',
  'scaleIO',
  'local',
  'storageos',
  'csi',
] as const;

/** The same for a volume's source itself and what stands below it, in a pod or a PersistentVolume. */
export function isInCheckedSource(site: Site): boolean {
  if (isInPersistentVolume(site)) {
    const { spec = {} } = site.object as Written<ApiTypes['core.v1.PersistentVolume']>;
    const [, source] = site.path;
    // Of this one, upstream forgets to say that it is one too many.
    return source === 'flexVolume' || persistentSources.find((each) => spec[each] !== undefined) === source;
  }
  const around = site.ancestors.findLast(({ type }) => type === 'core.v1.Volume');
  if (around === undefined) return false;
  const volume = around.value as Volume;
  return isCheckedVolume(volume, site) && sourcesOf(volume)[0] === site.path[around.path.length];
}

/** Whether the server looks at a claim: not at the template of an ephemeral volume where another source comes first. */
export function isCheckedClaim(site: Site): boolean {
  return !site.ancestors.some(({ type }) => type === 'core.v1.Volume') || isInCheckedSource(site);
}

export function isInPersistentVolume(site: Site): boolean {
  return site.kind === 'v1/PersistentVolume';
}

/**
 * The volume that a mount or a device of this name means: the first that is not refused, as the server has forgotten
 * those that are. For rules that come last. Source: pkg/apis/core/validation/validation.go (ValidateVolumes)
 */
export function mountableVolume(name: string, site: Site): Volume | undefined {
  const pod = site.ancestors.findLast(({ type }) => type === 'core.v1.PodSpec');
  const volumes = (pod?.value as PodSpec | undefined)?.volumes ?? [];
  return volumes.find((volume, index) => {
    return name !== '' && volume.name === name && !site.isRefused([...(pod?.path ?? []), 'volumes', index]);
  });
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
