import { invalid } from '../field-error.ts';
import { defineRule } from '../rule.ts';

const key = 'controller.kubernetes.io/pod-deletion-cost';

/** Source: pkg/apis/core/validation/validation.go (ValidatePodSpecificAnnotations), pkg/apis/core/helper/helpers.go */
export default defineRule({
  id: 'pod-deletion-cost',
  covers: ['ANN-01'],
  summary: 'The deletion cost of a pod is a 32 bit number without a plus sign and leading zeros.',
  docs: 'https://kubernetes.io/docs/concepts/workloads/controllers/replicaset/#pod-deletion-cost',
  severity: 'error',
  on: ['core.v1.Pod', 'core.v1.PodTemplateSpec'],
  *check({ metadata }, site) {
    const cost = metadata?.annotations?.[key];
    if (cost === undefined || isCost(cost)) return;
    const annotations = site.path.length === 0 ? 'metadata.annotations' : `${site.field}.annotations`;
    yield invalid(
      { path: site.at('metadata', 'annotations', key), field: `${annotations}[${key}]` },
      cost,
      'must be a 32bit integer',
    );
  },
});

function isCost(text: string): boolean {
  return /^(0|[1-9][0-9]*|-[0-9]+)$/.test(text) && Number(text) >= -2147483648 && Number(text) <= 2147483647;
}
