import { byteLength, dns1123Subdomain } from '../../kubernetes/names.ts';
import { forbidden, invalid, tooLong } from '../field-error.ts';
import { defineRule } from '../rule.ts';

/** Source: pkg/apis/core/validation/validation.go (validatePodHostName) */
export default defineRule({
  id: 'pod-hostname-override',
  covers: ['POD-22'],
  summary: 'hostnameOverride is a DNS subdomain of at most 64 characters, without hostNetwork and setHostnameAsFQDN.',
  docs: 'https://kubernetes.io/docs/concepts/services-networking/dns-pod-service/#pod-hostnameoverride',
  severity: 'error',
  on: 'core.v1.PodSpec',
  *check(spec, site) {
    const { hostnameOverride: name } = spec;
    if (name === undefined) return;
    const path = site.at('hostnameOverride');
    if (spec.setHostnameAsFQDN === true) yield forbidden(path, 'may not be specified when setHostnameAsFQDN is true');
    if (spec.hostNetwork === true) yield forbidden(path, 'may not be specified when hostNetwork is true');
    if (byteLength(name) > 64) yield tooLong(path, 64);
    for (const complaint of dns1123Subdomain(name)) yield invalid(path, name, complaint);
  },
});
