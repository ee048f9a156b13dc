import { type JsonPatchOperation, jsonPatch, mergePatch } from '../../kubernetes/json-patch.ts';
import type { KubernetesObject, ObjectRef } from '../../kubernetes/object.ts';
import { strategicPatch } from '../../kubernetes/strategic-patch.ts';
import { kindKey } from '../../schema/structure.ts';
import type { Cluster } from '../cluster.ts';
import { change } from './apply.ts';
import { type CommandResult, done, failure } from './result.ts';

export type PatchType = 'strategic' | 'merge' | 'json';

/** `kubectl patch`. Source: staging/src/k8s.io/kubectl/pkg/cmd/patch */
export function patch(cluster: Cluster, ref: ObjectRef, type: PatchType, content: unknown): CommandResult {
  const { groupResource, printed } = cluster.kinds(ref.kind);
  const live = cluster.read.get(ref.kind, ref.namespace, ref.name);
  if (!live) return failure(`Error from server (NotFound): ${groupResource} "${ref.name}" not found`);
  const patched = patchedObject(cluster, live, type, content);
  if (typeof patched === 'string') return failure(`The request is invalid: ${patched}`);
  const outcome = change(cluster, patched, live);
  if (!outcome.ok) return failure(`error: ${outcome.error.message}`);
  return done(`${printed}/${ref.name} patched${outcome.object === live ? ' (no change)' : ''}`);
}

function patchedObject(cluster: Cluster, live: KubernetesObject, type: PatchType, content: unknown): KubernetesObject | string {
  if (type === 'json') {
    const result = jsonPatch(live, content as readonly JsonPatchOperation[]);
    return result.ok ? (result.value as KubernetesObject) : result.message;
  }
  if (type === 'merge') return mergePatch(live, content) as KubernetesObject;
  const { structure } = cluster.parts;
  const kind = structure.kinds[kindKey(live.apiVersion, live.kind)];
  const fields = live as unknown as Readonly<Record<string, unknown>>;
  return strategicPatch(
    structure,
    kind?.type,
    fields,
    content as Readonly<Record<string, unknown>>,
  ) as unknown as KubernetesObject;
}
