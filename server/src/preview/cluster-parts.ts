import type { ClusterParts } from '../cluster/cluster.ts';
import type { ApiError } from '../cluster/engine/types.ts';
import type { ClusterSpec } from '../cluster/spec.ts';
import { applyDefaults } from '../kubernetes/defaults/index.ts';
import type { Pod, PodSpec } from '../kubernetes/api.ts';
import type { KubernetesObject } from '../kubernetes/object.ts';
import type { Schema } from '../schema/index.ts';
import type { Structure } from '../schema/structure.ts';
import { formatInvalid } from '../validation/invalid.ts';
import { rules } from '../validation/rules/index.ts';
import { updateErrors } from '../validation/update/index.ts';
import { createValidator } from '../validation/validate.ts';

/** Gives a cluster the same defaults and rules by which the editor judges manifests. */
export function clusterParts(structure: Structure, spec: ClusterSpec, seed: number): ClusterParts {
  const validator = createValidator({ structure, rules });
  const validate = (object: KubernetesObject, old?: KubernetesObject): ApiError | undefined => {
    const errors = [...validator.apiServerErrors(object), ...(old ? updateErrors(object, old) : [])];
    return errors.length === 0 ? undefined : { code: 422, reason: 'Invalid', message: formatInvalid(object, errors) };
  };
  return { structure, spec, seed, applyDefaults: sharingPodSpecs(), validate };
}

/** Pods that a controller makes share the spec of its template: what the first of them lacks, all of them lack. */
function sharingPodSpecs(): (object: KubernetesObject) => KubernetesObject {
  const completed = new WeakMap<PodSpec, PodSpec>();
  return (object) => {
    const pod = object as Pod;
    if (pod.kind !== 'Pod' || !pod.spec || pod.status) return applyDefaults(object);
    const known = completed.get(pod.spec);
    if (known) return known === pod.spec ? pod : ({ ...pod, spec: known } as Pod);
    const defaulted = applyDefaults(pod);
    if (defaulted.spec) completed.set(pod.spec, defaulted.spec);
    return defaulted;
  };
}

/** Why the API server could not even read an object: its kind, or fields that it does not know or of the wrong type. */
export function decodeError(schema: Schema, object: KubernetesObject): string | undefined {
  const { apiVersion, kind } = object;
  const known = schema.classifyKind(apiVersion, kind);
  if (known.class === 'removed' || known.class === 'unknown-builtin') {
    return `resource mapping not found for name: "${object.metadata.name ?? ''}" namespace: "${object.metadata.namespace ?? ''}": ${known.message}\nensure CRDs are installed first`;
  }
  const problems = schema
    .checkShape(apiVersion, kind, object)
    .filter(({ code }) => code === 'unknown-field' || code === 'wrong-type');
  if (problems.length === 0) return undefined;
  const version = apiVersion.split('/').at(-1) ?? '';
  const messages = problems.map(({ message }) => message.replace(/^strict decoding error: /, ''));
  const isStrict = problems.every(({ code }) => code === 'unknown-field');
  const text = isStrict ? `strict decoding error: ${messages.join(', ')}` : messages[0];
  return `Error from server (BadRequest): ${kind} in version "${version}" cannot be handled as a ${kind}: ${text}`;
}
