import type { Pod, PodTemplateSpec } from '../../kubernetes/api.ts';
import { controllerReference, type KubernetesObject, refOf } from '../../kubernetes/object.ts';
import type { Action, ApiError, CreateAction, DeleteAction, Outcome } from '../engine/types.ts';

/**
 * The pod that a template describes, owned by its controller and named after it (`<owner>-` and five letters).
 * Source: pkg/controller/controller_utils.go (GetPodFromTemplate)
 */
export function podFromTemplate(template: PodTemplateSpec, owner: KubernetesObject): Pod {
  const { labels, annotations, finalizers } = template.metadata ?? {};
  return {
    apiVersion: 'v1',
    kind: 'Pod',
    metadata: {
      generateName: `${owner.metadata.name ?? ''}-`,
      namespace: owner.metadata.namespace,
      ...(labels && { labels }),
      ...(annotations && { annotations }),
      ...(finalizers && { finalizers }),
      ownerReferences: [controllerReference(owner)],
    },
    spec: template.spec,
  };
}

/** Creates a pod and says so in an event about its owner. Source: pkg/controller/controller_utils.go (createPods) */
export function createPod(owner: KubernetesObject, pod: Pod): CreateAction {
  return {
    do: 'create',
    object: pod,
    then: (outcome) => {
      if (outcome.ok) return [event(owner, 'Normal', 'SuccessfulCreate', `Created pod: ${outcome.object.metadata.name ?? ''}`)];
      return isNamespaceTerminating(outcome.error)
        ? []
        : [event(owner, 'Warning', 'FailedCreate', `Error creating: ${outcome.error.message}`)];
    },
  };
}

/** Deletes a pod with its own grace and says so in an event about its owner. Source: pkg/controller/controller_utils.go (DeletePod) */
export function deletePod(owner: KubernetesObject, pod: Pod): DeleteAction {
  return {
    do: 'delete',
    ref: {
      kind: 'Pod',
      namespace: pod.metadata.namespace ?? '',
      name: pod.metadata.name ?? '',
    },
    then: (outcome) => {
      if (outcome.ok) return [event(owner, 'Normal', 'SuccessfulDelete', `Deleted pod: ${pod.metadata.name ?? ''}`)];
      return outcome.error.reason === 'NotFound'
        ? []
        : [event(owner, 'Warning', 'FailedDelete', `Error deleting: ${outcome.error.message}`)];
    },
  };
}

/** The first failure of a batch of {@link createPod} that counts; in a namespace that is going away failing is expected. */
export function createFailure(outcomes: readonly Outcome[]): string | undefined {
  for (const outcome of outcomes) {
    if (!outcome.ok && !isNamespaceTerminating(outcome.error)) return outcome.error.message;
  }
  return undefined;
}

/** The first failure of a batch of {@link deletePod} that counts, as the pod control words it; a pod that is gone is none. */
export function deleteFailure(outcomes: readonly Outcome[]): string | undefined {
  for (const outcome of outcomes) {
    if (!outcome.ok && outcome.error.reason !== 'NotFound') return `unable to delete pods: ${outcome.error.message}`;
  }
  return undefined;
}

/** Whether a create was refused since its namespace is being deleted (upstream: the status cause NamespaceTerminating). */
export function isNamespaceTerminating(error: ApiError): boolean {
  return error.reason === 'Forbidden' && error.message.endsWith('because it is being terminated');
}

export function event(about: KubernetesObject, type: 'Normal' | 'Warning', reason: string, message: string): Action {
  return { do: 'event', type, about: refOf(about), reason, message };
}
