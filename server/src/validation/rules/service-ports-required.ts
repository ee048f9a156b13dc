import { required } from '../field-error.ts';
import { defineRule } from '../rule.ts';
import { isHeadless } from '../service.ts';

/** Source: pkg/apis/core/validation/validation.go (validateService) */
export default defineRule({
  id: 'service-ports-required',
  covers: ['SVC-01'],
  summary: 'A Service has ports, unless it is headless or stands for an external name.',
  docs: 'https://kubernetes.io/docs/concepts/services-networking/service/#defining-a-service',
  severity: 'error',
  on: 'core.v1.ServiceSpec',
  *check(spec, site) {
    if ((spec.ports ?? []).length === 0 && !isHeadless(spec) && spec.type !== 'ExternalName') yield required(site.at('ports'));
  },
});
