import { required } from '../field-error.ts';
import { defineRule } from '../rule.ts';
import { checkedSource } from '../volumes.ts';

/** Source: pkg/apis/core/validation/validation.go (validateSecretVolumeSource and its neighbours) */
export default defineRule({
  id: 'volume-object-name',
  covers: ['VOL-05'],
  summary: 'A volume from a Secret, a ConfigMap or a claim names it.',
  docs: 'https://kubernetes.io/docs/concepts/storage/volumes/#configmap',
  severity: 'error',
  on: 'core.v1.Volume',
  *check(volume, site) {
    const secret = checkedSource(volume, 'secret', site);
    if (secret && !secret.secretName) yield required(site.at('secret', 'secretName'));
    const configMap = checkedSource(volume, 'configMap', site);
    if (configMap && !configMap.name) yield required(site.at('configMap', 'name'));
    const claim = checkedSource(volume, 'persistentVolumeClaim', site);
    if (claim && !claim.claimName) yield required(site.at('persistentVolumeClaim', 'claimName'));
  },
});
