import { invalid } from '../field-error.ts';
import { defineRule } from '../rule.ts';
import { isInCheckedSource } from '../volumes.ts';

/** Upstream names another range than it checks. Source: pkg/apis/core/validation/validation.go (pdPartitionErrorMsg) */
export default defineRule({
  id: 'volume-disk-partition',
  covers: ['VOL-14'],
  summary: 'The partition of a disk of AWS or Google is a number up to 255; 0 is the whole disk.',
  docs: 'https://kubernetes.io/docs/concepts/storage/volumes/#volume-types',
  severity: 'error',
  on: ['core.v1.AWSElasticBlockStoreVolumeSource', 'core.v1.GCEPersistentDiskVolumeSource'],
  *check({ partition = 0 }, site) {
    if (!isInCheckedSource(site) || (partition >= 0 && partition <= 255)) return;
    const field = `${site.field.replace(/\.gcePersistentDisk$/, '.persistentDisk')}.partition`;
    yield invalid({ path: site.at('partition'), field }, partition, 'must be between 1 and 255, inclusive');
  },
});
