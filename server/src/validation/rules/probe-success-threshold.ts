import { invalid } from '../field-error.ts';
import { isProbed } from '../probes.ts';
import { defineRule } from '../rule.ts';

/** Source: pkg/apis/core/validation/validation.go (validateLivenessProbe, validateStartupProbe) */
export default defineRule({
  id: 'probe-success-threshold',
  covers: ['PRB-05'],
  summary: 'Liveness and startup probes succeed with one success.',
  docs: 'https://kubernetes.io/docs/tasks/configure-pod-container/configure-liveness-readiness-startup-probes/#configure-probes',
  severity: 'error',
  on: 'core.v1.Probe',
  *check({ successThreshold }, site) {
    // 0 is the default, 1.
    if (!isProbed(site) || site.path.at(-1) === 'readinessProbe' || !successThreshold || successThreshold === 1) return;
    yield invalid(site.at('successThreshold'), successThreshold, 'must be 1');
  },
  fix(error) {
    return { title: 'Change to 1', edits: [{ do: 'set', path: error.path, value: 1 }] };
  },
});
