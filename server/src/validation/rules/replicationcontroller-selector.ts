import type { Labels } from '../../kubernetes/selector.ts';
import { invalid, required } from '../field-error.ts';
import { defineRule } from '../rule.ts';
import { sortedLabels } from '../workload.ts';

/** Source: pkg/apis/core/validation/validation.go (ValidateReplicationControllerSpec) */
export default defineRule({
  id: 'replicationcontroller-selector',
  covers: [],
  summary: 'A ReplicationController has a pod template, and a selector (by default its labels) that matches it.',
  docs: 'https://kubernetes.io/docs/concepts/workloads/controllers/replicationcontroller/#pod-selector',
  severity: 'error',
  on: 'core.v1.ReplicationController',
  *check({ spec: { selector = {}, template } = {} }, site) {
    const wanted = Object.entries(selector);
    if (wanted.length === 0) yield required(site.at('spec', 'selector'));
    if (template === undefined) {
      yield required(site.at('spec', 'template'));
      return;
    }
    const labels = template.metadata?.labels as Labels | undefined;
    if (wanted.every(([key, value]) => labels?.[key] === value)) return;
    const path = site.at('spec', 'template', 'metadata', 'labels');
    yield invalid(path, sortedLabels(labels), '`selector` does not match template `labels`');
  },
});
