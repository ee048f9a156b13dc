import type { Container, Pod, PodSpec, Deployment } from '../../kubernetes/api.ts';
import type { KubernetesObject, ObjectRef } from '../../kubernetes/object.ts';
import type { Cluster } from '../cluster.ts';
import { type CommandResult, edit, failure } from './result.ts';

/** `kubectl set image`; container `*` means all. Source: staging/src/k8s.io/kubectl/pkg/cmd/set/set_image.go */
export function setImage(cluster: Cluster, ref: ObjectRef, container: string, image: string): CommandResult {
  const live = cluster.read.get(ref.kind, ref.namespace, ref.name);
  const spec = live && podSpecOf(live);
  if (live && !spec) return failure(`error: the object is not a pod or does not have a pod template: ${ref.kind}`);
  const names = [...(spec?.initContainers ?? []), ...(spec?.containers ?? [])].map(({ name }) => name);
  if (live && container !== '*' && !names.includes(container)) {
    return failure(`error: unable to find container named "${container}"`);
  }
  return edit(cluster, ref, 'image updated', (object) => withPodSpec(object, (pod) => withImage(pod, container, image)));
}

function podSpecOf(object: KubernetesObject): PodSpec | undefined {
  return object.kind === 'Pod' ? (object as Pod).spec : (object as Deployment).spec?.template?.spec;
}

function withPodSpec(object: KubernetesObject, change: (spec: PodSpec) => PodSpec): KubernetesObject {
  const spec = podSpecOf(object);
  if (!spec) return object;
  if (object.kind === 'Pod') return { ...object, spec: change(spec) } as KubernetesObject;
  const workload = object as Deployment;
  const template = { ...workload.spec.template, spec: change(spec) };
  return { ...workload, spec: { ...workload.spec, template } } as KubernetesObject;
}

function withImage(spec: PodSpec, container: string, image: string): PodSpec {
  const set = (one: Container): Container => (container === '*' || one.name === container ? { ...one, image } : one);
  return {
    ...spec,
    containers: spec.containers.map(set),
    ...(spec.initContainers && { initContainers: spec.initContainers.map(set) }),
  };
}
