import { inRange } from '../../kubernetes/names.ts';
import { invalid, required } from '../field-error.ts';
import { defineRule } from '../rule.ts';
import { isInCheckedSource } from '../volumes.ts';

/** Source: pkg/apis/core/validation/validation.go (validateFCVolumeSource) */
export default defineRule({
  id: 'volume-fc',
  covers: ['VOL-14'],
  summary: 'A Fibre Channel volume has world wide identifiers, or names of targets together with a logical unit.',
  docs: 'https://kubernetes.io/docs/concepts/storage/volumes/#fc',
  severity: 'error',
  on: 'core.v1.FCVolumeSource',
  *check({ targetWWNs = [], wwids = [], lun }, site) {
    if (!isInCheckedSource(site)) return;
    if (targetWWNs.length === 0) {
      if (wwids.length === 0) yield required(site.at('targetWWNs'), 'must specify either targetWWNs or wwids, but not both');
      return;
    }
    if (wwids.length > 0) {
      yield invalid(site.at('targetWWNs'), targetWWNs, 'targetWWNs and wwids can not be specified simultaneously');
    }
    if (lun === undefined) yield required(site.at('lun'), 'lun is required if targetWWNs is specified');
    else for (const complaint of inRange(lun, 0, 255)) yield invalid(site.at('lun'), lun, complaint);
  },
});
