import { invalid, unsupported } from '../field-error.ts';
import { defineRule } from '../rule.ts';

const longestSeconds = 86400;
const affinities = ['ClientIP', 'None'];

/** Source: pkg/apis/core/validation/validation.go (validateService, validateAffinityTimeout) */
export default defineRule({
  id: 'service-session-affinity',
  covers: ['SVC-06'],
  summary: 'A Service sends a client to the same pod for up to a day, or to any.',
  docs: 'https://kubernetes.io/docs/reference/networking/virtual-ips/#session-affinity',
  severity: 'error',
  on: 'core.v1.ServiceSpec',
  *check({ sessionAffinity = 'None', sessionAffinityConfig }, site) {
    if (!affinities.includes(sessionAffinity)) yield unsupported(site.at('sessionAffinity'), sessionAffinity, affinities);
    const timeout = sessionAffinityConfig?.clientIP?.timeoutSeconds;
    if (sessionAffinity !== 'ClientIP' || timeout === undefined || (timeout > 0 && timeout <= longestSeconds)) return;
    const path = site.at('sessionAffinityConfig', 'clientIP', 'timeoutSeconds');
    yield invalid(path, timeout, `must be greater than 0 and less than ${longestSeconds}`);
  },
});
