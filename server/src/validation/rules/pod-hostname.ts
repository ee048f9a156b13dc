import { dns1123Label } from '../../kubernetes/names.ts';
import { invalid } from '../field-error.ts';
import { defineRule } from '../rule.ts';

/** A StatefulSet's controller sets both itself. Source: pkg/apis/core/validation/validation.go (ValidatePodSpec) */
export default defineRule({
  id: 'pod-hostname',
  covers: ['POD-11'],
  summary: 'The hostname and the subdomain of a pod are DNS labels.',
  docs: 'https://kubernetes.io/docs/concepts/services-networking/dns-pod-service/#pod-s-hostname-and-subdomain-fields',
  severity: 'error',
  on: 'core.v1.PodSpec',
  *check(spec, site) {
    if (site.kind === 'apps/v1/StatefulSet') return;
    for (const part of ['hostname', 'subdomain'] as const) {
      const name = spec[part];
      if (name) for (const complaint of dns1123Label(name)) yield invalid(site.at(part), name, complaint);
    }
  },
});
