import { byteLength } from '../../kubernetes/names.ts';
import { invalid, required } from '../field-error.ts';
import { defineRule } from '../rule.ts';
import { isInCheckedSource } from '../volumes.ts';

const form = 'must be a host:port pair or multiple pairs separated by commas';

/** Source: pkg/apis/core/validation/validation.go (validateQuobyteVolumeSource) */
export default defineRule({
  id: 'volume-quobyte',
  covers: ['VOL-14'],
  summary: 'A Quobyte volume has a registry of hosts with ports, and a tenant of at most 64 bytes.',
  docs: 'https://kubernetes.io/docs/concepts/storage/volumes/#volume-types',
  severity: 'error',
  on: 'core.v1.QuobyteVolumeSource',
  *check({ registry = '', tenant = '' }, site) {
    if (!isInCheckedSource(site)) return;
    if (registry === '') {
      yield required(site.at('registry'), form);
    } else if (byteLength(tenant) > 64) {
      yield required(site.at('tenant'), 'must be a UUID and may not exceed a length of 64 characters');
    } else {
      for (const pair of registry.split(',')) {
        if (!isHostAndPort(pair)) yield invalid(site.at('registry'), registry, form);
      }
    }
  },
});

/** As Go's net.SplitHostPort: one colon, or an address in brackets before it. */
function isHostAndPort(text: string): boolean {
  return /^(?:\[[^[\]]*\]|[^:[\]]*):[^:[\]]*$/.test(text);
}
