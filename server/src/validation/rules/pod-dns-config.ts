import { ipComplaints } from '../../kubernetes/ip.ts';
import { byteLength, dns1123SubdomainWithUnderscore } from '../../kubernetes/names.ts';
import type { FieldPath } from '../../kubernetes/path.ts';
import { type FieldError, invalid, required } from '../field-error.ts';
import type { PodSpec } from '../pod-spec.ts';
import { defineRule } from '../rule.ts';

type DnsConfig = NonNullable<PodSpec['dnsConfig']>;

/** Source: pkg/apis/core/validation/validation.go (validatePodDNSConfig) */
export default defineRule({
  id: 'pod-dns-config',
  covers: ['DNS-01', 'DNS-02', 'DNS-03'],
  summary: 'A DNS configuration keeps within the limits of the resolver; the DNS policy None needs one with a name server.',
  docs: 'https://kubernetes.io/docs/concepts/services-networking/dns-pod-service/#pod-dns-config',
  severity: 'error',
  on: 'core.v1.PodSpec',
  *check({ dnsPolicy, dnsConfig }, site) {
    if (dnsPolicy === 'None' && dnsConfig === undefined) {
      yield required(site.at('dnsConfig'), 'must provide `dnsConfig` when `dnsPolicy` is None');
    } else if (dnsPolicy === 'None' && (dnsConfig?.nameservers ?? []).length === 0) {
      yield required(site.at('dnsConfig', 'nameservers'), 'must provide at least one DNS nameserver when `dnsPolicy` is None');
    } else if (dnsConfig !== undefined) {
      yield* limits(dnsConfig, site.at('dnsConfig'));
    }
  },
});

function* limits({ nameservers = [], searches = [], options = [] }: DnsConfig, path: FieldPath): Iterable<FieldError> {
  if (nameservers.length > 3) yield invalid([...path, 'nameservers'], nameservers, 'must not have more than 3 nameservers');
  for (const [index, nameserver] of nameservers.entries()) {
    for (const complaint of ipComplaints(nameserver)) yield invalid([...path, 'nameservers', index], nameserver, complaint);
  }
  if (searches.length > 32) yield invalid([...path, 'searches'], searches, 'must not have more than 32 search paths');
  if (byteLength(searches.join(' ')) > 2048) {
    const message = 'must not have more than 2048 characters (including spaces) in the search list';
    yield invalid([...path, 'searches'], searches, message);
  }
  for (const [index, search] of searches.entries()) {
    if (search === '.') continue;
    const name = search.replace(/\.$/, '');
    for (const complaint of dns1123SubdomainWithUnderscore(name)) yield invalid([...path, 'searches', index], name, complaint);
  }
  for (const [index, option] of options.entries()) {
    if (!option.name) yield required([...path, 'options', index], 'must not be empty');
  }
}
