import { invalid, required } from '../field-error.ts';
import { defineRule } from '../rule.ts';
import { isUsable } from '../workload.ts';

/** Source: pkg/apis/rbac/validation/validation.go (ValidateClusterRole) */
export default defineRule({
  id: 'rbac-aggregation',
  covers: [],
  summary: 'An aggregated ClusterRole has selectors that can be asked.',
  docs: 'https://kubernetes.io/docs/reference/access-authn-authz/rbac/#aggregated-clusterroles',
  severity: 'error',
  on: 'rbac.v1.AggregationRule',
  *check({ clusterRoleSelectors = [] }, site) {
    const path = site.at('clusterRoleSelectors');
    if (clusterRoleSelectors.length === 0) {
      yield required(path, 'at least one clusterRoleSelector required if aggregationRule is non-nil');
    }
    for (const [index, selector] of clusterRoleSelectors.entries()) {
      if (!isUsable(selector)) yield invalid([...path, index], null, 'invalid label selector.');
    }
  },
});
