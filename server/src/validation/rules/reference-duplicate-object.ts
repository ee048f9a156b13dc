import { namespaceOf, nameOf } from '../references.ts';
import type { PlacedObject, WorkspaceRule } from '../rule.ts';

const types = [
  'apps.v1.DaemonSet',
  'apps.v1.Deployment',
  'apps.v1.StatefulSet',
  'autoscaling.v2.HorizontalPodAutoscaler',
  'batch.v1.CronJob',
  'batch.v1.Job',
  'core.v1.ConfigMap',
  'core.v1.PersistentVolumeClaim',
  'core.v1.Pod',
  'core.v1.Secret',
  'core.v1.Service',
  'core.v1.ServiceAccount',
  'networking.v1.Ingress',
  'policy.v1.PodDisruptionBudget',
] as const;

/** May be meant so: one of them for each environment. */
const rule: WorkspaceRule = {
  id: 'reference-duplicate-object',
  covers: ['REF-13'],
  summary: 'An object is written once: of two with one name, the one that is applied last replaces the other.',
  docs: 'https://kubernetes.io/docs/concepts/overview/working-with-objects/names/',
  severity: 'information',
  *check(workspace) {
    for (const type of types) {
      const byName = new Map<string, PlacedObject[]>();
      for (const placed of workspace.all(type) as readonly PlacedObject[]) {
        const key = `${namespaceOf(placed)}/${nameOf(placed)}`;
        if (nameOf(placed) !== '') byName.set(key, [...(byName.get(key) ?? []), placed]);
      }
      for (const [key, placed] of byName) {
        if (placed.length < 2) continue;
        for (const { object, source } of placed) {
          const message = `${object.kind ?? ''} ${key} is written ${placed.length} times: the one that is applied last wins`;
          yield { source, path: ['metadata', 'name'], message };
        }
      }
    }
  },
};

export default rule;
