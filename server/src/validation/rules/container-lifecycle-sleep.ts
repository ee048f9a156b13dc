import { invalid } from '../field-error.ts';
import { podSpecAround } from '../pod-spec.ts';
import { firstHandler, isProbed } from '../probes.ts';
import { defineRule } from '../rule.ts';

/** Source: pkg/apis/core/validation/validation.go (validateSleepAction) */
export default defineRule({
  id: 'container-lifecycle-sleep',
  covers: ['PRB-07'],
  summary: 'A lifecycle hook sleeps no longer than the grace period of its pod.',
  docs: 'https://kubernetes.io/docs/concepts/containers/container-lifecycle-hooks/#hook-handler-implementations',
  severity: 'error',
  on: 'core.v1.LifecycleHandler',
  *check(handler, site) {
    if (!isProbed(site) || firstHandler(handler) !== 'sleep') return;
    const seconds = handler.sleep?.seconds ?? 0;
    const grace = podSpecAround(site)?.terminationGracePeriodSeconds ?? 30;
    if (seconds >= 0 && seconds <= grace) return;
    const message = `must be non-negative and less than terminationGracePeriodSeconds (${grace})`;
    yield invalid({ path: site.at('sleep', 'seconds'), field: `${site.field}.sleep` }, seconds, message);
  },
});
