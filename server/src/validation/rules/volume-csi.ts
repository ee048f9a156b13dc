import { dns1123Subdomain } from '../../kubernetes/names.ts';
import { csiDriverErrors } from '../csi-driver.ts';
import { invalid, required } from '../field-error.ts';
import { defineRule } from '../rule.ts';
import { isInCheckedSource } from '../volumes.ts';

/** Source: pkg/apis/core/validation/validation.go (validateCSIVolumeSource) */
export default defineRule({
  id: 'volume-csi',
  covers: ['VOL-14'],
  summary: 'A volume that a CSI driver makes for the pod names the driver, and the Secret that the driver is given.',
  docs: 'https://kubernetes.io/docs/concepts/storage/ephemeral-volumes/#csi-ephemeral-volumes',
  severity: 'error',
  on: 'core.v1.CSIVolumeSource',
  *check({ driver = '', nodePublishSecretRef }, site) {
    if (!isInCheckedSource(site)) return;
    yield* csiDriverErrors(driver, site.at('driver'));
    if (nodePublishSecretRef === undefined) return;
    const { name = '' } = nodePublishSecretRef;
    const path = site.at('nodePublishSecretRef', 'name');
    if (name === '') yield required(path);
    // Upstream names it as if it were the volume's.
    else for (const complaint of dns1123Subdomain(name)) yield invalid({ path, field: `${site.field}.name` }, name, complaint);
  },
});
