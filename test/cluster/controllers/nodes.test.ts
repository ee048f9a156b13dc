import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import type { DaemonSet, Node, Pod, StatefulSet, Taint } from '../../../server/src/kubernetes/api.ts';
import { applyDefaults } from '../../../server/src/kubernetes/defaults/index.ts';
import type { KubernetesObject, ObjectRef } from '../../../server/src/kubernetes/object.ts';
import { timestampAt } from '../../../server/src/kubernetes/time.ts';
import type { Structure } from '../../../server/src/schema/structure.ts';
import { failNode, recoverNode } from '../../../server/src/cluster/accidents.ts';
import { Cluster } from '../../../server/src/cluster/cluster.ts';
import { isNodeReady, lossDueAt, unknownConditions, zoneState } from '../../../server/src/cluster/controllers/node-health.ts';
import { planTaints, type TaintMemory } from '../../../server/src/cluster/controllers/node-taints.ts';
import { taintEvictionController, toleratedFor } from '../../../server/src/cluster/controllers/taint-eviction.ts';
import { failedSinceAnnotation } from '../../../server/src/cluster/node-failure.ts';
import { defaultClusterSpec } from '../../../server/src/cluster/system/default-spec.ts';
import { daemonSet, unavailable } from './daemonset-fixtures.ts';
import { statefulSet } from './statefulset-fixtures.ts';

// Facts: pkg/controller/{nodelifecycle,tainteviction,podgc} of Kubernetes 1.37.2 and the defaults of kube-controller-manager.

const structure = JSON.parse(readFileSync('schemas/kubernetes-1.37.json', 'utf8')) as Structure;

/** The default cluster with a DaemonSet and a StatefulSet of three pods, all settled. */
function newCluster(): Cluster {
  const cluster = new Cluster({
    spec: defaultClusterSpec,
    seed: 1,
    structure,
    applyDefaults: (object) => applyDefaults(object) as KubernetesObject,
    validate: () => undefined,
  });
  for (const { metadata, ...object } of [daemonSet(unavailable(1)), statefulSet(3)] as KubernetesObject[]) {
    const created = cluster.api.create({ ...object, metadata: { name: metadata.name, namespace: 'default' } }, 'user');
    expect(created.ok).toBe(true);
  }
  cluster.settle(600_000);
  return cluster;
}

const podOf = (cluster: Cluster, name: string) => cluster.read.get<Pod>('Pod', 'default', name);
const nodeOf = (cluster: Cluster, name: string) => cluster.read.get<Node>('Node', '', name) as Node;
const refOfNode = (name: string): ObjectRef => ({ kind: 'Node', namespace: '', name });
const readyOf = (pod: Pod | undefined) => pod?.status?.conditions?.find(({ type }) => type === 'Ready')?.status;
const daemonStatus = (cluster: Cluster) => cluster.read.get<DaemonSet>('DaemonSet', 'default', 'foo')?.status;

/** `NodeNotReady Node worker-2 status is now: NodeNotReady`, of events since a time. */
function told(cluster: Cluster, since: number, reason: string): string[] {
  return cluster.trace.flatMap((entry) =>
    entry.verb === 'event' && entry.at >= since && entry.reason === reason ? [entry.message] : [],
  );
}

describe('a node that dies', () => {
  it('is noticed within 55 s, loses its pods after 5 minutes more, and comes back', () => {
    const cluster = newCluster();
    const name = podOf(cluster, 'web-1')?.spec?.nodeName ?? '';
    const start = cluster.now;
    failNode(cluster, refOfNode(name));
    cluster.advance(40_000);
    expect([isNodeReady(nodeOf(cluster, name)), readyOf(podOf(cluster, 'web-1'))]).toEqual([true, 'True']);
    cluster.advance(16_000);
    const node = nodeOf(cluster, name);
    expect(node.status?.conditions?.find(({ type }) => type === 'Ready')).toMatchObject({
      status: 'Unknown',
      reason: 'NodeStatusUnknown',
      message: 'Kubelet stopped posting node status.',
    });
    expect(node.spec?.taints?.map(({ key, effect }) => `${key}:${effect}`)).toEqual([
      'node.kubernetes.io/unreachable:NoSchedule',
      'node.kubernetes.io/unreachable:NoExecute',
    ]);
    expect(readyOf(podOf(cluster, 'web-1'))).toBe('False');
    expect(told(cluster, start, 'NodeNotReady')).toContain(`Node ${name} status is now: NodeNotReady`);
    expect(told(cluster, start, 'NodeNotReady').filter((message) => message === 'Node is not ready')).toHaveLength(3);
    expect(daemonStatus(cluster)).toMatchObject({ desiredNumberScheduled: 2, numberMisscheduled: 1, numberReady: 2 });

    cluster.settle(900_000);
    expect(cluster.now - start).toBeGreaterThan(345_000);
    expect(cluster.now - start).toBeLessThan(360_000);
    expect(told(cluster, start, 'TaintManagerEviction')).toEqual(['Marking for deletion Pod default/web-1']);
    const leaving = podOf(cluster, 'web-1');
    expect(leaving?.metadata.deletionTimestamp).toBeDefined();
    expect(leaving?.status?.conditions).toContainEqual(
      expect.objectContaining({ type: 'DisruptionTarget', status: 'True', reason: 'DeletionByTaintManager' }),
    );

    recoverNode(cluster, refOfNode(name));
    cluster.settle(900_000);
    expect([isNodeReady(nodeOf(cluster, name)), nodeOf(cluster, name).spec?.taints ?? []]).toEqual([true, []]);
    expect(told(cluster, start, 'NodeReady')).toEqual([`Node ${name} status is now: NodeReady`]);
    expect(cluster.read.get<StatefulSet>('StatefulSet', 'default', 'web')?.status).toMatchObject({
      replicas: 3,
      availableReplicas: 3,
    });
    expect(daemonStatus(cluster)).toMatchObject({ desiredNumberScheduled: 3, numberMisscheduled: 0, numberAvailable: 3 });
  });

  it('that is back before the grace period ends leaves no trace', () => {
    const cluster = newCluster();
    const start = cluster.now;
    failNode(cluster, refOfNode('worker-1'));
    cluster.advance(30_000);
    recoverNode(cluster, refOfNode('worker-1'));
    cluster.settle(900_000);
    expect(told(cluster, start, 'NodeNotReady')).toEqual([]);
  });

  it('that is back before its pods are evicted keeps them', () => {
    const cluster = newCluster();
    const name = podOf(cluster, 'web-0')?.spec?.nodeName ?? '';
    const uid = podOf(cluster, 'web-0')?.metadata.uid;
    const start = cluster.now;
    failNode(cluster, refOfNode(name));
    cluster.advance(120_000);
    recoverNode(cluster, refOfNode(name));
    cluster.settle(900_000);
    expect(told(cluster, start, 'TaintManagerEviction')).toEqual(['Cancelling deletion of Pod default/web-0']);
    expect([podOf(cluster, 'web-0')?.metadata.uid, readyOf(podOf(cluster, 'web-0'))]).toEqual([uid, 'True']);
  });
});

describe('a node that is removed', () => {
  it('takes its pods along after the collector has waited for it', () => {
    const cluster = newCluster();
    const name = podOf(cluster, 'web-1')?.spec?.nodeName ?? '';
    const uid = podOf(cluster, 'web-1')?.metadata.uid;
    const start = cluster.now;
    cluster.api.delete({ ref: refOfNode(name) }, 'user');
    cluster.settle(900_000);
    const removal = cluster.trace.find((entry) => entry.verb === 'delete' && entry.ref.name === 'web-1');
    expect(removal?.at).toBe(Math.ceil(start / 20_000) * 20_000 + 40_000);
    expect(removal?.verb === 'delete' && (removal.object as Pod).status).toMatchObject({ phase: 'Failed' });
    expect(podOf(cluster, 'web-1')?.metadata.uid).not.toBe(uid);
    expect(told(cluster, start, 'RemovingNode')).toEqual([`Node ${name} event: Removing Node ${name} from Controller`]);
    expect(daemonStatus(cluster)).toMatchObject({ desiredNumberScheduled: 2, currentNumberScheduled: 2 });
  });
});

const plainNode = (name: string, ready: string, zone = 'a', taints: Taint[] = []): Node => ({
  apiVersion: 'v1',
  kind: 'Node',
  metadata: { name, labels: { 'topology.kubernetes.io/zone': zone } },
  spec: { taints },
  status: { conditions: [{ type: 'Ready', status: ready, lastHeartbeatTime: timestampAt(0) }] },
});

describe('health', () => {
  const silent = (since: number) => ({
    ...plainNode('n', 'True'),
    metadata: { name: 'n', annotations: { [failedSinceAnnotation]: timestampAt(since * 1000) } },
  });

  it.each([
    [0, 55],
    [9, 55],
    [17, 65],
    [60, 115],
  ])('of a node silent since %i s is unknown at %i s', (since, expected) => {
    expect(lossDueAt(silent(since))).toBe(expected * 1000);
  });

  it('of a node that never reported is unknown after a minute', () => {
    const node: Node = { apiVersion: 'v1', kind: 'Node', metadata: { name: 'n', creationTimestamp: timestampAt(0) } };
    expect(lossDueAt(node)).toBe(65_000);
    expect(unknownConditions(node, timestampAt(65_000)).map(({ type, status, reason }) => [type, status, reason])).toEqual(
      ['Ready', 'MemoryPressure', 'DiskPressure', 'PIDPressure'].map((type) => [type, 'Unknown', 'NodeStatusNeverUpdated']),
    );
  });

  it('of one that reports, or is given up already, is not in question', () => {
    expect([lossDueAt(plainNode('n', 'True')), lossDueAt(plainNode('n', 'Unknown'))]).toEqual([undefined, undefined]);
  });

  // The threshold is kube-controller-manager's --unhealthy-zone-threshold, 0.55.
  it.each([
    [3, 0, 'Normal'],
    [2, 1, 'Normal'],
    [1, 2, 'Normal'],
    [2, 3, 'PartialDisruption'],
    [3, 3, 'Normal'],
    [0, 1, 'FullDisruption'],
    [0, 0, 'Normal'],
  ] as const)('of a zone with %i ready and %i other nodes is %s', (ready, other, expected) => {
    const members = Array.from({ length: ready + other }, (_, index) =>
      plainNode(`n${index}`, index < ready ? 'True' : 'Unknown'),
    );
    expect(zoneState(members)).toBe(expected);
  });
});

describe('taints', () => {
  const fresh: TaintMemory = { zones: new Map(), isStopped: false };
  const texts = (taints: readonly Taint[] | undefined) =>
    taints?.map(({ key, effect }) => `${key.replace('node.kubernetes.io/', '')}:${effect}`);
  const plan = (nodes: Node[], memory = fresh, now = 0) => {
    const result = planTaints(nodes, memory, now, timestampAt(now));
    return { ...result, changed: result.changes.map(({ node, taints }) => [node.metadata.name, texts(taints)]) };
  };

  it.each([
    ['Unknown', ['unreachable:NoSchedule', 'unreachable:NoExecute']],
    ['False', ['not-ready:NoSchedule', 'not-ready:NoExecute']],
  ])('of a node whose Ready is %s', (status, expected) => {
    expect(plan([plainNode('bad', status), plainNode('good', 'True')]).changed).toEqual([['bad', expected]]);
  });

  it('follow pressure and cordoning, and leave the taints of others', () => {
    const mine: Taint = { key: 'mine', effect: 'NoSchedule' };
    const node = plainNode('n', 'True', 'a', [mine, { key: 'node.kubernetes.io/disk-pressure', effect: 'NoSchedule' }]);
    node.status?.conditions?.push({ type: 'MemoryPressure', status: 'True' });
    const cordoned: Node = { ...node, spec: { ...node.spec, unschedulable: true } };
    expect(plan([cordoned]).changed).toEqual([
      ['n', ['mine:NoSchedule', 'memory-pressure:NoSchedule', 'unschedulable:NoSchedule']],
    ]);
    expect(plan([plainNode('n', 'True', 'a', [mine])]).changed).toEqual([]);
  });

  it('swap at once when not ready turns unreachable', () => {
    const taints: Taint[] = [
      { key: 'node.kubernetes.io/not-ready', effect: 'NoSchedule' },
      { key: 'node.kubernetes.io/not-ready', effect: 'NoExecute' },
    ];
    const waiting: TaintMemory = { zones: new Map([[':a', 60_000]]), isStopped: false };
    expect(plan([plainNode('bad', 'Unknown', 'a', taints), plainNode('good', 'True')], waiting).changed).toEqual([
      ['bad', ['unreachable:NoSchedule', 'unreachable:NoExecute']],
    ]);
  });

  it('evict one node of a zone every 10 s', () => {
    const nodes = [
      plainNode('a1', 'Unknown'),
      plainNode('a2', 'Unknown'),
      plainNode('b1', 'Unknown', 'b'),
      plainNode('c1', 'True', 'c'),
    ];
    const first = plan(nodes);
    expect(first.changed).toEqual([
      ['a1', ['unreachable:NoSchedule', 'unreachable:NoExecute']],
      ['a2', ['unreachable:NoSchedule']],
      ['b1', ['unreachable:NoSchedule', 'unreachable:NoExecute']],
    ]);
    expect(first.nextAt).toBe(10_000);
    expect(plan(nodes.slice(1), first.memory, 10_000).changed[0]).toEqual([
      'a2',
      ['unreachable:NoSchedule', 'unreachable:NoExecute'],
    ]);
  });

  it('stop evicting in a small zone that is largely down', () => {
    const nodes = ['1', '2', '3', '4'].map((name) => plainNode(name, name === '4' ? 'True' : 'Unknown'));
    expect(plan(nodes).changed.every(([, taints]) => (taints as string[]).join() === 'unreachable:NoSchedule')).toBe(true);
  });

  it('are taken off where every zone is down', () => {
    const taints: Taint[] = [
      { key: 'node.kubernetes.io/unreachable', effect: 'NoSchedule' },
      { key: 'node.kubernetes.io/unreachable', effect: 'NoExecute' },
    ];
    const result = plan([plainNode('a', 'Unknown', 'a', taints), plainNode('b', 'Unknown', 'b')]);
    expect(result.changed).toEqual([
      ['a', ['unreachable:NoSchedule']],
      ['b', ['unreachable:NoSchedule']],
    ]);
    expect(result.memory.isStopped).toBe(true);
  });
});

describe('eviction', () => {
  const taint = (key: string): Taint => ({ key, effect: 'NoExecute' });
  const tolerating = (key: string, tolerationSeconds?: number) =>
    ({ key, operator: 'Exists', effect: 'NoExecute', tolerationSeconds }) as const;

  it.each([
    [[taint('a')], [], 0],
    [[taint('a')], [tolerating('a')], Infinity],
    [[taint('a')], [tolerating('a', 300)], 300_000],
    [[taint('a')], [tolerating('a', -5)], 0],
    [[taint('a'), taint('b')], [tolerating('a', 300)], 0],
    [[taint('a'), taint('b')], [tolerating('a', 300), tolerating('b', 60)], 60_000],
    [[taint('a'), taint('b')], [tolerating('a', 300), tolerating('b')], 300_000],
  ])('%# leaves %j with %j for %s ms', (taints, tolerations, expected) => {
    expect(toleratedFor(taints, tolerations)).toBe(expected);
  });

  it('keeps a planned time when another tolerated taint comes', () => {
    const tolerations = [tolerating('a', 300), tolerating('b', 100)];
    const pod: Pod = {
      apiVersion: 'v1',
      kind: 'Pod',
      metadata: { name: 'p', namespace: 'x' },
      spec: { containers: [], nodeName: 'n', tolerations },
    };
    const base = { name: 'p', namespace: 'x', pod, eviction: undefined };
    const at = (now: number) => ({ now, timestamp: timestampAt(now), random: () => 0 });
    const first = taintEvictionController.reconcile({ ...base, taints: [taint('a')] }, at(0));
    expect(first).toEqual([
      { do: 'remember', value: { dueAt: 300_000 } },
      { do: 'requeue', after: 300_000 },
    ]);
    const second = taintEvictionController.reconcile(
      { ...base, taints: [taint('a'), taint('b')], eviction: { dueAt: 300_000 } },
      at(50_000),
    );
    expect(second[0]).toEqual({ do: 'remember', value: { dueAt: 300_000 } });
    const third = taintEvictionController.reconcile(
      { ...base, taints: [taint('a'), taint('c')], eviction: { dueAt: 300_000 } },
      at(60_000),
    );
    expect(third.flatMap((action) => (action.do === 'event' ? [action.message] : [action.do]))).toEqual([
      'Cancelling deletion of Pod x/p',
      'Marking for deletion Pod x/p',
      'updateStatus',
      'delete',
      'remember',
    ]);
    const done = taintEvictionController.reconcile({ ...base, taints: [taint('c')], eviction: { isDone: true } }, at(70_000));
    expect(done).toEqual([]);
  });
});
