import type { Site } from './rule.ts';

/**
 * Whether the API server checks the label selector at a site: there are some that it stores as they are, for example
 * those of metrics (autoscaling). Source: the callers of ValidateLabelSelector in pkg/apis
 */
export function isCheckedSelector(site: Site): boolean {
  const parent = site.ancestors.at(-1)?.type;
  return parent !== undefined && checkedIn.has(parent);
}

const checkedIn: ReadonlySet<string> = new Set([
  'apps.v1.DaemonSetSpec',
  'apps.v1.DeploymentSpec',
  'apps.v1.ReplicaSetSpec',
  'apps.v1.StatefulSetSpec',
  'batch.v1.JobSpec',
  'core.v1.PersistentVolumeClaimSpec',
  'core.v1.PodAffinityTerm',
  'core.v1.TopologySpreadConstraint',
  'networking.v1.NetworkPolicyPeer',
  'networking.v1.NetworkPolicySpec',
  'policy.v1.PodDisruptionBudgetSpec',
  'rbac.v1.AggregationRule',
]);
