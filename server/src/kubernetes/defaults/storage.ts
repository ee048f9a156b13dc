import { type Edit, edits, fillMissing, fillZero, inField, inStruct, isMissing, set } from './edit.ts';
import { roundQuantities } from './resources.ts';
import { volumeSourceDefaults } from './volumes.ts';

/**
 * Of volumes and the classes of storage.
 * Source: pkg/apis/core/v1/defaults.go, pkg/apis/storage/v1/defaults.go
 */

export const persistentVolumeDefaults: Edit = edits(
  inStruct(
    'spec',
    edits(
      fillZero({ persistentVolumeReclaimPolicy: 'Retain' }),
      fillMissing({ volumeMode: 'Filesystem' }),
      inField('capacity', roundQuantities),
      volumeSourceDefaults,
    ),
  ),
  inStruct('status', fillZero({ phase: 'Pending' })),
);

/** A volume that is written into its attachment is no PersistentVolume of its own: only its source has defaults. */
export const volumeAttachmentDefaults: Edit = inField(
  'spec',
  inField('source', inField('inlineVolumeSpec', edits(inField('capacity', roundQuantities), volumeSourceDefaults))),
);

export const storageClassDefaults: Edit = fillMissing({ reclaimPolicy: 'Delete', volumeBindingMode: 'Immediate' });

const lifecycleModes: Edit = (spec) => {
  const modes: unknown = spec.volumeLifecycleModes;
  const isEmpty = isMissing(modes) || (Array.isArray(modes) && modes.length === 0);
  return isEmpty ? set(spec, 'volumeLifecycleModes', ['Persistent']) : spec;
};

export const csiDriverDefaults: Edit = inStruct(
  'spec',
  edits(
    fillMissing({
      attachRequired: true,
      podInfoOnMount: false,
      storageCapacity: false,
      fsGroupPolicy: 'ReadWriteOnceWithFSType',
    }),
    lifecycleModes,
    fillMissing({ requiresRepublish: false, seLinuxMount: false, preventPodSchedulingIfMissing: false }),
  ),
);
