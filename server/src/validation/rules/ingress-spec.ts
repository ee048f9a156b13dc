import type { ApiTypes } from '../../kubernetes/api.ts';
import { ipComplaints } from '../../kubernetes/ip.ts';
import { dns1123Subdomain, hostName } from '../../kubernetes/names.ts';
import { type FieldError, invalid } from '../field-error.ts';
import { defineRule, type Site, type Written } from '../rule.ts';

const isAddress = (host: string): boolean => !ipComplaints(host).some((complaint) => complaint.startsWith('must be a valid IP'));

/** Source: pkg/apis/networking/validation/validation.go (ValidateIngressSpec, validateIngressTLS, validateIngressRules) */
export default defineRule({
  id: 'ingress-spec',
  covers: [],
  summary: 'An Ingress has rules or a default backend; its hosts are DNS names, the first label of which may be an asterisk.',
  docs: 'https://kubernetes.io/docs/concepts/services-networking/ingress/#the-ingress-resource',
  severity: 'error',
  on: 'networking.v1.Ingress',
  *check({ spec = {} }, site) {
    const { rules, defaultBackend, tls = [], ingressClassName } = spec;
    if ((rules ?? []).length === 0 && defaultBackend === undefined) {
      yield invalid(site.at('spec'), rules ?? null, 'either `defaultBackend` or `rules` must be specified');
    }
    for (const [index, { host = '' }] of (rules ?? []).entries()) {
      if (host === '') continue;
      const path = site.at('spec', 'rules', index, 'host');
      if (isAddress(host)) yield invalid(path, host, 'must be a DNS name, not an IP address');
      for (const complaint of hostName(host)) yield invalid(path, host, complaint);
    }
    yield* tlsErrors(tls, site);
    if (ingressClassName === undefined) return;
    for (const complaint of dns1123Subdomain(ingressClassName)) {
      yield invalid(site.at('spec', 'ingressClassName'), ingressClassName, complaint);
    }
  },
});

type Tls = NonNullable<Written<ApiTypes['networking.v1.IngressSpec']>['tls']>;

function* tlsErrors(tls: Tls, site: Site): Iterable<FieldError> {
  for (const [index, { hosts = [], secretName = '' }] of tls.entries()) {
    for (const [number, host] of hosts.entries()) {
      for (const complaint of hostName(host)) yield invalid(site.at('spec', 'tls', index, 'hosts', number), host, complaint);
    }
    if (secretName === '') continue;
    for (const complaint of dns1123Subdomain(secretName)) {
      yield invalid(site.at('spec', 'tls', index, 'secretName'), secretName, complaint);
    }
  }
}
