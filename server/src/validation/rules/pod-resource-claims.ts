import { dns1123Label, dns1123Subdomain } from '../../kubernetes/names.ts';
import { duplicate, invalid, required } from '../field-error.ts';
import { defineRule } from '../rule.ts';

/** Upstream prints the claim under the Go names of its fields. Source: pkg/apis/core/validation/validation.go (validatePodResourceClaim) */
export default defineRule({
  id: 'pod-resource-claims',
  covers: ['POD-27'],
  summary: 'A resource claim of a pod has a name of its own, and is either a ResourceClaim or made from a template.',
  docs: 'https://kubernetes.io/docs/concepts/scheduling-eviction/dynamic-resource-allocation/#request-devices',
  severity: 'error',
  on: 'core.v1.PodSpec',
  *check({ resourceClaims = [] }, site) {
    const seen = new Set<string>();
    for (const [index, claim] of resourceClaims.entries()) {
      const { name = '', resourceClaimName, resourceClaimTemplateName } = claim;
      const at = (...parts: string[]) => site.at('resourceClaims', index, ...parts);
      if (name === '') yield required(at('name'));
      else if (seen.has(name)) yield duplicate(at('name'), name);
      else for (const complaint of dns1123Label(name)) yield invalid(at('name'), name, complaint);
      seen.add(name);
      const printed = {
        Name: name,
        ResourceClaimName: resourceClaimName ?? null,
        ResourceClaimTemplateName: resourceClaimTemplateName ?? null,
      };
      if (resourceClaimName !== undefined && resourceClaimTemplateName !== undefined) {
        yield invalid(at(), printed, 'at most one of `resourceClaimName` or `resourceClaimTemplateName` may be specified');
      }
      if (resourceClaimName === undefined && resourceClaimTemplateName === undefined) {
        yield invalid(at(), printed, 'must specify one of: `resourceClaimName`, `resourceClaimTemplateName`');
      }
      for (const part of ['resourceClaimName', 'resourceClaimTemplateName'] as const) {
        const reference = claim[part];
        if (reference === undefined) continue;
        for (const complaint of dns1123Subdomain(reference)) yield invalid(at(part), reference, complaint);
      }
    }
  },
});
