import { httpHeaderName } from '../../kubernetes/names.ts';
import { invalid, unsupported } from '../field-error.ts';
import { firstHandler, isProbed } from '../probes.ts';
import { defineRule } from '../rule.ts';
import { spellingFix } from '../spelling.ts';

const schemes: readonly string[] = ['HTTP', 'HTTPS'];

/** Path and scheme have defaults, so they are never empty. Source: pkg/apis/core/validation/validation.go (validateHTTPGetAction) */
export default defineRule({
  id: 'probe-http-get',
  covers: ['PRB-02'],
  summary: 'A probe or hook over HTTP has the scheme HTTP or HTTPS and well-formed header names.',
  docs: 'https://kubernetes.io/docs/tasks/configure-pod-container/configure-liveness-readiness-startup-probes/#http-probes',
  severity: 'error',
  on: ['core.v1.Probe', 'core.v1.LifecycleHandler'],
  *check(handler, site) {
    if (!isProbed(site) || firstHandler(handler) !== 'httpGet') return;
    const { scheme, httpHeaders = [] } = handler.httpGet ?? {};
    if (scheme && !schemes.includes(scheme)) yield unsupported(site.at('httpGet', 'scheme'), scheme, schemes);
    for (const [index, { name = '' }] of httpHeaders.entries()) {
      const place = { path: site.at('httpGet', 'httpHeaders', index, 'name'), field: `${site.field}.httpGet.httpHeaders` };
      for (const complaint of httpHeaderName(name)) yield invalid(place, name, complaint);
    }
  },
  fix: (error) => spellingFix(error, schemes),
});
