import { cidrComplaints } from '../../kubernetes/ip.ts';
import { labelValue, qualifiedName } from '../../kubernetes/names.ts';
import { duplicate, type FieldError, invalid, required, unsupported } from '../field-error.ts';
import { defineRule, type Site } from '../rule.ts';
import { spellingFix } from '../spelling.ts';

const effects = ['NoSchedule', 'PreferNoSchedule', 'NoExecute'];

/** The API server names taints as if they stood in the metadata. Source: pkg/apis/core/validation/validation.go (ValidateNode) */
export default defineRule({
  id: 'node-spec',
  covers: [],
  summary: 'The taints of a node have keys and values like labels, one of three effects, and are unique; its pods have networks.',
  docs: 'https://kubernetes.io/docs/concepts/scheduling-eviction/taint-and-toleration/',
  severity: 'error',
  on: 'core.v1.NodeSpec',
  *check({ taints = [], podCIDR = '', podCIDRs = [] }, site) {
    const seen = new Set<string>();
    for (const [index, { key = '', value = '', effect = '', timeAdded }] of taints.entries()) {
      const field = `metadata.taints[${index}]`;
      const place = (name: string) => ({ path: site.at('taints', index, name), field: `${field}.${name}` });
      for (const complaint of qualifiedName(key)) yield invalid(place('key'), key, complaint);
      const complaints = labelValue(value);
      if (complaints.length > 0) yield invalid(place('value'), value, complaints.join(';'));
      if (effect === '') yield required(place('effect'));
      else if (!effects.includes(effect)) yield unsupported(place('effect'), effect, effects);
      const taint = { Key: key, Value: value, Effect: effect, TimeAdded: timeAdded ?? null };
      if (seen.has(`${effect} ${key}`)) {
        const error = duplicate({ path: site.at('taints', index), field }, taint);
        yield { ...error, detail: 'taints must be unique by key and effect pair' };
      }
      seen.add(`${effect} ${key}`);
    }
    yield* networkErrors(podCIDR, podCIDRs, site);
  },
  fix: (error) => spellingFix(error, effects),
});

function* networkErrors(podCIDR: string, podCIDRs: readonly string[], site: Site): Iterable<FieldError> {
  const networks = podCIDRs.length > 0 ? podCIDRs : podCIDR === '' ? [] : [podCIDR];
  for (const [index, network] of networks.entries()) {
    const path = podCIDRs.length > 0 ? site.at('podCIDRs', index) : site.at('podCIDR');
    for (const complaint of cidrComplaints(network))
      yield invalid({ path, field: `spec.podCIDRs[${index}]` }, network, complaint);
  }
  if (networks.length > 2 || (networks.length === 2 && new Set(networks.map((network) => network.includes(':'))).size < 2)) {
    yield invalid(site.at('podCIDRs'), networks, 'may specify no more than one CIDR for each IP family');
  }
}
