import { isSidecar } from '../pod-spec.ts';
import { absent, containersOf, namespaceOf, templateOf } from '../references.ts';
import type { PodTemplateUse, WorkspaceFinding, WorkspaceRule } from '../rule.ts';

const scalableTypes = {
  Deployment: 'apps.v1.Deployment',
  ReplicaSet: 'apps.v1.ReplicaSet',
  StatefulSet: 'apps.v1.StatefulSet',
} as const;

const isScalable = (kind: string): kind is keyof typeof scalableTypes => kind in scalableTypes;

/** Source: pkg/controller/podautoscaler/metrics/utilization.go, replica_calculator.go (calculatePodRequests) */
const rule: WorkspaceRule = {
  id: 'reference-scale-target',
  covers: ['REF-08'],
  summary: 'What an autoscaler scales exists, and requests the resource by whose use it is scaled.',
  docs: 'https://kubernetes.io/docs/tasks/run-application/horizontal-pod-autoscale/#how-does-a-horizontalpodautoscaler-work',
  severity: 'warning',
  *check(workspace) {
    for (const autoscaler of workspace.all('autoscaling.v2.HorizontalPodAutoscaler')) {
      const { scaleTargetRef, metrics = [] } = autoscaler.object.spec ?? {};
      const { kind = '', name = '', apiVersion } = scaleTargetRef ?? {};
      if (!isScalable(kind) || apiVersion !== 'apps/v1' || name === '') continue;
      const target = workspace.get(scalableTypes[kind], namespaceOf(autoscaler), name);
      if (target === undefined) {
        if (workspace.mayExist(scalableTypes[kind], namespaceOf(autoscaler), name)) continue;
        const message = `${absent(kind, name)}: the autoscaler has nothing to scale`;
        yield { source: autoscaler.source, path: ['spec', 'scaleTargetRef', 'name'], message };
        continue;
      }
      // A LimitRange may fill in what the template leaves out.
      const isLimited = workspace.all('core.v1.LimitRange').some((range) => namespaceOf(range) === namespaceOf(autoscaler));
      if (isLimited) continue;
      const use = templateOf(workspace, target.source);
      for (const metric of metrics) {
        const { name: resource, target: goal } = metric.resource ?? {};
        if (metric.type !== 'Resource' || resource === undefined || goal?.type !== 'Utilization' || use === undefined) continue;
        yield* missingRequests(use, resource);
      }
    }
  },
};

export default rule;

/**
 * Use is a share of what is requested: with one container that requests nothing it cannot be told. Limits become requests
 * when the pod is made.
 */
function* missingRequests({ spec, specPath, owner }: PodTemplateUse, resource: string): Iterable<WorkspaceFinding> {
  if (spec.resources?.requests?.[resource] !== undefined) return;
  for (const { container, path } of containersOf(spec)) {
    if (path[0] === 'initContainers' && !isSidecar(container)) continue;
    const { name = '', resources } = container;
    if (resources?.requests?.[resource] !== undefined || resources?.limits?.[resource] !== undefined) continue;
    const message = `missing request for ${resource} in container ${name}: the autoscaler cannot tell the utilization of these pods`;
    yield { source: owner.source, path: [...specPath, ...path, 'resources'], message };
  }
}
