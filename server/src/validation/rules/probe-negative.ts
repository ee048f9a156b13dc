import { invalid } from '../field-error.ts';
import { isProbed } from '../probes.ts';
import { defineRule } from '../rule.ts';

const parts = ['initialDelaySeconds', 'timeoutSeconds', 'periodSeconds', 'successThreshold', 'failureThreshold'] as const;

/** Source: pkg/apis/core/validation/validation.go (validateProbe) */
export default defineRule({
  id: 'probe-negative',
  covers: ['PRB-04'],
  summary: 'The times and thresholds of a probe are not negative.',
  docs: 'https://kubernetes.io/docs/tasks/configure-pod-container/configure-liveness-readiness-startup-probes/#configure-probes',
  severity: 'error',
  on: 'core.v1.Probe',
  *check(probe, site) {
    if (!isProbed(site)) return;
    for (const part of parts) {
      const value = probe[part] ?? 0;
      if (value < 0) yield invalid(site.at(part), value, 'must be greater than or equal to 0');
    }
  },
});
