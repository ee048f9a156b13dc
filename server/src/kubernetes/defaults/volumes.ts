import { defaultPullPolicy, fieldRefDefaults } from './containers.ts';
import { type Edit, edits, fillMissing, fillZero, inField, inItems, inStruct, isMissing, isZero, set } from './edit.ts';
import { claimSpecDefaults } from './claims.ts';

/** 0644 */
const fileMode = 420;
const hourInSeconds = 3600;

const fileModeDefault = fillMissing({ defaultMode: fileMode });

/** Sources that volumes of pods and persistent volumes have in common. */
export const volumeSourceDefaults: Edit = edits(
  inField('hostPath', fillMissing({ type: '' })),
  inField('iscsi', fillZero({ iscsiInterface: 'default' })),
  inField('rbd', fillZero({ pool: 'rbd', user: 'admin', keyring: '/etc/ceph/keyring' })),
  inField('azureDisk', fillMissing({ cachingMode: 'ReadWrite', fsType: 'ext4', readOnly: false, kind: 'Shared' })),
  inField('scaleIO', fillZero({ storageMode: 'ThinProvisioned', fsType: 'xfs' })),
);

const downwardItems = inItems('items', inField('fieldRef', fieldRefDefaults));

const projectedSourceDefaults: Edit = edits(
  inField('downwardAPI', downwardItems),
  inField('serviceAccountToken', fillMissing({ expirationSeconds: hourInSeconds })),
);

/** A volume without any source is an emptyDir. */
const emptyDirWithoutSource: Edit = (volume) =>
  Object.entries(volume).some(([key, value]) => key !== 'name' && !isMissing(value)) ? volume : set(volume, 'emptyDir', {});

const imageDefaults: Edit = (image) =>
  isZero(image.pullPolicy) ? set(image, 'pullPolicy', defaultPullPolicy(image.reference)) : image;

/** Of one entry of a pod's `volumes`. */
export const volumeDefaults: Edit = edits(
  emptyDirWithoutSource,
  inField('image', imageDefaults),
  volumeSourceDefaults,
  inField('secret', fileModeDefault),
  inField('configMap', fileModeDefault),
  inField('downwardAPI', edits(fileModeDefault, downwardItems)),
  inField('projected', edits(fileModeDefault, inItems('sources', projectedSourceDefaults))),
  inField('ephemeral', inField('volumeClaimTemplate', inStruct('spec', claimSpecDefaults))),
);
