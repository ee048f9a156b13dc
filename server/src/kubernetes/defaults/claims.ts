import { type Edit, edits, fillMissing, fillZero, inField, inStruct } from './edit.ts';
import { roundQuantities, roundResources } from './resources.ts';

export const claimSpecDefaults: Edit = edits(fillMissing({ volumeMode: 'Filesystem' }), inStruct('resources', roundResources));

/** Of a PersistentVolumeClaim, standing alone or as a template of a StatefulSet. */
export const claimDefaults: Edit = edits(
  inStruct('spec', claimSpecDefaults),
  inStruct(
    'status',
    edits(fillZero({ phase: 'Pending' }), inField('capacity', roundQuantities), inField('allocatedResources', roundQuantities)),
  ),
);
