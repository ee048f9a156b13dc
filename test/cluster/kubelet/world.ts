import { createRandom } from '../../../server/src/cluster/engine/random.ts';
import { Engine } from '../../../server/src/cluster/engine/engine.ts';
import { ObjectStore } from '../../../server/src/cluster/engine/store.ts';
import type { EventAction, KubernetesObject, Outcome } from '../../../server/src/cluster/engine/types.ts';
import { createKubelet } from '../../../server/src/cluster/kubelet/kubelet.ts';
import { nodeObject } from '../../../server/src/cluster/kubelet/node.ts';
import type { ClusterSpec, NodeSpec } from '../../../server/src/cluster/spec.ts';
import type { Container, Node, Pod, PodSpec } from '../../../server/src/kubernetes/api.ts';
import { semanticEqual } from '../../../server/src/kubernetes/equality.ts';
import { timestampAt } from '../../../server/src/kubernetes/time.ts';

type Write = Parameters<ConstructorParameters<typeof Engine>[0]['write']>[0];

/** The kubelet on the real engine and store, with just enough of an API server for pods that are bound by hand. */
export class World {
  readonly events: { at: number; reason: string; message: string; type: string }[] = [];
  /** Every pod status as it was written. */
  readonly writes: { at: number; pod: Pod }[] = [];
  readonly store = new ObjectStore({
    placementOf: (object) => (object.kind === 'Pod' ? ((object as Pod).spec?.nodeName ?? '') : undefined),
  });
  readonly engine: Engine;
  private uids = 0;

  constructor(options: { images?: ClusterSpec['images']; nodes?: readonly NodeSpec[] } = {}) {
    const nodes = options.nodes ?? [node('n1')];
    nodes.forEach((spec, index) => {
      const object = nodeObject(spec, index, '1.37.2', timestampAt(0));
      this.store.put({ ...object, metadata: { ...object.metadata, uid: spec.name } });
    });
    this.engine = new Engine(
      {
        store: this.store,
        random: createRandom(1),
        write: (action) => this.write(action),
        event: ({ type, reason, message }: EventAction) => this.events.push({ at: this.engine.now, type, reason, message }),
        timestamp: timestampAt,
      },
      [createKubelet({ images: options.images ?? [] })],
    );
  }

  put(object: KubernetesObject): void {
    this.store.put(object);
  }

  create(pod: Pod): void {
    this.uids += 1;
    this.store.put({
      ...pod,
      metadata: {
        namespace: 'default',
        uid: `uid-${this.uids}`,
        generation: 1,
        creationTimestamp: timestampAt(this.engine.now),
        ...pod.metadata,
      },
      status: { phase: 'Pending', ...pod.status },
    } as Pod);
  }

  /** As the API server does it: a bound pod gets its grace. */
  delete(name: string, grace?: number): void {
    const pod = this.pod(name);
    const seconds = grace ?? pod.spec?.terminationGracePeriodSeconds ?? 30;
    const deletionTimestamp = timestampAt(this.engine.now + seconds * 1000);
    this.store.put({ ...pod, metadata: { ...pod.metadata, deletionTimestamp, deletionGracePeriodSeconds: seconds } });
  }

  pod(name: string): Pod {
    const pod = this.find(name);
    if (!pod) throw new Error(`no pod ${name}`);
    return pod;
  }

  find(name: string): Pod | undefined {
    return this.store.get<Pod>('Pod', 'default', name);
  }

  node(name = 'n1'): Node {
    return this.store.get<Node>('Node', '', name) as Node;
  }

  advance(seconds: number): void {
    this.engine.run({ until: this.engine.now + Math.round(seconds * 1000), settle: false });
  }

  settle(): void {
    this.engine.run({ until: 10_000_000, settle: true });
  }

  /** `reason: message` of all events since the beginning. */
  told(): string[] {
    return this.events.map(({ reason, message }) => `${reason}: ${message}`);
  }

  private write(action: Write): Outcome {
    if (action.do === 'delete') {
      const pod = this.store.remove(action.ref);
      return { ok: true, object: pod as KubernetesObject };
    }
    const { kind, metadata } = action.object;
    const current = this.store.get(kind, metadata.namespace ?? '', metadata.name ?? '');
    if (current && current.metadata.resourceVersion !== metadata.resourceVersion) {
      return { ok: false, error: { code: 409, reason: 'Conflict', message: 'the object has been modified' } };
    }
    const { annotations } = metadata;
    const carried = kind === 'Node' ? { metadata: { ...(current as Node).metadata, annotations } } : {};
    const next = {
      ...(current as KubernetesObject),
      ...carried,
      status: (action.object as Pod).status,
    } as unknown as KubernetesObject;
    if (semanticEqual(next, current)) return { ok: true, object: next };
    const stored = this.store.put(next);
    if (kind === 'Pod') this.writes.push({ at: this.engine.now, pod: stored as Pod });
    return { ok: true, object: stored };
  }
}

export function node(name: string, extra: Partial<NodeSpec> = {}): NodeSpec {
  return { name, labels: {}, taints: [], capacity: { cpu: '4', memory: '8Gi', pods: '110' }, ...extra };
}

export function pod(
  name: string,
  spec: Partial<PodSpec> & { container?: Partial<Container> } = {},
  annotations?: Record<string, string>,
): Pod {
  const { container, ...rest } = spec;
  return {
    apiVersion: 'v1',
    kind: 'Pod',
    metadata: { name, ...(annotations ? { annotations } : {}) },
    spec: {
      nodeName: 'n1',
      restartPolicy: 'Always',
      terminationGracePeriodSeconds: 30,
      containers: [{ name: 'c', image: 'nginx:1.27', imagePullPolicy: 'IfNotPresent', ...container }],
      ...rest,
    },
  };
}

/** `Ready=False ContainersNotReady: containers with unready status: [c]` */
export function condition(of: Pod, type: string): string {
  const found = of.status?.conditions?.find((candidate) => candidate.type === type);
  if (!found) return 'absent';
  return `${found.status}${found.reason ? ` ${found.reason}` : ''}${found.message ? `: ${found.message}` : ''}`;
}
