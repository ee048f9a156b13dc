import type { PersistentVolumeClaim } from '../../kubernetes/api.ts';
import { defaultClassName } from './default-class.ts';
import { type AdmissionPlugin, admitted } from './plugin.ts';

const classAnnotation = 'volume.beta.kubernetes.io/storage-class';
const defaultAnnotations = ['storageclass.kubernetes.io/is-default-class', 'storageclass.beta.kubernetes.io/is-default-class'];

/**
 * A claim that names no storage class gets the default one; '' is a name, and asks for no class.
 * Source: plugin/pkg/admission/storage/storageclass/setdefault/admission.go
 */
export const defaultStorageClass: AdmissionPlugin = {
  name: 'DefaultStorageClass',
  kinds: ['PersistentVolumeClaim'],
  admit(object, { read }) {
    const claim = object as PersistentVolumeClaim;
    const isNamed = claim.spec?.storageClassName !== undefined || claim.metadata.annotations?.[classAnnotation] !== undefined;
    if (isNamed) return admitted(claim);
    const storageClassName = defaultClassName(read.list('StorageClass'), defaultAnnotations);
    if (storageClassName === undefined) return admitted(claim);
    return admitted({ ...claim, spec: { ...claim.spec, storageClassName } } as PersistentVolumeClaim);
  },
};
