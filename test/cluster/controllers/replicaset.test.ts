import { describe, expect, it } from 'vitest';
import { adopt, claim, claimActions } from '../../../server/src/cluster/controllers/control-ref.ts';
import { burstReplicas, replicaSetController } from '../../../server/src/cluster/controllers/replicaset.ts';
import { choosePodsToDelete } from '../../../server/src/cluster/controllers/replicaset-deletion-order.ts';
import { replicaSetStatus } from '../../../server/src/cluster/controllers/replicaset-status.ts';
import type { Action, Outcome } from '../../../server/src/cluster/engine/types.ts';
import type { Pod, ReplicaSet } from '../../../server/src/kubernetes/api.ts';
import { matchesSelector } from '../../../server/src/kubernetes/selector.ts';
import { timestampAt } from '../../../server/src/kubernetes/time.ts';
import { eventsOf, newPod, newReplicaSet, play, succeed, withStatus } from './workloads.ts';

const hour = 3_600_000;
const month = 31 * 24 * hour;
/** Long after the epoch, so that all ages can be written. */
const now = 12 * month;
const ago = (ms: number): string => timestampAt(now - ms);

function reconcile(replicaSet: ReplicaSet, pods: readonly Pod[], at = now): Action[] {
  return [
    ...replicaSetController.reconcile(
      { replicaSet, pods, relatedPods: [] },
      { now: at, timestamp: timestampAt(at), random: () => 0 },
    ),
  ];
}

function set(replicas: number, change: Partial<ReplicaSet['spec']> = {}): ReplicaSet {
  const base = newReplicaSet('web', replicas);
  return {
    ...base,
    metadata: { ...base.metadata, generation: 1 },
    spec: { ...base.spec, template: { metadata: { labels: { foo: 'bar' } }, spec: { containers: [] } }, ...change },
  };
}

const statusIn = (actions: readonly Action[]) =>
  actions.flatMap((action) => (action.do === 'updateStatus' ? [(action.object as ReplicaSet).status] : []))[0];
const refuse = (message: string): Outcome => ({ ok: false, error: { code: 403, reason: 'Forbidden', message } });

describe('keeping the number', () => {
  it('creates what is missing, owned and named after it', () => {
    const actions = play(reconcile(set(2), []));
    expect(eventsOf(actions)).toEqual([
      'Normal SuccessfulCreate Created pod: web-xxxxx',
      'Normal SuccessfulCreate Created pod: web-xxxxx',
    ]);
    expect(actions.find((action) => action.do === 'create')).toMatchObject({
      object: {
        metadata: {
          generateName: 'web-',
          namespace: 'default',
          labels: { foo: 'bar' },
          ownerReferences: [{ kind: 'ReplicaSet', name: 'web', controller: true, blockOwnerDeletion: true }],
        },
      },
    });
    expect(statusIn(actions)).toEqual({ replicas: 0, terminatingReplicas: 0, observedGeneration: 1 });
  });

  it('starts slowly, and no more than 500 at once', () => {
    const [batch] = reconcile(set(1200), []);
    expect(batch).toMatchObject({ do: 'batch', slowStart: true });
    expect(batch?.do === 'batch' && batch.actions.length).toBe(burstReplicas);
  });

  it('replaces pods that fail or are being deleted', () => {
    const gone = newPod('gone', { owner: set(2) });
    const pods = [
      newPod('failed', { owner: set(2), phase: 'Failed' }),
      { ...gone, metadata: { ...gone.metadata, deletionTimestamp: ago(0) } },
    ];
    const actions = play(reconcile(set(2), pods));
    expect(actions.filter((action) => action.do === 'create')).toHaveLength(2);
    expect(statusIn(actions)).toMatchObject({ replicas: 0, terminatingReplicas: 1 });
  });

  it('deletes what is too much', () => {
    const pods = [newPod('b', { owner: set(1), ready: true, node: 'n' }), newPod('a', { owner: set(1), node: 'n' })];
    expect(eventsOf(play(reconcile(set(1), pods)))).toEqual(['Normal SuccessfulDelete Deleted pod: a']);
  });

  it('does nothing for itself while it is being deleted', () => {
    const base = set(3);
    const actions = play(reconcile({ ...base, metadata: { ...base.metadata, deletionTimestamp: ago(0) } }, []));
    expect(actions.map((action) => action.do)).toEqual(['updateStatus']);
  });

  it('writes nothing when all is well', () => {
    const pod = newPod('a', { owner: set(1), ready: true });
    const status = statusIn(play(reconcile(set(1), [pod])));
    expect(reconcile({ ...set(1), status }, [pod])).toEqual([]);
  });
});

describe('failures', () => {
  it('are told in an event and a condition, and tried again', () => {
    const message = 'pods "web-" is forbidden: exceeded quota: q';
    const actions = play(reconcile(set(1), []), (action) => (action.do === 'create' ? refuse(message) : succeed(action)));
    expect(eventsOf(actions)).toEqual([`Warning FailedCreate Error creating: ${message}`]);
    expect(statusIn(actions)?.conditions).toEqual([
      { type: 'ReplicaFailure', status: 'True', reason: 'FailedCreate', message, lastTransitionTime: timestampAt(now) },
    ]);
    expect(actions.at(-1)).toEqual({ do: 'retry', error: message });
  });

  it('of deletes name the cause', () => {
    const actions = play(reconcile(set(0), [newPod('a', { owner: set(0) })]), (action) =>
      action.do === 'delete' ? refuse('no') : succeed(action),
    );
    expect(eventsOf(actions)).toEqual(['Warning FailedDelete Error deleting: no']);
    expect(statusIn(actions)?.conditions).toMatchObject([{ reason: 'FailedDelete', message: 'unable to delete pods: no' }]);
  });

  it('are none while the namespace goes away, nor for pods that are gone', () => {
    const terminating = refuse(
      'pods "web-" is forbidden: unable to create new content in namespace default because it is being terminated',
    );
    const created = play(reconcile(set(1), []), (action) => (action.do === 'create' ? terminating : succeed(action)));
    expect(created.map((action) => action.do)).toEqual(['create', 'updateStatus']);
    const missing: Outcome = { ok: false, error: { code: 404, reason: 'NotFound', message: 'pods "a" not found' } };
    const deleted = play(reconcile(set(0), [newPod('a', { owner: set(0) })]), (action) =>
      action.do === 'delete' ? missing : succeed(action),
    );
    expect(eventsOf(deleted)).toEqual([]);
  });
});

describe('minReadySeconds', () => {
  it('comes back when the first pod becomes available', () => {
    const pods = [
      newPod('a', { owner: set(2), ready: true, readySince: ago(4000) }),
      newPod('b', { owner: set(2), ready: true, readySince: ago(7000) }),
    ];
    const actions = reconcile(set(2, { minReadySeconds: 10 }), pods);
    expect(statusIn(actions)).toMatchObject({ readyReplicas: 2 });
    expect(statusIn(actions)?.availableReplicas).toBeUndefined();
    expect(actions.at(-1)).toEqual({ do: 'requeue', after: 3000 });
  });
});

/** TestCalculateStatus and TestCalculateStatusConditions in pkg/controller/replicaset/replica_set_utils_test.go. */
describe('status', () => {
  const full = { name: 'foo', type: 'production' };
  const labelled = (labels: Record<string, string>, minReadySeconds = 0): ReplicaSet =>
    set(2, { minReadySeconds, template: { metadata: { labels } } });
  const pod = (labels: Record<string, string>, readySince?: string) => newPod('p', { labels, ready: true, readySince });
  const status = (replicaSet: ReplicaSet, active: readonly Pod[], terminating = 0, failure?: string) =>
    replicaSetStatus({ replicaSet, active, terminating, failure, now, timestamp: timestampAt(now) });

  it.each([
    { name: '1 fully labelled pod', rs: labelled(full), pods: [pod(full)], terminating: 0, counts: [1, 1, 1, 1, 0] },
    {
      name: '1 not fully labelled pod',
      rs: labelled(full),
      pods: [pod({ name: 'foo' })],
      terminating: 0,
      counts: [1, undefined, 1, 1, 0],
    },
    { name: '2 fully labelled pods', rs: labelled(full), pods: [pod(full), pod(full)], terminating: 0, counts: [2, 2, 2, 2, 0] },
    {
      name: '1 fully labelled pod, 1 not',
      rs: labelled(full),
      pods: [pod({ name: 'foo' }), pod(full)],
      terminating: 0,
      counts: [2, 1, 2, 2, 0],
    },
    {
      name: '1 non-ready pod',
      rs: labelled(full),
      pods: [newPod('p', { labels: full, phase: 'Pending' })],
      terminating: 0,
      counts: [1, 1, undefined, undefined, 0],
    },
    {
      name: '1 ready but non-available pod',
      rs: labelled(full, 3600),
      pods: [pod(full, ago(0))],
      terminating: 0,
      counts: [1, 1, 1, undefined, 0],
    },
    {
      name: '1 available pod with minReadySeconds',
      rs: labelled(full, 3600),
      pods: [pod(full, ago(hour))],
      terminating: 0,
      counts: [1, 1, 1, 1, 0],
    },
    {
      name: '1 available pod for a long time',
      rs: labelled(full, 3600),
      pods: [pod(full, ago(2 * hour))],
      terminating: 0,
      counts: [1, 1, 1, 1, 0],
    },
    { name: '1 pod and 2 terminating', rs: labelled(full), pods: [pod(full)], terminating: 2, counts: [1, 1, 1, 1, 2] },
  ])('$name', ({ rs, pods, terminating, counts }) => {
    const { replicas, fullyLabeledReplicas, readyReplicas, availableReplicas, terminatingReplicas } = status(
      rs,
      pods,
      terminating,
    );
    expect([replicas, fullyLabeledReplicas, readyReplicas, availableReplicas, terminatingReplicas]).toEqual(counts);
  });

  const failing = withStatus(set(10), { conditions: [{ type: 'ReplicaFailure', status: 'True', message: 'the first' }] });
  it.each([
    {
      name: 'first failure, too few',
      rs: set(2),
      pods: 1,
      failure: 'fake',
      expected: [{ reason: 'FailedCreate', message: 'fake' }],
    },
    {
      name: 'first failure, too many',
      rs: set(2),
      pods: 3,
      failure: 'fake',
      expected: [{ reason: 'FailedDelete', message: 'fake' }],
    },
    { name: 'no failure any more', rs: failing, pods: 1, failure: undefined, expected: undefined },
    { name: 'another failure', rs: failing, pods: 1, failure: 'fake', expected: [{ message: 'the first' }] },
    { name: 'no failure', rs: set(2), pods: 1, failure: undefined, expected: undefined },
  ])('condition: $name', ({ rs, pods, failure, expected }) => {
    const { conditions } = status(
      rs,
      Array.from({ length: pods }, (_, index) => newPod(`p${index}`)),
      0,
      failure,
    );
    if (expected === undefined) expect(conditions).toBeUndefined();
    else expect(conditions).toMatchObject(expected);
  });
});

/** TestSortingActivePodsWithRanks in pkg/controller/controller_utils_test.go. */
describe('deletion order', () => {
  interface Shape {
    node?: string;
    phase?: string;
    ready?: boolean;
    restarts?: number;
    sidecarRestarts?: number;
    since?: string;
    created?: string;
    cost?: string;
  }
  function pod(
    name: string,
    { node = 'node', phase = 'Running', ready = false, restarts = 0, sidecarRestarts = 0, since, created, cost }: Shape,
  ): Pod {
    const base = newPod(name, { node, phase, ready, readySince: since });
    const status = (container: string, restartCount: number) => ({
      name: container,
      restartCount,
      image: '',
      imageID: '',
      ready,
    });
    return {
      ...base,
      metadata: {
        ...base.metadata,
        creationTimestamp: created,
        ...(cost !== undefined && { annotations: { 'controller.kubernetes.io/pod-deletion-cost': cost } }),
      },
      spec: { containers: [], nodeName: node, initContainers: [{ name: 'sidecar', restartPolicy: 'Always' }] },
      status: {
        ...base.status,
        containerStatuses: [status('c', restarts)],
        initContainerStatuses: [status('sidecar', sidecarRestarts)],
      },
    };
  }
  const nowText = ago(0);
  const monthAgo = ago(month);
  const pods = {
    unscheduled: pod('unscheduled', { node: '', phase: 'Pending' }),
    pending: pod('pending', { phase: 'Pending' }),
    unknown: pod('unknown', { phase: 'Unknown' }),
    notReady: pod('not-ready', {}),
    readyNoTime: pod('ready-no-time', { ready: true }),
    readyNow: pod('ready-now', { ready: true, since: nowText, created: nowText }),
    readyThen: pod('ready-then', { ready: true, since: monthAgo, created: monthAgo }),
    highRestarts: pod('high-restarts', { ready: true, restarts: 9001, since: nowText, created: nowText }),
    highSidecar: pod('high-sidecar', { ready: true, restarts: 9001, sidecarRestarts: 9001, since: nowText, created: nowText }),
    createdThen: pod('created-then', { ready: true, since: nowText, created: monthAgo }),
    lowCost: pod('low-cost', { ready: true, since: nowText, created: monthAgo, cost: '10' }),
    highCost: pod('high-cost', { ready: true, since: nowText, created: monthAgo, cost: '100' }),
    ready2h: pod('ready-2h', { ready: true, since: ago(2 * hour), created: monthAgo }),
    ready5h: pod('ready-5h', { ready: true, since: ago(5 * hour), created: monthAgo }),
  };
  type Name = keyof typeof pods;

  it.each([
    ['unscheduled', 'pending'],
    ['pending', 'unknown'],
    ['unknown', 'notReady'],
    ['notReady', 'readyNoTime'],
    ['readyNoTime', 'readyNow'],
    ['readyNow', 'readyThen'],
    ['highRestarts', 'readyNow'],
    ['highSidecar', 'highRestarts'],
    ['readyNow', 'createdThen'],
    ['lowCost', 'highCost'],
    ['ready2h', 'ready5h'],
  ] satisfies [Name, Name][])('%s before %s', (first, second) => {
    expect(choosePodsToDelete([pods[second], pods[first]], [], 1, now)).toEqual([pods[first]]);
    expect(choosePodsToDelete([pods[first], pods[second]], [], 1, now)).toEqual([pods[first]]);
  });

  it('takes from the more crowded node first, whatever came later', () => {
    const here = pod('here', { node: 'n1', ready: true, since: monthAgo, created: monthAgo });
    const there = pod('there', { node: 'n2', ready: true, since: nowText, created: nowText });
    const mate = pod('mate', { node: 'n1', ready: true });
    expect(choosePodsToDelete([there, here], [here, there, mate], 1, now)).toEqual([here]);
    const ended = pod('ended', { node: 'n1', phase: 'Succeeded' });
    expect(choosePodsToDelete([there, here], [here, there, ended], 1, now)).toEqual([there]);
  });

  it('tells ages of one magnitude apart by uid', () => {
    const [a, b] = [pod('a', { ready: true, since: ago(5 * hour) }), pod('b', { ready: true, since: ago(8 * hour) })];
    expect(choosePodsToDelete([b, a], [], 1, now)).toEqual([a]);
    const [c, d] = [pod('c', { ready: true, since: ago(8 * hour) }), pod('d', { ready: true, since: ago(5 * hour) })];
    expect(choosePodsToDelete([d, c], [], 1, now)).toEqual([c]);
  });

  it.each(['+10', '010', 'ten', '3000000000', ''])('counts the cost %j as 0', (cost) => {
    const odd = pod('odd', { ready: true, cost });
    expect(choosePodsToDelete([odd, pod('one', { ready: true, cost: '1' })], [], 1, now)).toEqual([odd]);
    const below = pod('below', { ready: true, cost: '-1' });
    expect(choosePodsToDelete([odd, below], [], 1, now)).toEqual([below]);
  });
});

/** TestClaimPods in pkg/controller/controller_ref_manager_test.go. */
describe('claiming', () => {
  const production = { type: 'production' };
  const test = { type: 'testing' };
  const owner = newReplicaSet('owner', 1);
  const other = newReplicaSet('other', 1);
  const deleted = { ...owner, metadata: { ...owner.metadata, deletionTimestamp: ago(0) } };
  const clusterScoped = { ...owner, metadata: { ...owner.metadata, namespace: undefined } };
  const pod = (name: string, labels: Record<string, string>, by?: ReplicaSet, metadata: Partial<Pod['metadata']> = {}): Pod => {
    const base = newPod(name, { labels, owner: by });
    return { ...base, metadata: { ...base.metadata, ...metadata } };
  };
  const dying = { deletionTimestamp: ago(0) };

  it.each([
    { name: 'pods with correct label', by: owner, pods: [pod('1', production), pod('2', test)], claimed: ['1'], writes: 1 },
    { name: 'none when being deleted', by: deleted, pods: [pod('1', production), pod('2', production)], claimed: [], writes: 0 },
    {
      name: 'no new ones when being deleted',
      by: deleted,
      pods: [pod('1', production, owner), pod('2', production)],
      claimed: ['1'],
      writes: 0,
    },
    {
      name: 'not those of another controller',
      by: owner,
      pods: [pod('1', production, owner), pod('2', production, other)],
      claimed: ['1'],
      writes: 0,
    },
    {
      name: 'releases those that match no more',
      by: owner,
      pods: [pod('1', production, owner), pod('2', test, owner)],
      claimed: ['1'],
      writes: 1,
    },
    {
      name: 'no orphans that are being deleted',
      by: owner,
      pods: [pod('1', production, owner, dying), pod('2', production, undefined, dying)],
      claimed: ['1'],
      writes: 0,
    },
    {
      name: 'claims and releases',
      by: owner,
      pods: [pod('1', production, owner), pod('2', test, owner), pod('3', production)],
      claimed: ['1', '3'],
      writes: 2,
    },
    {
      name: 'not from another namespace',
      by: owner,
      pods: [pod('1', production), pod('2', production, undefined, { namespace: 'else' })],
      claimed: ['1'],
      writes: 1,
    },
    {
      name: 'from anywhere when cluster-scoped',
      by: clusterScoped,
      pods: [pod('1', production), pod('2', production, undefined, { namespace: 'else' })],
      claimed: ['1', '2'],
      writes: 2,
    },
  ])('$name', ({ by, pods, claimed, writes }) => {
    const result = claim(by, pods, ({ metadata }) => matchesSelector({ matchLabels: production }, metadata.labels));
    expect(result.claimed.map(({ metadata }) => metadata.name)).toEqual(claimed);
    expect(claimActions(by, result)).toHaveLength(writes);
  });

  it('keeps other owners beside the controller', () => {
    const friend = { apiVersion: 'v1', kind: 'ConfigMap', name: 'c', uid: 'c' };
    const adopted = adopt(owner, pod('1', production, undefined, { ownerReferences: [friend] }));
    expect(adopted.metadata.ownerReferences).toMatchObject([friend, { uid: 'owner-uid', controller: true }]);
  });
});
