import { invalid } from '../field-error.ts';
import { defineRule } from '../rule.ts';
import { isUsable, kindOf, printedSelector } from '../workload.ts';

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
    yield invalid(
      site.at('selector'),
      printedSelector(spec.selector),
      kindOf(site) === 'StatefulSet' ? '' : 'invalid label selector',
    );
  },
});
