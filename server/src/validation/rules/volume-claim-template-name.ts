import { dns1123Label } from '../../kubernetes/names.ts';
import { invalid, required } from '../field-error.ts';
import { defineRule } from '../rule.ts';

/**
 * Of a claim template's metadata the server looks at the name only, as that of the volume which it makes of the template.
 * It names that volume; with several templates, in no certain order.
 * Source: pkg/apis/apps/validation/validation.go (volumesToAddForTemplates)
 */
export default defineRule({
  id: 'volume-claim-template-name',
  covers: ['STS-09', 'VOL-01'],
  summary: 'A claim template of a StatefulSet has a name that can be the name of a volume.',
  docs: 'https://kubernetes.io/docs/concepts/workloads/controllers/statefulset/#volume-claim-templates',
  severity: 'error',
  on: 'apps.v1.StatefulSetSpec',
  *check({ volumeClaimTemplates = [] }, site) {
    const names = [...new Set(volumeClaimTemplates.map(({ metadata }) => metadata?.name ?? ''))];
    for (const [volume, name] of names.entries()) {
      const template = volumeClaimTemplates.findIndex(({ metadata }) => (metadata?.name ?? '') === name);
      const path = site.at('volumeClaimTemplates', template, 'metadata', 'name');
      const field = `${site.field}.template.spec.volumes[${volume}]`;
      if (name === '') {
        yield required({ path, field: `${field}.persistentVolumeClaim.claimName` });
        yield required({ path, field: `${field}.name` });
      } else {
        for (const complaint of dns1123Label(name)) yield invalid({ path, field: `${field}.name` }, name, complaint);
      }
    }
  },
});
