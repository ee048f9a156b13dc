import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { explainFromMemory, explainPlacement } from '../../../server/src/cluster/scheduler/index.ts';
import { enoughNodes } from '../../../server/src/cluster/scheduler/cycle.ts';
import { inZoneTurns } from '../../../server/src/cluster/scheduler/snapshot.ts';
import type { Node, Pod } from '../../../server/src/kubernetes/api.ts';
import { podRequests } from '../../../server/src/kubernetes/pod-resources.ts';
import { Bench, node, onNode, pod, storeOf } from './fixtures.ts';

const controlPlane = node('control-plane', { taints: [{ key: 'node-role.kubernetes.io/control-plane', effect: 'NoSchedule' }] });
const workers = [1, 2, 3].map((number) =>
  node(`worker-${number}`, { labels: { 'topology.kubernetes.io/zone': `zone-${number}` } }),
);

function condition(bench: Bench, name: string): NonNullable<NonNullable<Pod['status']>['conditions']>[number] | undefined {
  return bench.store.get<Pod>('Pod', 'default', name)?.status?.conditions?.find(({ type }) => type === 'PodScheduled');
}

describe('placing', () => {
  it('binds, with the condition, the labels of the place and the event', () => {
    const bench = new Bench(
      storeOf(controlPlane, ...workers, pod('web', { metadata: { name: 'web', namespace: 'default', uid: 'u', generation: 1 } })),
    );
    bench.round(3000);
    const bound = bench.store.get<Pod>('Pod', 'default', 'web');
    expect(bound?.spec?.nodeName).toBe('worker-1');
    expect(bound?.metadata.labels).toEqual({ 'topology.kubernetes.io/zone': 'zone-1' });
    expect(condition(bench, 'web')).toEqual({ type: 'PodScheduled', status: 'True', lastTransitionTime: '2026-01-01T00:00:03Z' });
    expect(bench.events).toEqual([
      { reason: 'Scheduled', about: 'web', message: 'Successfully assigned default/web to worker-1' },
    ]);
  });

  it('lets each pod see the ones placed before it in the same round', () => {
    const pods = Array.from({ length: 6 }, (_, index) => pod(`p${index}`, { requests: { cpu: '2' } }));
    const bench = new Bench(storeOf(...workers, ...pods));
    bench.round();
    const counts = workers.map(({ metadata }) => bench.store.podsOnNode(metadata.name ?? '').length);
    expect(counts).toEqual([2, 2, 2]);
  });

  it('takes the highest priority first, then the oldest', () => {
    const one = node('n', { allocatable: { pods: '2' } });
    const pods = [
      pod('low'),
      pod('old', { spec: { priority: 5 } }),
      pod('high', { spec: { priority: 9 } }),
      pod('young', { spec: { priority: 5 } }),
    ];
    const bench = new Bench(storeOf(one, ...pods));
    bench.round();
    expect(['low', 'old', 'high', 'young'].map((name) => bench.nodeOf(name))).toEqual([undefined, 'n', 'n', undefined]);
  });

  it('lets chance decide between equals, each as likely', () => {
    const chosen = [0, 0.34, 0.99].map((draw) => {
      const bench = new Bench(storeOf(node('a'), node('b'), node('c'), pod('p')));
      bench.round(0, () => draw);
      return bench.nodeOf('p');
    });
    expect(chosen).toEqual(['a', 'b', 'c']);
  });

  it('leaves gated, deleted and other schedulers’ pods alone', () => {
    const gated = pod('gated', { spec: { schedulingGates: [{ name: 'example.com/wait' }] } });
    const deleted = pod('deleted', {
      metadata: { name: 'deleted', namespace: 'default', uid: 'd', deletionTimestamp: '2026-01-01T00:00:00Z' },
    });
    const foreign = pod('foreign', { spec: { schedulerName: 'other' } });
    const bench = new Bench(storeOf(...workers, gated, deleted, foreign));
    bench.round();
    expect(bench.events).toEqual([]);
    const opened = bench.store.get<Pod>('Pod', 'default', 'gated');
    bench.store.put({ ...opened, spec: { ...opened?.spec, schedulingGates: [] } } as unknown as Pod);
    bench.round();
    expect(bench.nodeOf('gated')).toBeDefined();
  });

  it('never places more on a node than it has', () => {
    const cpus = fc.array(fc.integer({ min: 1, max: 3000 }), { minLength: 1, maxLength: 40 });
    fc.assert(
      fc.property(cpus, fc.infiniteStream(fc.double({ min: 0, max: 0.999, noNaN: true })), (requests, draws) => {
        const pods = requests.map((milli, index) => pod(`p${index}`, { requests: { cpu: `${milli}m` } }));
        const bench = new Bench(storeOf(...workers, ...pods));
        bench.round(0, () => draws.next().value ?? 0);
        for (const { metadata } of workers) {
          const bound = bench.store.podsOnNode<Pod>(metadata.name ?? '');
          const used = bound.reduce((sum, { spec }) => sum + ((spec && podRequests(spec)['cpu']) ?? 0), 0);
          expect(used).toBeLessThanOrEqual(4000);
        }
        const largestFree = Math.max(
          ...workers.map(
            ({ metadata }) =>
              4000 -
              bench.store
                .podsOnNode<Pod>(metadata.name ?? '')
                .reduce((sum, { spec }) => sum + ((spec && podRequests(spec)['cpu']) ?? 0), 0),
          ),
        );
        for (const { spec } of bench.store.podsOnNode<Pod>(''))
          expect((spec && podRequests(spec)['cpu']) ?? 0).toBeGreaterThan(largestFree);
      }),
      { numRuns: 40 },
    );
  });
});

// Texts: pkg/scheduler/framework/types.go (FitError), plugins/defaultpreemption/default_preemption_test.go.
describe('the message of a pod that fits nowhere', () => {
  const messageFor = (incoming: Pod, ...objects: (Node | Pod)[]): string | undefined => {
    const bench = new Bench(storeOf(...objects, incoming));
    bench.round();
    return bench.messages.at(-1);
  };

  it('counts reasons and says that evicting would not help', () => {
    expect(messageFor(pod('big', { requests: { cpu: '16' } }), controlPlane, ...workers)).toBe(
      '0/4 nodes are available: 1 node(s) had untolerated taint(s), 3 Insufficient cpu. preemption: 0/4 nodes are available: 4 Preemption is not helpful for scheduling.',
    );
  });

  it('says when nothing of lower priority is there to evict', () => {
    const full = [1, 2, 3].map((number) => onNode(`worker-${number}`, pod(`e${number}`, { requests: { cpu: '3' } })));
    expect(messageFor(pod('p', { requests: { cpu: '2' } }), controlPlane, ...workers, ...full)).toBe(
      '0/4 nodes are available: 1 node(s) had untolerated taint(s), 3 Insufficient cpu. preemption: 0/4 nodes are available: 1 Preemption is not helpful for scheduling, 3 No preemption victims found for incoming pod.',
    );
  });

  it('says why it would not fit even without the pods of lower priority', () => {
    const existing = [
      onNode('worker-1', pod('keeps', { requests: { cpu: '3' }, spec: { priority: 100 } })),
      onNode('worker-1', pod('victim', { requests: { cpu: '500m' } })),
    ];
    expect(messageFor(pod('p', { requests: { cpu: '2' }, spec: { priority: 100 } }), workers[0] as Node, ...existing)).toBe(
      '0/1 nodes are available: 1 Insufficient cpu. preemption: 0/1 nodes are available: 1 Insufficient cpu.',
    );
  });

  it('owns up to not evicting where a real cluster would', () => {
    const victim = onNode('worker-1', pod('victim', { requests: { cpu: '3' } }));
    expect(messageFor(pod('p', { requests: { cpu: '2' }, spec: { priority: 100 } }), workers[0] as Node, victim)).toBe(
      '0/1 nodes are available: 1 Insufficient cpu. preemption is not simulated: a real cluster would evict pods of lower priority on one of: worker-1.',
    );
  });

  it('respects preemptionPolicy Never', () => {
    const never = pod('p', { requests: { cpu: '16' }, spec: { priority: 100, preemptionPolicy: 'Never' } });
    expect(messageFor(never, workers[0] as Node)).toBe(
      '0/1 nodes are available: 1 Insufficient cpu. preemption: not eligible due to preemptionPolicy=Never.',
    );
  });

  it('has its own words for a cluster without nodes', () => {
    expect(messageFor(pod('p'))).toBe('no nodes available to schedule pods');
  });

  it('names nodes that were never looked at', () => {
    const matchFields = [{ key: 'metadata.name', operator: 'In' as const, values: ['worker-1'] }];
    const required = { nodeSelectorTerms: [{ matchFields }] };
    const incoming = pod('p', {
      requests: { cpu: '16' },
      spec: { affinity: { nodeAffinity: { requiredDuringSchedulingIgnoredDuringExecution: required } } },
    });
    expect(messageFor(incoming, ...workers)).toBe(
      "0/3 nodes are available: 1 Insufficient cpu, 2 node(s) didn't satisfy plugin(s) [NodeAffinity]. preemption: 0/3 nodes are available: 3 Preemption is not helpful for scheduling.",
    );
  });

  it('goes into the condition too', () => {
    const bench = new Bench(storeOf(pod('p')));
    bench.round(2000);
    expect(condition(bench, 'p')).toEqual({
      type: 'PodScheduled',
      status: 'False',
      reason: 'Unschedulable',
      message: 'no nodes available to schedule pods',
      observedGeneration: 1,
      lastTransitionTime: '2026-01-01T00:00:02Z',
    });
  });
});

describe('trying again', () => {
  const big = () => pod('big', { requests: { cpu: '3' } });

  it('waits for something that helps', () => {
    const bench = new Bench(storeOf(workers[0] as Node, onNode('worker-1', pod('e', { requests: { cpu: '2' } })), big()));
    bench.round(0);
    expect(bench.events).toHaveLength(1);
    bench.store.put({ ...workers[0], metadata: { ...workers[0]?.metadata, annotations: { note: 'x' } } } as Node);
    bench.round(1);
    expect(bench.events).toHaveLength(1);
    expect(bench.requeue).toBeUndefined();
    bench.store.remove({ kind: 'Pod', namespace: 'default', name: 'e' });
    bench.round(2);
    expect(bench.nodeOf('big')).toBe('worker-1');
  });

  it('is not woken by a node that does not fit either', () => {
    const bench = new Bench(storeOf(node('small', { allocatable: { cpu: '1' } }), big()));
    bench.round(0);
    bench.store.put(node('small-2', { allocatable: { cpu: '2' } }));
    bench.round(1);
    expect(bench.events).toHaveLength(1);
    bench.store.put(node('large', { allocatable: { cpu: '8' } }));
    bench.round(2);
    expect(bench.nodeOf('big')).toBe('large');
  });

  it('is woken by a taint that goes, not by room on another node', () => {
    const bench = new Bench(storeOf(controlPlane, pod('p')));
    bench.round(0);
    bench.store.put({ ...controlPlane, spec: {} } as Node);
    bench.round(1);
    expect(bench.nodeOf('p')).toBe('control-plane');
  });

  it('comes back by time alone while there are no nodes: after 1 s, doubling to 10 s', () => {
    const bench = new Bench(storeOf(pod('p')));
    const waits: number[] = [];
    let now = 0;
    for (let round = 0; round < 6; round += 1) {
      bench.round(now);
      expect(bench.requeue?.background).toBe(true);
      waits.push(bench.requeue?.after ?? 0);
      now += bench.requeue?.after ?? 0;
    }
    expect(waits).toEqual([1000, 2000, 4000, 8000, 10_000, 10_000]);
    expect(bench.events).toHaveLength(6);
  });

  it('writes the condition again only when the message changes', () => {
    const bench = new Bench(storeOf(node('a', { allocatable: { cpu: '1' } }), big()));
    bench.round(0);
    const version = bench.store.get('Pod', 'default', 'big')?.metadata.resourceVersion;
    const labelled = bench.store.get<Pod>('Pod', 'default', 'big') as Pod;
    expect(version).toBeDefined();
    bench.store.put({ ...labelled, metadata: { ...labelled.metadata, labels: { changed: 'yes' } } });
    const actions = bench.round(1000);
    expect(bench.events).toHaveLength(2);
    expect(actions.some((action) => action.do === 'updateStatus')).toBe(false);
  });
});

describe('searching', () => {
  // pkg/scheduler/schedule_one_test.go: TestNumFeasibleNodesToFind.
  it.each([
    [10, 10],
    [99, 99],
    [1000, 420],
    [6000, 300],
    [100, 100],
  ])('of %i nodes, %i feasible ones are enough', (all, enough) => {
    expect(enoughNodes(all)).toBe(enough);
  });

  it('takes one node of each zone in turn', () => {
    const zoned = (name: string, zone: string) => node(name, { labels: { 'topology.kubernetes.io/zone': zone } });
    const nodes = [zoned('a1', 'a'), zoned('a2', 'a'), zoned('b1', 'b'), zoned('a3', 'a'), zoned('c1', 'c')];
    expect(inZoneTurns(nodes).map(({ metadata }) => metadata.name)).toEqual(['a1', 'b1', 'c1', 'a2', 'a3']);
  });
});

describe('explaining', () => {
  it('says of each node why not, or how good', () => {
    const bench = new Bench(storeOf(controlPlane, ...workers, pod('p', { requests: { cpu: '1', memory: '1Gi' } })));
    bench.round();
    const explanation = explainFromMemory(bench.memory, 'uid-default-p');
    expect(explanation?.node).toBe('worker-1');
    const [first, second] = explanation?.nodes ?? [];
    expect(first).toMatchObject({
      node: 'control-plane',
      rejected: {
        plugin: 'TaintToleration',
        reasons: ['node(s) had untolerated taint(s)'],
        detail: 'taint node-role.kubernetes.io/control-plane:NoSchedule',
      },
    });
    expect(second).toMatchObject({ node: 'worker-1', isChosen: true });
    const sum = second?.scores?.reduce((total, { score, weight }) => total + score * weight, 0);
    expect(second?.total).toBe(sum);
    expect(explanation?.nodes[2]).toMatchObject({ node: 'worker-2', isChosen: false, isTied: true });
  });

  it('can be asked again about a pod that has its node', () => {
    const placed = onNode('worker-1', pod('p', { requests: { cpu: '3' } }));
    const explanation = explainPlacement(placed, storeOf(...workers, placed));
    expect(explanation.nodes.map(({ rejected }) => rejected)).toEqual([undefined, undefined, undefined]);
  });
});
