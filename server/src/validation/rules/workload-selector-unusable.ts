import { invalid } from '../field-error.ts';
import { defineRule } from '../rule.ts';
import { isUsable, kindOf, type Selector, sortedLabels } from '../workload.ts';

/** As the API server prints it: labels first, in the order of their keys. */
function printed({ matchLabels, matchExpressions }: Selector): unknown {
  return {
    ...(matchLabels === undefined ? {} : { matchLabels: sortedLabels(matchLabels) }),
    ...(matchExpressions === undefined
      ? {}
      : {
          matchExpressions: matchExpressions.map(({ key, operator, values }) => ({
            key: key ?? '',
            operator: operator ?? '',
            values,
          })),
        }),
  };
}

/** Comes on top of the complaints about the selector's parts. Source: pkg/apis/apps/validation/validation.go */
export default defineRule({
  id: 'workload-selector-unusable',
  covers: ['DEP-02', 'RS-02', 'STS-07'],
  summary: 'A selector whose keys, operators or values are malformed cannot be used.',
  docs: 'https://kubernetes.io/docs/concepts/overview/working-with-objects/labels/#resources-that-support-set-based-requirements',
  severity: 'error',
  on: ['apps.v1.DeploymentSpec', 'apps.v1.ReplicaSetSpec', 'apps.v1.StatefulSetSpec'],
  *check(spec, site) {
    if (spec.selector === undefined || isUsable(spec.selector)) return;
    yield invalid(site.at('selector'), printed(spec.selector), kindOf(site) === 'StatefulSet' ? '' : 'invalid label selector');
  },
});
