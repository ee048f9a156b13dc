import { dns1123Label } from '../../kubernetes/names.ts';
import { invalid } from '../field-error.ts';
import { defineRule } from '../rule.ts';
import { isInCheckedSource } from '../volumes.ts';

/** Source: pkg/apis/core/validation/validation.go (validateGlusterfsPersistentVolumeSource) */
export default defineRule({
  id: 'volume-glusterfs',
  covers: ['VOL-14'],
  summary: 'The namespace of a GlusterFS volume’s endpoints is one that can be.',
  docs: 'https://kubernetes.io/docs/concepts/storage/volumes/#volume-types',
  severity: 'error',
  on: 'core.v1.GlusterfsPersistentVolumeSource',
  *check({ endpointsNamespace: namespace }, site) {
    if (!isInCheckedSource(site) || namespace === undefined) return;
    const path = site.at('endpointsNamespace');
    if (namespace === '') yield invalid(path, '', 'if the endpointnamespace is set, it must be a valid namespace name');
    else for (const complaint of dns1123Label(namespace)) yield invalid(path, namespace, complaint);
  },
});
