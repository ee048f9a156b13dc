import { dns1123Subdomain } from '../../kubernetes/names.ts';
import { forbidden, invalid, required } from '../field-error.ts';
import { defineRule } from '../rule.ts';
import { clusterIPsOf } from '../service.ts';

const detail = 'may not be set for ExternalName services';

/** Source: pkg/apis/core/validation/validation.go (validateService) */
export default defineRule({
  id: 'service-external-name',
  covers: ['SVC-08'],
  summary: 'A Service that stands for an external name has that name and no addresses.',
  docs: 'https://kubernetes.io/docs/concepts/services-networking/service/#externalname',
  severity: 'error',
  on: 'core.v1.ServiceSpec',
  *check(spec, site) {
    if (spec.type !== 'ExternalName') return;
    if (clusterIPsOf(spec).length > 0) {
      const path = (spec.clusterIPs ?? []).length > 0 ? site.at('clusterIPs') : site.at('clusterIP');
      yield forbidden({ path, field: 'spec.clusterIPs' }, detail);
    }
    if ((spec.ipFamilies ?? []).length > 0) yield forbidden(site.at('ipFamilies'), detail);
    if (spec.ipFamilyPolicy !== undefined) yield forbidden(site.at('ipFamilyPolicy'), detail);
    // The name may end with a dot.
    const name = (spec.externalName ?? '').replace(/\.$/, '');
    if (name === '') yield required(site.at('externalName'));
    else for (const complaint of dns1123Subdomain(name)) yield invalid(site.at('externalName'), name, complaint);
  },
  fix(error) {
    if (error.type !== 'Forbidden') return undefined;
    return { title: `Remove ${String(error.path.at(-1))}`, edits: [{ do: 'remove', path: error.path }] };
  },
});
