import { invalid, required } from '../field-error.ts';
import { defineRule } from '../rule.ts';
import { isInCheckedSource } from '../volumes.ts';

/** Source: pkg/apis/core/validation/validation.go (validateFlockerVolumeSource) */
export default defineRule({
  id: 'volume-flocker',
  covers: ['VOL-14'],
  summary: 'A Flocker volume names its dataset, or gives its UUID.',
  docs: 'https://kubernetes.io/docs/concepts/storage/volumes/#volume-types',
  severity: 'error',
  on: 'core.v1.FlockerVolumeSource',
  *check({ datasetName = '', datasetUUID = '' }, site) {
    if (!isInCheckedSource(site)) return;
    if (datasetName === '' && datasetUUID === '') yield required(site.path, 'one of datasetName and datasetUUID is required');
    if (datasetName !== '' && datasetUUID !== '') {
      yield invalid(site.path, 'resource', 'datasetName and datasetUUID can not be specified simultaneously');
    }
    if (datasetName.includes('/')) yield invalid(site.at('datasetName'), datasetName, "must not contain '/'");
  },
});
