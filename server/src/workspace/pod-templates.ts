import type { FieldPath } from '../kubernetes/path.ts';
import type { PlacedObject, PodTemplateUse } from '../validation/rule.ts';
import type { Manifest } from './objects.ts';
import { isObject } from './objects.ts';

/** Where each kind keeps the template of its pods; a pod is its own. */
const templatePaths: Readonly<Record<string, FieldPath>> = {
  'core.v1.Pod': [],
  'core.v1.PodTemplate': ['template'],
  'core.v1.ReplicationController': ['spec', 'template'],
  'apps.v1.Deployment': ['spec', 'template'],
  'apps.v1.ReplicaSet': ['spec', 'template'],
  'apps.v1.StatefulSet': ['spec', 'template'],
  'apps.v1.DaemonSet': ['spec', 'template'],
  'batch.v1.Job': ['spec', 'template'],
  'batch.v1.CronJob': ['spec', 'jobTemplate', 'spec', 'template'],
};

/** The pod template of an object that makes pods, or is one. */
export function podTemplateOf(owner: PlacedObject, manifest: Manifest): PodTemplateUse | undefined {
  const path = manifest.type === undefined ? undefined : templatePaths[manifest.type];
  if (!path) return undefined;
  const template = path.reduce<unknown>((value, part) => (isObject(value) ? value[part] : undefined), owner.object);
  if (!isObject(template) || !isObject(template.spec)) return undefined;
  const labels = isObject(template.metadata) && isObject(template.metadata.labels) ? template.metadata.labels : {};
  return {
    owner,
    namespace: manifest.namespace,
    specPath: [...path, 'spec'],
    labels: labels as Readonly<Record<string, string>>,
    spec: template.spec,
  };
}
