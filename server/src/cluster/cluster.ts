import type { Node, Pod } from '../kubernetes/api.ts';
import type { KubernetesObject } from '../kubernetes/object.ts';
import { timestampAt } from '../kubernetes/time.ts';
import type { Structure } from '../schema/structure.ts';
import { admitCreate } from './admission/index.ts';
import { ApiServer, installer } from './api/api-server.ts';
import { type ServedKind, servedKinds } from './api/kinds.ts';
import { controllers } from './controllers/index.ts';
import { Engine, type StopReason } from './engine/engine.ts';
import { createRandom } from './engine/random.ts';
import { ObjectStore } from './engine/store.ts';
import type { TraceEntry } from './engine/trace.ts';
import type { ApiError, Controller, Reader, VirtualMs } from './engine/types.ts';
import { createKubelet } from './kubelet/index.ts';
import { nodeObjects } from './kubelet/node.ts';
import { nodeStatusReporter } from './kubelet/node-status.ts';
import { scheduler } from './scheduler/index.ts';
import type { ClusterSpec, ImageBehavior } from './spec.ts';
import { systemObjects } from './system/objects.ts';

export interface ClusterParts {
  readonly spec: ClusterSpec;
  /** Same seed, version and input: the same trace, byte for byte. */
  readonly seed: number;
  readonly structure: Structure;
  readonly applyDefaults: (object: KubernetesObject) => KubernetesObject;
  /** The refusal of an object that breaks a rule, against its predecessor when it is an update. */
  readonly validate: (object: KubernetesObject, old?: KubernetesObject) => ApiError | undefined;
  /** Moves the pods in place of the emulated kubelet. */
  readonly kubelet?: (model: Pick<ClusterSpec, 'images'>) => Controller;
}

/** When starting a cluster takes longer than this in virtual time, something in it never comes up. */
const startLimitMs = 600_000;

/** A running cluster: an API server with its store, the controllers, the scheduler and a kubelet per node, in virtual time. */
export class Cluster {
  readonly trace: TraceEntry[] = [];
  readonly api: ApiServer;
  readonly kinds: (kind: string) => ServedKind;
  private readonly store = new ObjectStore({ placementOf });
  private readonly engine: Engine;
  /** How images behave now; {@link behave} changes it. */
  private readonly model: { images: readonly ImageBehavior[] };

  constructor(readonly parts: ClusterParts) {
    const random = createRandom(parts.seed);
    this.kinds = servedKinds(parts.structure);
    this.model = { images: parts.spec.images };
    this.api = new ApiServer({
      store: this.store,
      trace: this.trace,
      random,
      kinds: this.kinds,
      now: () => this.now,
      applyDefaults: parts.applyDefaults,
      admit: admitCreate,
      validate: parts.validate,
    });
    this.engine = new Engine(
      {
        store: this.store,
        random,
        write: (action, actor) => this.api.write(action, actor),
        event: (action, actor) => {
          this.api.event(action, actor);
        },
        timestamp: timestampAt,
      },
      allControllers(this.model, parts.kubelet ?? createKubelet),
    );
    this.start();
  }

  get now(): VirtualMs {
    return this.engine.now;
  }

  get read(): Reader {
    return this.store;
  }

  /** Every object, in order of creation within its kind. */
  objects(): readonly KubernetesObject[] {
    return this.store.all();
  }

  /** Runs until nothing more is going to happen by itself, or for `limitMs` of virtual time. */
  settle(limitMs: VirtualMs, shouldStop?: () => boolean): StopReason {
    return this.engine.run({ until: this.now + limitMs, settle: true, ...(shouldStop && { shouldStop }) });
  }

  /** Lets exactly this much virtual time pass. */
  advance(ms: VirtualMs, shouldStop?: () => boolean): StopReason {
    return this.engine.run({ until: this.now + ms, settle: false, ...(shouldStop && { shouldStop }) });
  }

  /** A control loop's private memory, for explanations. */
  memoryOf(controller: string, key: string): unknown {
    return this.engine.memoryOf(controller, key);
  }

  /** Whether a control loop has something to do about a key by itself. */
  isDue(controller: string, key: string): boolean {
    return this.engine.isDue(controller, key);
  }

  /** Reaches into a control loop's memory, as an accident on a node does. */
  remember(controller: string, key: string, value: unknown): void {
    this.engine.remember(controller, key, value);
  }

  /** From now on an image behaves so, also where it runs already; what was said of the same image and container is void. */
  behave(behavior: ImageBehavior): void {
    const others = this.model.images.filter(
      ({ image, container }) => image !== behavior.image || container !== behavior.container,
    );
    this.model.images = [{ ...behavior, since: this.now }, ...others];
    for (const pod of this.store.list<Pod>('Pod')) {
      const key = `${pod.metadata.namespace ?? ''}/${pod.metadata.name ?? ''}`;
      if (pod.spec?.nodeName) this.remember('kubelet', key, this.memoryOf('kubelet', key));
    }
  }

  /** Whether nothing more is going to happen by itself. */
  get isSettled(): boolean {
    return this.engine.isSettled;
  }

  /** What the control loops still have to do before anything can come to rest: `deployment-controller default/web`. */
  busy(): readonly string[] {
    return this.engine.busy();
  }

  private start(): void {
    const { spec, structure } = this.parts;
    for (const object of systemObjects(structure.kubernetesVersion)) this.api.create(object, installer);
    const nodes = nodeObjects(spec.nodes, structure.kubernetesVersion, timestampAt(this.now));
    for (const object of nodes) this.api.create(object, 'kubelet');
    this.settle(startLimitMs);
  }
}

function allControllers(
  model: Pick<ClusterSpec, 'images'>,
  kubelet: NonNullable<ClusterParts['kubelet']>,
): readonly Controller[] {
  return [...controllers, scheduler, kubelet(model), nodeStatusReporter];
}

function placementOf(object: KubernetesObject): string | undefined {
  return object.kind === 'Pod' ? ((object as Pod).spec?.nodeName ?? '') : undefined;
}

export type { Node };
