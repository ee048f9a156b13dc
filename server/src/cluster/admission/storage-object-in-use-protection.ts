import { type AdmissionPlugin, admitted } from './plugin.ts';

const finalizers: Readonly<Record<string, string>> = {
  PersistentVolume: 'kubernetes.io/pv-protection',
  PersistentVolumeClaim: 'kubernetes.io/pvc-protection',
  VolumeAttributesClass: 'kubernetes.io/vac-protection',
};

/**
 * Claims and volumes stay while they are used: a controller removes the finalizer once they are not.
 * Source: plugin/pkg/admission/storage/storageobjectinuseprotection/admission.go
 */
export const storageObjectInUseProtection: AdmissionPlugin = {
  name: 'StorageObjectInUseProtection',
  kinds: Object.keys(finalizers),
  admit(object) {
    const finalizer = finalizers[object.kind];
    const present = object.metadata.finalizers ?? [];
    if (finalizer === undefined || present.includes(finalizer)) return admitted(object);
    return admitted({ ...object, metadata: { ...object.metadata, finalizers: [...present, finalizer] } });
  },
};
