import type {
  ControllerRevision,
  PersistentVolumeClaim,
  Pod,
  StatefulSet,
  StatefulSetSpec,
} from '../../../server/src/kubernetes/api.ts';
import type { KubernetesObject } from '../../../server/src/kubernetes/object.ts';
import { timestampAt } from '../../../server/src/kubernetes/time.ts';
import type { Action, ApiError, EventAction, Outcome, WriteAction } from '../../../server/src/cluster/engine/types.ts';
import { statefulSetController } from '../../../server/src/cluster/controllers/statefulset.ts';
import { ordinalOf } from '../../../server/src/cluster/controllers/statefulset-identity.ts';

export function statefulSet(replicas: number, spec: Partial<StatefulSetSpec> = {}): StatefulSet {
  const labels = { foo: 'bar' };
  return {
    apiVersion: 'apps/v1',
    kind: 'StatefulSet',
    metadata: { name: 'web', namespace: 'default', uid: 'set-uid', generation: 1 },
    spec: {
      replicas,
      selector: { matchLabels: labels },
      serviceName: 'governing',
      revisionHistoryLimit: 10,
      podManagementPolicy: 'OrderedReady',
      updateStrategy: { type: 'RollingUpdate', rollingUpdate: { partition: 0 } },
      template: { metadata: { labels }, spec: { containers: [{ name: 'nginx', image: 'nginx' }] } },
      volumeClaimTemplates: [
        {
          apiVersion: 'v1',
          kind: 'PersistentVolumeClaim',
          metadata: { name: 'datadir' },
          spec: { resources: { requests: { storage: '1Gi' } } },
        },
      ],
      ...spec,
    },
  };
}

const runningAndReady = (since: string): Pod['status'] => ({
  phase: 'Running',
  conditions: [{ type: 'Ready', status: 'True', lastTransitionTime: since }],
});

/** A small API server for one set: creates are Pending, deletes leave a terminating pod until `finish` lets it go. */
export class World {
  readonly pods = new Map<string, Pod>();
  readonly claims = new Map<string, PersistentVolumeClaim>();
  revisions: ControllerRevision[] = [];
  readonly events: EventAction[] = [];
  readonly refusals: ((action: Action) => ApiError | undefined)[] = [];
  requeued: number | undefined;
  now = 0;
  private uids = 0;

  constructor(public set: StatefulSet) {}

  /** One reconcile; the error with which it ended, if any. */
  sync(): string | undefined {
    this.requeued = undefined;
    const observation = { statefulSet: this.set, pods: this.sorted, revisions: this.revisions, claims: new Map(this.claims) };
    const context = { now: this.now, timestamp: timestampAt(this.now), random: () => 0 };
    return this.run(statefulSetController.reconcile(observation, context));
  }

  /** Ordinals of the pods that are there, terminating ones too. */
  get ordinals(): number[] {
    return this.sorted.map(ordinalOf);
  }

  get sorted(): Pod[] {
    return [...this.pods.values()].sort((a, b) => ordinalOf(a) - ordinalOf(b));
  }

  pod(ordinal: number): Pod {
    const pod = this.pods.get(`web-${ordinal}`);
    if (!pod) throw new Error(`no pod web-${ordinal}`);
    return pod;
  }

  setStatus(ordinal: number, status: Pod['status']): void {
    const pod: Pod = { ...this.pod(ordinal), status };
    this.put(pod);
  }

  ready(...ordinals: number[]): void {
    for (const ordinal of ordinals) this.setStatus(ordinal, runningAndReady(timestampAt(this.now)));
  }

  terminate(ordinal: number): void {
    this.put({ ...this.pod(ordinal), metadata: { ...this.pod(ordinal).metadata, deletionTimestamp: timestampAt(this.now) } });
  }

  /** Terminating pods end, and take the claims that they own along. */
  finish(): void {
    for (const pod of this.sorted.filter(({ metadata }) => metadata.deletionTimestamp !== undefined)) {
      this.pods.delete(pod.metadata.name ?? '');
      for (const [name, claim] of this.claims) {
        if (claim.metadata.ownerReferences?.some(({ uid }) => uid === pod.metadata.uid)) this.claims.delete(name);
      }
    }
  }

  /** Syncs, ends terminating pods, makes pods ready, until nothing changes. */
  settle(): void {
    for (let round = 0; round < 200; round++) {
      const before = JSON.stringify([this.sorted, this.set, [...this.claims], this.revisions]);
      this.sync();
      this.finish();
      this.ready(...this.sorted.filter(({ status }) => status?.phase === 'Pending').map(ordinalOf));
      if (before === JSON.stringify([this.sorted, this.set, [...this.claims], this.revisions])) return;
    }
    throw new Error('does not settle');
  }

  change(spec: Partial<StatefulSetSpec>): void {
    this.set = {
      ...this.set,
      metadata: { ...this.set.metadata, generation: (this.set.metadata.generation ?? 0) + 1 },
      spec: { ...this.set.spec, ...spec },
    };
  }

  setImage(image: string): void {
    this.change({ template: { ...this.set.spec.template, spec: { containers: [{ name: 'nginx', image }] } } });
  }

  images(): (string | undefined)[] {
    return this.sorted.map((pod) => pod.spec?.containers[0]?.image);
  }

  /** `Normal SuccessfulCreate Create Pod …` */
  get told(): string[] {
    return this.events.map(({ type, reason, message }) => `${type} ${reason} ${message}`);
  }

  private run(actions: readonly Action[]): string | undefined {
    for (const action of actions) {
      const error = this.perform(action);
      if (error !== undefined) return error;
    }
    return undefined;
  }

  private perform(action: Action): string | undefined {
    if (action.do === 'retry') return action.error;
    if (action.do === 'event') this.events.push(action);
    else if (action.do === 'requeue') this.requeued = action.after;
    else if (action.do === 'batch') {
      const outcomes = action.actions.map((one) => {
        const outcome = this.write(one);
        this.run(one.then?.(outcome) ?? []);
        return outcome;
      });
      return this.run(action.then?.(outcomes) ?? []);
    } else if (action.do !== 'remember') {
      const outcome = this.write(action);
      if (action.then) return this.run(action.then(outcome));
      return outcome.ok ? undefined : outcome.error.message;
    }
    return undefined;
  }

  private write(action: WriteAction): Outcome {
    for (const refuse of this.refusals) {
      const error = refuse(action);
      if (error) return { ok: false, error };
    }
    if (action.do !== 'delete') return { ok: true, object: this.put(action.object, action.do === 'create') };
    const pod = this.pods.get(action.ref.name);
    if (action.ref.kind === 'ControllerRevision')
      this.revisions = this.revisions.filter(({ metadata }) => metadata.name !== action.ref.name);
    else if (!pod) return { ok: false, error: { code: 404, reason: 'NotFound', message: `pods "${action.ref.name}" not found` } };
    else this.terminate(ordinalOf(pod));
    return { ok: true, object: pod ?? this.set };
  }

  private put(object: KubernetesObject, isNew = false): KubernetesObject {
    const name = object.metadata.name ?? '';
    const stored = isNew
      ? { ...object, metadata: { ...object.metadata, uid: `uid-${this.uids++}`, creationTimestamp: timestampAt(this.now) } }
      : object;
    if (object.kind === 'StatefulSet') this.set = stored as StatefulSet;
    else if (object.kind === 'Pod') this.pods.set(name, { status: { phase: 'Pending' }, ...stored } as Pod);
    else if (object.kind === 'PersistentVolumeClaim') this.claims.set(name, stored as PersistentVolumeClaim);
    else this.revisions = [...this.revisions.filter(({ metadata }) => metadata.name !== name), stored as ControllerRevision];
    return stored;
  }
}
