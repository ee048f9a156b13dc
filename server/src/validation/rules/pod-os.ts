import { required, unsupported } from '../field-error.ts';
import { defineRule } from '../rule.ts';
import { spellingFix } from '../spelling.ts';

const systems: readonly string[] = ['linux', 'windows'];

/** Source: pkg/apis/core/validation/validation.go (validateOS) */
export default defineRule({
  id: 'pod-os',
  covers: ['POD-23'],
  summary: 'The operating system of a pod is linux or windows.',
  docs: 'https://kubernetes.io/docs/concepts/workloads/pods/#pod-os',
  severity: 'error',
  on: 'core.v1.PodOS',
  *check({ name = '' }, site) {
    if (name === '') yield required({ path: site.at('name'), field: `${site.field}.name` });
    else if (!systems.includes(name)) yield unsupported({ path: site.at('name'), field: site.field }, name, systems);
  },
  fix: (error) => spellingFix(error, systems),
});
