import { duplicate, invalid, required, unsupported } from '../field-error.ts';
import { containerListOf, podSpecAround } from '../pod-spec.ts';
import { defineRule } from '../rule.ts';

const resources: readonly string[] = ['cpu', 'memory'];
const policies: readonly string[] = ['NotRequired', 'RestartContainer'];

/** Upstream leaves the index out of most messages. Source: pkg/apis/core/validation/validation.go (validateResizePolicy) */
export default defineRule({
  id: 'container-resize-policy',
  covers: ['RES-07'],
  summary: 'A resize policy says once for cpu and memory each whether a resize restarts the container.',
  docs: 'https://kubernetes.io/docs/tasks/configure-pod-container/resize-container-resources/#container-resize-policies',
  severity: 'error',
  on: ['core.v1.Container', 'core.v1.EphemeralContainer'],
  *check({ resizePolicy = [], restartPolicy }, site) {
    const podRestartPolicy = podSpecAround(site)?.restartPolicy;
    const isPlainInit = containerListOf(site) === 'initContainers' && restartPolicy !== 'Always';
    const seen = new Set<string>();
    for (const [index, { resourceName = '', restartPolicy: policy = '' }] of resizePolicy.entries()) {
      const field = `${site.field}.resizePolicy`;
      const ofResource = { path: site.at('resizePolicy', index, 'resourceName'), field };
      const ofPolicy = { path: site.at('resizePolicy', index, 'restartPolicy'), field };
      if (seen.has(resourceName)) yield duplicate(site.at('resizePolicy', index), resourceName);
      seen.add(resourceName);
      if (resourceName === '') yield required(ofResource);
      else if (!resources.includes(resourceName)) yield unsupported(ofResource, resourceName, resources);
      if (policy === '') yield required(ofPolicy);
      else if (!policies.includes(policy)) yield unsupported(ofPolicy, policy, policies);
      if (podRestartPolicy === 'Never' && policy !== 'NotRequired') {
        yield invalid(ofPolicy, policy, "must be 'NotRequired' when pod `restartPolicy` is 'Never'");
      }
      if (isPlainInit && policy === 'RestartContainer') {
        yield invalid(ofPolicy.path, policy, "must not be set to 'RestartContainer' for non-sidecar initContainers");
      }
    }
  },
});
