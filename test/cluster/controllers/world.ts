import { ApiServer } from '../../../server/src/cluster/api/api-server.ts';
import { servedKinds } from '../../../server/src/cluster/api/kinds.ts';
import { Engine } from '../../../server/src/cluster/engine/engine.ts';
import { createRandom } from '../../../server/src/cluster/engine/random.ts';
import { ObjectStore } from '../../../server/src/cluster/engine/store.ts';
import type { TraceEntry } from '../../../server/src/cluster/engine/trace.ts';
import type { Controller, KubernetesObject } from '../../../server/src/cluster/engine/types.ts';
import type { Pod } from '../../../server/src/kubernetes/api.ts';
import { timestampAt } from '../../../server/src/kubernetes/time.ts';
import { structure } from '../../structure.ts';

/** An API server with just these controllers: no scheduler, no kubelet, no admission. Pods change when a test changes them. */
export class World {
  readonly trace: TraceEntry[] = [];
  readonly store = new ObjectStore({
    placementOf: (object) => (object.kind === 'Pod' ? ((object as Pod).spec?.nodeName ?? '') : undefined),
  });
  readonly api: ApiServer;
  private readonly engine: Engine;

  constructor(...controllers: Controller<never>[]) {
    const random = createRandom(1);
    this.api = new ApiServer({
      store: this.store,
      trace: this.trace,
      random,
      kinds: servedKinds(structure),
      now: () => this.engine.now,
      applyDefaults: (object) => object,
      admit: (object) => ({ ok: true, object }),
      validate: () => undefined,
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
      controllers as unknown as Controller[],
    );
  }

  get now(): number {
    return this.engine.now;
  }

  create<T extends KubernetesObject>(object: T): T {
    const outcome = this.api.create(object, 'test');
    if (!outcome.ok) throw new Error(outcome.error.message);
    return outcome.object as T;
  }

  /** Changes an object, and its status. */
  change<T extends KubernetesObject>(object: T, edit: (live: T) => T): void {
    const { name = '', namespace } = object.metadata;
    const edited = edit(this.get<T>(object.kind, name, namespace) as T);
    const outcome = this.api.update(edited, 'test');
    if (!outcome.ok) throw new Error(outcome.error.message);
    const { resourceVersion: _, ...metadata } = edited.metadata;
    if (this.get(object.kind, name, namespace)) this.api.updateStatus({ ...edited, metadata }, 'test');
  }

  delete(
    object: KubernetesObject,
    propagationPolicy?: 'Background' | 'Foreground' | 'Orphan',
    gracePeriodSeconds?: number,
  ): void {
    const { name = '', namespace = '' } = object.metadata;
    this.api.delete({ ref: { kind: object.kind, namespace, name }, propagationPolicy, gracePeriodSeconds }, 'test');
  }

  settle(limitMs = 3_600_000): void {
    this.engine.run({ until: this.now + limitMs, settle: true });
  }

  get<T extends KubernetesObject>(kind: string, name: string, namespace = 'default'): T | undefined {
    return this.store.get<T>(kind, namespace, name) ?? this.store.get<T>(kind, '', name);
  }

  names(kind: string): string[] {
    return this.store.list(kind).map(({ metadata }) => metadata.name ?? '');
  }

  events(): string[] {
    return this.trace.flatMap((entry) =>
      entry.verb === 'event' ? [`${entry.ref.kind}/${entry.ref.name} ${entry.type} ${entry.reason} ${entry.message}`] : [],
    );
  }
}
