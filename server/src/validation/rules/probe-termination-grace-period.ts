import { invalid } from '../field-error.ts';
import { isProbed } from '../probes.ts';
import { defineRule } from '../rule.ts';

/** Source: pkg/apis/core/validation/validation.go (validateProbe, validateReadinessProbe) */
export default defineRule({
  id: 'probe-termination-grace-period',
  covers: ['PRB-06'],
  summary: 'The grace period of a probe is positive, and a readiness probe has none: it ends nothing.',
  docs: 'https://kubernetes.io/docs/tasks/configure-pod-container/configure-liveness-readiness-startup-probes/#probe-level-terminationgraceperiodseconds',
  severity: 'error',
  on: 'core.v1.Probe',
  *check({ terminationGracePeriodSeconds: seconds }, site) {
    if (!isProbed(site) || seconds === undefined) return;
    const path = site.at('terminationGracePeriodSeconds');
    if (seconds <= 0) yield invalid(path, seconds, 'must be greater than 0');
    if (site.path.at(-1) === 'readinessProbe') yield invalid(path, seconds, 'must not be set for readinessProbes');
  },
});
