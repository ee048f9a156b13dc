import type { DaemonSet, Node, Pod, PodSpec, Taint } from '../../../server/src/kubernetes/api.ts';
import { controllerReference } from '../../../server/src/kubernetes/object.ts';
import { podRevisionLabel } from '../../../server/src/cluster/controllers/controller-revision.ts';
import { type DaemonView, manage, sortNodes } from '../../../server/src/cluster/controllers/daemonset-manage.ts';
import { nodeJudge } from '../../../server/src/cluster/controllers/daemonset-nodes.ts';
import { daemonPod, podsByNode } from '../../../server/src/cluster/controllers/daemonset-pods.ts';
import { rollingUpdate } from '../../../server/src/cluster/controllers/daemonset-update.ts';

export const simpleLabels = { name: 'simple-daemon', type: 'production' };

export function daemonSet(
  update: DaemonSet['spec']['updateStrategy'],
  template: Partial<PodSpec> = {},
  more: Partial<DaemonSet['spec']> = {},
): DaemonSet {
  return {
    apiVersion: 'apps/v1',
    kind: 'DaemonSet',
    metadata: { name: 'foo', namespace: 'default', uid: 'ds-uid', generation: 1 },
    spec: {
      selector: { matchLabels: simpleLabels },
      revisionHistoryLimit: 10,
      updateStrategy: update,
      template: { metadata: { labels: simpleLabels }, spec: { containers: [{ name: 'c', image: 'foo/bar' }], ...template } },
      ...more,
    },
  };
}

export const unavailable = (maxUnavailable: number | string) =>
  ({ type: 'RollingUpdate', rollingUpdate: { maxUnavailable, maxSurge: 0 } }) as const;
export const surging = (maxSurge: number | string) =>
  ({ type: 'RollingUpdate', rollingUpdate: { maxUnavailable: 0, maxSurge } }) as const;

export function node(name: string, labels: Record<string, string> = {}, taints: Taint[] = []): Node {
  return { apiVersion: 'v1', kind: 'Node', metadata: { name, labels }, spec: { taints } };
}

export const nodes = (count: number) => Array.from({ length: count }, (_, index) => node(`node-${index}`));

export function ownedPod(owner: DaemonSet, name: string, nodeName: string, hash: string, status: Pod['status'] = {}): Pod {
  return {
    apiVersion: 'v1',
    kind: 'Pod',
    metadata: {
      name,
      namespace: 'default',
      uid: `uid-${name}`,
      creationTimestamp: '2026-01-01T00:00:00Z',
      labels: { ...simpleLabels, [podRevisionLabel]: hash },
      ownerReferences: [controllerReference(owner)],
    },
    spec: { containers: [], nodeName },
    status,
  };
}

export const ready = (since = '2026-01-01T00:00:00Z'): Pod['status'] => ({
  phase: 'Running',
  conditions: [{ type: 'Ready', status: 'True', lastTransitionTime: since }],
});

/** A DaemonSet and its pods, stepped as upstream's tests step theirs: pods appear bound and vanish when deleted. */
export class Fleet {
  pods: Pod[] = [];
  now = 0;
  hash = 'one';
  private created = 0;

  constructor(
    public daemonSet: DaemonSet,
    public nodes: readonly Node[],
  ) {}

  get view(): DaemonView {
    const judge = nodeJudge(this.daemonSet);
    return {
      daemonSet: this.daemonSet,
      nodes: new Map(sortNodes(this.nodes).map((item) => [item.metadata.name ?? '', judge(item)])),
      pods: podsByNode(this.pods),
      hash: this.hash,
      now: this.now,
    };
  }

  /** One upstream sync: manage, see its result, then the update's step. */
  sync(): { created: number; deleted: number } {
    const managed = manage(this.view, new Map());
    this.apply(managed.create, managed.remove);
    const update =
      this.daemonSet.spec.updateStrategy?.type === 'RollingUpdate' ? rollingUpdate(this.view) : { create: [], remove: [] };
    if ('error' in update) throw new Error(update.error);
    this.apply(update.create, update.remove);
    return { created: managed.create.length + update.create.length, deleted: managed.remove.length + update.remove.length };
  }

  private apply(create: readonly string[], remove: readonly Pod[]): void {
    this.pods = this.pods.filter((pod) => !remove.includes(pod));
    for (const nodeName of create) {
      const pod = daemonPod(this.daemonSet, this.hash, nodeName);
      const spec = { ...(pod.spec as PodSpec), nodeName };
      this.pods.push({
        ...pod,
        metadata: { ...pod.metadata, name: `foo-${this.created++}`, creationTimestamp: '2026-01-01T00:00:00Z' },
        spec,
      });
    }
  }

  /** A new template: another hash, and the template's changes. */
  change(hash: string, update: DaemonSet['spec']['updateStrategy'], template: Partial<PodSpec> = {}): void {
    this.hash = hash;
    const spec = { ...(this.daemonSet.spec.template.spec as PodSpec), ...template };
    this.daemonSet = {
      ...this.daemonSet,
      spec: { ...this.daemonSet.spec, updateStrategy: update, template: { ...this.daemonSet.spec.template, spec } },
    };
  }

  set(status: Pod['status'], which: (pod: Pod) => boolean = () => true): void {
    this.pods = this.pods.map((pod) => (which(pod) ? { ...pod, status } : pod));
  }
}
