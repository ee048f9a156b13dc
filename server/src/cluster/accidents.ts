import type { Node, Pod } from '../kubernetes/api.ts';
import type { ObjectRef } from '../kubernetes/object.ts';
import { timestampAt } from '../kubernetes/time.ts';
import type { Cluster } from './cluster.ts';
import { crashContainer } from './kubelet/index.ts';
import { nodeObjects } from './kubelet/node.ts';
import { type CommandResult, done, failure } from './kubectl/result.ts';
import { failedSinceAnnotation } from './node-failure.ts';
import type { NodeSpec } from './spec.ts';

/** The machine dies: its kubelet falls silent, and nothing on it reports any more. */
export function failNode(cluster: Cluster, ref: ObjectRef): CommandResult {
  return annotateNode(cluster, ref, timestampAt(cluster.now), 'failed');
}

/** The machine is back, with the containers that it had. */
export function recoverNode(cluster: Cluster, ref: ObjectRef): CommandResult {
  return annotateNode(cluster, ref, undefined, 'recovered');
}

/** A new machine joins. `index` gives it addresses of its own: how many nodes the cluster has had before. */
export function addNode(cluster: Cluster, spec: NodeSpec, index: number): CommandResult {
  const { structure } = cluster.parts;
  for (const object of nodeObjects([spec], structure.kubernetesVersion, timestampAt(cluster.now), index)) {
    const outcome = cluster.api.create(object, 'kubelet');
    if (!outcome.ok) return failure(outcome.error.message);
  }
  return done(`node/${spec.name} added`);
}

/** The machine is gone for good, and its Node and Lease with it. */
export function removeNode(cluster: Cluster, name: string): CommandResult {
  const outcome = cluster.api.delete({ ref: { kind: 'Node', namespace: '', name } }, 'kubectl');
  if (!outcome.ok) return failure(outcome.error.message);
  cluster.api.delete({ ref: { kind: 'Lease', namespace: 'kube-node-lease', name } }, 'kubectl');
  return done(`node "${name}" removed`);
}

function annotateNode(cluster: Cluster, ref: ObjectRef, since: string | undefined, verb: string): CommandResult {
  const node = cluster.read.get<Node>('Node', '', ref.name);
  if (!node) return failure(`nodes "${ref.name}" not found`);
  const { [failedSinceAnnotation]: _, ...others } = node.metadata.annotations ?? {};
  const annotations = since === undefined ? others : { ...others, [failedSinceAnnotation]: since };
  const outcome = cluster.api.update({ ...node, metadata: { ...node.metadata, annotations } }, 'machine');
  return outcome.ok ? done(`node/${ref.name} ${verb}`) : failure(outcome.error.message);
}

/** A container's process ends by itself with this exit code. */
export function crash(cluster: Cluster, ref: ObjectRef, container: string | undefined, exitCode: number): CommandResult {
  const pod = cluster.read.get<Pod>('Pod', ref.namespace, ref.name);
  if (!pod) return failure(`pods "${ref.name}" not found`);
  const name = container ?? pod.spec?.containers[0]?.name ?? '';
  const key = `${ref.namespace}/${ref.name}`;
  const memory = crashContainer(cluster.memoryOf('kubelet', key), name, exitCode, cluster.now);
  if (memory === undefined) return failure(`container ${name} of pod/${ref.name} is not running`);
  cluster.remember('kubelet', key, memory);
  return done(`container ${name} of pod/${ref.name} ended with exit code ${exitCode}`);
}
