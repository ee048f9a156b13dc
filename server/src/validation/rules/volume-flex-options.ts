import { invalid } from '../field-error.ts';
import { defineRule } from '../rule.ts';
import { isInCheckedSource } from '../volumes.ts';

/** Source: pkg/apis/core/validation/validation.go (validateFlexVolumeSource) */
export default defineRule({
  id: 'volume-flex-options',
  covers: ['VOL-14'],
  summary: 'Options of a FlexVolume driver are not in the namespaces of Kubernetes itself.',
  docs: 'https://kubernetes.io/docs/concepts/storage/volumes/#flexvolume',
  severity: 'error',
  on: ['core.v1.FlexVolumeSource', 'core.v1.FlexPersistentVolumeSource'],
  *check({ options = {} }, site) {
    if (!isInCheckedSource(site)) return;
    for (const key of Object.keys(options).sort()) {
      const [namespace = ''] = key.split('/', 1);
      if (!/\.(?:kubernetes|k8s)\.io$/.test(`.${namespace.toLowerCase()}`)) continue;
      yield invalid(site.at('options', key), key, 'kubernetes.io and k8s.io namespaces are reserved');
    }
  },
});
