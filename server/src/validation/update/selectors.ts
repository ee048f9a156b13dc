import { deletion, immutable, printSelector, type UpdateRule } from './rule.ts';

/**
 * Source: pkg/apis/apps/validation/validation.go (ValidateDeploymentUpdate, ValidateReplicaSetUpdate,
 * ValidateDaemonSetUpdate)
 */
export const selectorRule: UpdateRule = {
  id: 'update-selector',
  summary: 'The selector of a workload stays what it was when the workload was created.',
  docs: 'https://kubernetes.io/docs/concepts/workloads/controllers/deployment/#label-selector-updates',
  kinds: ['Deployment', 'ReplicaSet', 'DaemonSet'],
  check: (next, old) => immutable(next, old, ['spec', 'selector'], { print: printSelector }),
  remedy: (_, object) =>
    `Give the ${object.kind} another name, or delete it and apply it anew: \`${deletion(object)}\` ends its pods, ` +
    'with `--cascade=orphan` they go on running, and nobody looks after those that the new selector does not match.',
};
