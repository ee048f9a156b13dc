import type { Pod, PodSpec } from '../../kubernetes/api.ts';
import { semanticEqual } from '../../kubernetes/equality.ts';
import type { KubernetesObject } from '../../kubernetes/object.ts';

/**
 * Remembers pods that were found valid. Pods that a controller makes from one template differ in nothing that a rule looks
 * at but the node that a DaemonSet pins them to, so that only the first of them has to be looked at.
 */
export class KnownValid {
  /** By the template's list of containers, which its pods share. */
  private readonly firsts = new WeakMap<object, Pod>();

  /** Whether a requested object is like one that was found valid. */
  covers(requested: KubernetesObject): boolean {
    const containers = containersOf(requested);
    const first = containers && this.firsts.get(containers);
    return first !== undefined && isOfOneTemplate(first, requested);
  }

  add(requested: KubernetesObject): void {
    const containers = containersOf(requested);
    if (containers) this.firsts.set(containers, requested);
  }
}

function containersOf(object: KubernetesObject): object | undefined {
  const isMadeByController = object.kind === 'Pod' && object.metadata.generateName !== undefined;
  return isMadeByController ? (object as Pod).spec?.containers : undefined;
}

function isOfOneTemplate(first: Pod, pod: Pod): boolean {
  const [a, b] = [first.metadata, pod.metadata];
  return (
    a.generateName === b.generateName &&
    semanticEqual(a.labels, b.labels) &&
    semanticEqual(a.annotations, b.annotations) &&
    semanticEqual(a.finalizers, b.finalizers) &&
    (first.spec === pod.spec || semanticEqual(unpinned(first.spec), unpinned(pod.spec)))
  );
}

function unpinned(spec: PodSpec | undefined): Partial<PodSpec> {
  return { ...spec, affinity: undefined };
}
