import { required } from '../field-error.ts';
import { defineRule } from '../rule.ts';
import { selectTemplateLabels } from '../workload.ts';

/** Source: pkg/apis/apps/validation/validation.go; of a DaemonSet the selector is not required as such */
export default defineRule({
  id: 'workload-selector-required',
  covers: ['DEP-02', 'RS-02', 'STS-07'],
  summary: 'A Deployment, ReplicaSet or StatefulSet has a selector.',
  docs: 'https://kubernetes.io/docs/concepts/workloads/controllers/deployment/#selector',
  severity: 'error',
  on: ['apps.v1.DeploymentSpec', 'apps.v1.ReplicaSetSpec', 'apps.v1.StatefulSetSpec'],
  *check(spec, site) {
    if (spec.selector === undefined) yield required(site.at('selector'));
  },
  fix: (_error, site) => selectTemplateLabels(site),
});
