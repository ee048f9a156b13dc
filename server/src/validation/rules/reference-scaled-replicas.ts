import { nameOf, namespaceOf } from '../references.ts';
import type { WorkspaceRule } from '../rule.ts';

const scaledTypes = {
  Deployment: 'apps.v1.Deployment',
  ReplicaSet: 'apps.v1.ReplicaSet',
  StatefulSet: 'apps.v1.StatefulSet',
} as const;

/** Source: https://kubernetes.io/docs/tasks/run-application/horizontal-pod-autoscale/#migrating-deployments-and-statefulsets-to-horizontal-autoscaling */
const rule: WorkspaceRule = {
  id: 'reference-scaled-replicas',
  covers: ['REF-08'],
  summary: 'What an autoscaler scales does not say itself how many pods there are to be.',
  docs: 'https://kubernetes.io/docs/tasks/run-application/horizontal-pod-autoscale/#migrating-deployments-and-statefulsets-to-horizontal-autoscaling',
  severity: 'warning',
  *check(workspace) {
    const told = new Set<unknown>();
    for (const autoscaler of workspace.all('autoscaling.v2.HorizontalPodAutoscaler')) {
      const { kind = '', name = '' } = autoscaler.object.spec?.scaleTargetRef ?? {};
      if (!(kind in scaledTypes)) continue;
      const target = workspace.get(scaledTypes[kind as keyof typeof scaledTypes], namespaceOf(autoscaler), name);
      const replicas = (target?.written as { readonly spec?: { readonly replicas?: number } } | undefined)?.spec?.replicas;
      // None at all switches the autoscaler off, which is meant.
      if (!target || replicas === undefined || replicas === 0 || told.has(target.source)) continue;
      told.add(target.source);
      const message = `HorizontalPodAutoscaler "${nameOf(autoscaler)}" decides how many pods there are; each apply sets them back to ${replicas}`;
      const path = ['spec', 'replicas'];
      yield { source: target.source, path, message, fix: { title: 'Remove replicas', edits: [{ do: 'remove', path }] } };
    }
  },
};

export default rule;
