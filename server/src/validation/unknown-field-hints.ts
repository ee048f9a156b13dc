import type { FieldPath } from '../kubernetes/path.ts';
import type { FieldShape, Structure } from '../schema/structure.ts';
import type { Fix } from './rule.ts';

/** Why a field that many people write does not exist, and what they mean instead. */
export interface UnknownFieldHint {
  readonly id: string;
  /** Type, as in the structure file, in which the field does not exist. */
  readonly type: string;
  readonly field: string;
  /** Sentences that follow the API server's own message. */
  readonly hint: string;
  /** The field that is meant, where it stands in the same place; without one the field has to go. */
  readonly renameTo?: string;
}

export const unknownFieldHints: readonly UnknownFieldHint[] = [
  {
    id: 'daemonset-has-no-replicas',
    type: 'apps.v1.DaemonSetSpec',
    field: 'replicas',
    hint: 'A DaemonSet runs one pod on every eligible node, so it has no replica count: nodeSelector, affinity and tolerations of the pod template choose the nodes. A Deployment runs a number of pods.',
  },
  {
    id: 'daemonset-update-strategy-name',
    type: 'apps.v1.DaemonSetSpec',
    field: 'strategy',
    hint: 'In a DaemonSet the field is called updateStrategy; strategy is that of a Deployment.',
    renameTo: 'updateStrategy',
  },
  {
    id: 'statefulset-update-strategy-name',
    type: 'apps.v1.StatefulSetSpec',
    field: 'strategy',
    hint: 'In a StatefulSet the field is called updateStrategy; strategy is that of a Deployment.',
    renameTo: 'updateStrategy',
  },
  {
    id: 'deployment-strategy-name',
    type: 'apps.v1.DeploymentSpec',
    field: 'updateStrategy',
    hint: 'In a Deployment the field is called strategy; updateStrategy is that of a DaemonSet or StatefulSet.',
    renameTo: 'strategy',
  },
  {
    id: 'deployment-has-no-claim-templates',
    type: 'apps.v1.DeploymentSpec',
    field: 'volumeClaimTemplates',
    hint: 'The pods of a Deployment share their claims. A StatefulSet makes a claim for each pod.',
  },
  {
    id: 'job-has-no-schedule',
    type: 'batch.v1.JobSpec',
    field: 'schedule',
    hint: 'A Job runs once. A CronJob makes Jobs by a schedule.',
  },
  {
    id: 'cronjob-template-name',
    type: 'batch.v1.CronJobSpec',
    field: 'template',
    hint: 'A CronJob makes Jobs: the pod template stands in jobTemplate.spec.template.',
  },
  {
    id: 'container-port-name',
    type: 'core.v1.ContainerPort',
    field: 'port',
    hint: 'A container calls its port containerPort; port is that of a Service.',
    renameTo: 'containerPort',
  },
  {
    id: 'service-target-port-name',
    type: 'core.v1.ServicePort',
    field: 'containerPort',
    hint: 'A Service calls the port of its pods targetPort.',
    renameTo: 'targetPort',
  },
];

const byPlace = new Map(unknownFieldHints.map((hint) => [`${hint.type} ${hint.field}`, hint]));

/** The hint for an unknown field of an object, given the type of the whole object. */
export function unknownFieldHint(structure: Structure, rootType: string, path: FieldPath): UnknownFieldHint | undefined {
  const type = namedTypeAt(structure, rootType, path.slice(0, -1));
  return type === undefined ? undefined : byPlace.get(`${type} ${String(path.at(-1))}`);
}

/** Renames the field to what is meant, or removes it. */
export function unknownFieldFix({ field, renameTo }: UnknownFieldHint, path: FieldPath): Fix {
  return renameTo === undefined
    ? { title: `Remove ${field}`, edits: [{ do: 'remove', path }] }
    : { title: `Rename ${field} to ${renameTo}`, edits: [{ do: 'rename', path, to: renameTo }] };
}

function namedTypeAt(structure: Structure, rootType: string, path: FieldPath): string | undefined {
  let shape: FieldShape | undefined = { $ref: rootType };
  for (const part of path) {
    const own: FieldShape | undefined = shape?.$ref === undefined ? shape : structure.types[shape.$ref];
    shape = typeof part === 'number' ? own?.items : (own?.properties?.[part] ?? own?.additionalProperties);
  }
  return shape?.$ref;
}
