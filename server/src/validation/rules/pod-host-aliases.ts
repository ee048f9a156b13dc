import { ipComplaints } from '../../kubernetes/ip.ts';
import { dns1123Subdomain } from '../../kubernetes/names.ts';
import { invalid } from '../field-error.ts';
import { defineRule } from '../rule.ts';

/** Source: pkg/apis/core/validation/validation.go (ValidateHostAliases) */
export default defineRule({
  id: 'pod-host-aliases',
  covers: ['POD-18'],
  summary: 'A host alias gives names, which are DNS subdomains, to an IP address.',
  docs: 'https://kubernetes.io/docs/tasks/network/customize-hosts-file-for-pods/',
  severity: 'error',
  on: 'core.v1.HostAlias',
  *check({ ip = '', hostnames = [] }, site) {
    for (const complaint of ipComplaints(ip)) yield invalid(site.at('ip'), ip, complaint);
    for (const [index, name] of hostnames.entries()) {
      for (const complaint of dns1123Subdomain(name)) yield invalid(site.at('hostnames', index), name, complaint);
    }
  },
});
