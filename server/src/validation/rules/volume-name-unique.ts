import { duplicate } from '../field-error.ts';
import { claimTemplateNames } from '../pod-spec.ts';
import { defineRule } from '../rule.ts';

/** Source: pkg/apis/core/validation/validation.go (ValidateVolumes) */
export default defineRule({
  id: 'volume-name-unique',
  covers: ['VOL-01'],
  summary: 'No two volumes of a pod have the same name.',
  docs: 'https://kubernetes.io/docs/concepts/storage/volumes/#background',
  severity: 'error',
  on: 'core.v1.PodSpec',
  *check({ volumes = [] }, site) {
    const claims = claimTemplateNames(site);
    const seen = new Set<string>();
    for (const [index, { name = '' }] of volumes.entries()) {
      if (name === '' || claims.has(name)) continue;
      if (seen.has(name)) yield duplicate(site.at('volumes', index, 'name'), name);
      seen.add(name);
    }
  },
});
