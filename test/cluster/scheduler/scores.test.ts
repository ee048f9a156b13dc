import { describe, expect, it } from 'vitest';
import type { Plugin } from '../../../server/src/cluster/scheduler/framework.ts';
import { podInfoOf } from '../../../server/src/cluster/scheduler/pod-info.ts';
import { imageLocality } from '../../../server/src/cluster/scheduler/plugins/image-locality.ts';
import { interPodAffinity } from '../../../server/src/cluster/scheduler/plugins/inter-pod-affinity.ts';
import { nodeAffinity } from '../../../server/src/cluster/scheduler/plugins/node-affinity.ts';
import { nodeResourcesBalancedAllocation } from '../../../server/src/cluster/scheduler/plugins/node-resources-balanced-allocation.ts';
import { nodeResourcesFit } from '../../../server/src/cluster/scheduler/plugins/node-resources-fit.ts';
import { podTopologySpread } from '../../../server/src/cluster/scheduler/plugins/pod-topology-spread.ts';
import { taintToleration } from '../../../server/src/cluster/scheduler/plugins/taint-toleration.ts';
import { Snapshot } from '../../../server/src/cluster/scheduler/snapshot.ts';
import type { Node, Pod, PodSpec, Service, TopologySpreadConstraint } from '../../../server/src/kubernetes/api.ts';
import type { KubernetesObject } from '../../../server/src/kubernetes/object.ts';
import { node, onNode, pod, storeOf } from './fixtures.ts';

/** Normalised scores by node; `others` are in the cluster but not feasible. undefined: the plug-in does not score this pod. */
function scoresOf(
  plugin: Plugin,
  incoming: Pod,
  feasible: readonly Node[],
  existing: readonly KubernetesObject[] = [],
  others: readonly Node[] = [],
): readonly number[] | undefined {
  const snapshot = Snapshot.of(storeOf(...feasible, ...others, ...existing));
  const nodes = feasible.map(({ metadata }) => snapshot.byName.get(metadata.name ?? '')).filter((info) => info !== undefined);
  const scoring = plugin.prepareScore?.(podInfoOf(incoming), snapshot, nodes);
  if (!scoring) return undefined;
  const values = nodes.map((info) => scoring.score(info));
  scoring.normalize?.(values);
  return values;
}

const sized = (name: string, cpu: string, memory: string) => node(name, { allocatable: { cpu, memory } });
let serial = 0;
const placed = (nodeName: string, requests: Record<string, string>) =>
  onNode(nodeName, pod(`placed-${(serial += 1)}`, { requests }));

// pkg/scheduler/framework/plugins/noderesources/least_allocated_test.go: TestLeastAllocatedScoringStrategy.
describe('NodeResourcesFit (LeastAllocated)', () => {
  const incoming = pod('p', { requests: { cpu: '3000', memory: '5000' } });

  it('prefers the larger node', () => {
    expect(scoresOf(nodeResourcesFit, incoming, [sized('a', '4000', '10000'), sized('b', '6000', '10000')])).toEqual([37, 50]);
  });

  it('counts what is requested on the nodes', () => {
    const existing = [placed('a', { cpu: '3000', memory: '0' }), placed('b', { cpu: '3000', memory: '5000' })];
    const nodes = [sized('a', '10000', '20000'), sized('b', '10000', '50000')];
    expect(scoresOf(nodeResourcesFit, incoming, nodes, existing)).toEqual([57, 60]);
  });

  it('gives nothing for a resource that would be exceeded', () => {
    const existing = [placed('a', { cpu: '3000', memory: '0' }), placed('b', { cpu: '3000', memory: '5000' })];
    const nodes = [sized('a', '4000', '10000'), sized('b', '4000', '10000')];
    expect(scoresOf(nodeResourcesFit, pod('p', { requests: { cpu: '3000', memory: '0' } }), nodes, existing)).toEqual([50, 25]);
  });

  it('counts a container without requests as 100 millicores and 200 MiB', () => {
    expect(scoresOf(nodeResourcesFit, pod('p'), [sized('a', '1', '400Mi')])).toEqual([70]);
  });
});

// pkg/scheduler/framework/plugins/noderesources/balanced_allocation_test.go
describe('NodeResourcesBalancedAllocation', () => {
  const incoming = pod('p', { requests: { cpu: '3', memory: '5000' } });

  it('does not score pods that request nothing', () => {
    expect(
      scoresOf(nodeResourcesBalancedAllocation, pod('p'), [sized('a', '4', '10000'), sized('b', '4', '10000')]),
    ).toBeUndefined();
  });

  it('prefers the node that stays balanced', () => {
    expect(scoresOf(nodeResourcesBalancedAllocation, incoming, [sized('a', '4', '10000'), sized('b', '6', '10000')])).toEqual([
      68, 75,
    ]);
  });

  it('compares the balance before and after', () => {
    const existing = [placed('a', { cpu: '3' }), placed('b', { cpu: '3', memory: '5000' })];
    const nodes = [sized('a', '10', '20000'), sized('b', '10', '50000')];
    expect(scoresOf(nodeResourcesBalancedAllocation, incoming, nodes, existing)).toEqual([73, 70]);
  });

  it('reaches 50 and 100', () => {
    const nodes = [sized('a', '3', '5000'), sized('b', '3', '5000')];
    const wantsMemory = pod('p', { requests: { memory: '5000' } });
    expect(scoresOf(nodeResourcesBalancedAllocation, wantsMemory, nodes, [placed('a', { cpu: '3' })])).toEqual([100, 50]);
  });
});

// pkg/scheduler/framework/plugins/podtopologyspread/scoring_test.go: TestPodTopologySpreadScore.
describe('PodTopologySpread', () => {
  const constraint = (maxSkew: number, topologyKey: string): TopologySpreadConstraint => ({
    maxSkew,
    topologyKey,
    whenUnsatisfiable: 'ScheduleAnyway',
    labelSelector: { matchExpressions: [{ key: 'foo', operator: 'Exists' }] },
  });
  const host = 'kubernetes.io/hostname';
  const spreading = (...constraints: TopologySpreadConstraint[]) =>
    pod('p', { labels: { foo: '' }, spec: { topologySpreadConstraints: constraints } });
  const matching = (counts: Record<string, number>) =>
    Object.entries(counts).flatMap(([name, count]) =>
      Array.from({ length: count }, (_, index) => onNode(name, pod(`${name}-${index}`, { labels: { foo: '' } }))),
    );
  const hosts = (...names: string[]) => names.map((name) => node(name));
  const four = { a: 2, b: 1, d: 3 };

  it('scores all equal without existing pods', () => {
    expect(scoresOf(podTopologySpread, spreading(constraint(1, host)), hosts('a', 'b'))).toEqual([100, 100]);
  });

  it.each([
    [1, four, [20, 60, 100, 0]],
    [2, four, [33, 66, 100, 16]],
    [3, { a: 4, b: 3, c: 2, d: 1 }, [44, 66, 77, 100]],
  ])('spreads over hosts with maxSkew %i', (maxSkew, counts, expected) => {
    const nodes = hosts('a', 'b', 'c', 'd');
    expect(
      scoresOf(podTopologySpread, spreading(constraint(maxSkew, host)), nodes, matching(counts as Record<string, number>)),
    ).toEqual(expected);
  });

  it('spreads by system default what belongs to one Service', () => {
    const service: Service = {
      apiVersion: 'v1',
      kind: 'Service',
      metadata: { name: 's', namespace: 'default' },
      spec: { selector: { foo: '' } },
    };
    const existing = [service, ...matching({ a: 4, b: 3, c: 2, d: 1 })];
    expect(scoresOf(podTopologySpread, pod('p', { labels: { foo: '' } }), hosts('a', 'b', 'c', 'd'), existing)).toEqual([
      44, 66, 77, 100,
    ]);
  });

  it('leaves pods alone that belong to nothing', () => {
    expect(scoresOf(podTopologySpread, pod('p', { labels: { foo: '' } }), hosts('a', 'b'), matching({ a: 4 }))).toBeUndefined();
  });

  it('gives nothing to a node without the key', () => {
    const nodes = [node('a'), node('b', { labels: {} }), node('x')].map((each) =>
      each.metadata.name === 'b' ? { ...each, metadata: { ...each.metadata, labels: { n: 'b' } } } : each,
    );
    const existing = matching({ a: 4, b: 2, x: 1, y: 3 });
    expect(scoresOf(podTopologySpread, spreading(constraint(1, host)), nodes, existing, hosts('y'))).toEqual([16, 0, 100]);
  });

  it('counts the pods of nodes that are not feasible into their zone', () => {
    const zoned = (name: string, zone: string) => node(name, { labels: { zone } });
    const nodes = [zoned('a', 'zone1'), zoned('b', 'zone1'), zoned('x', 'zone2')];
    const existing = matching({ a: 4, b: 2, x: 1, y: 3 });
    expect(scoresOf(podTopologySpread, spreading(constraint(1, 'zone')), nodes, existing, [zoned('y', 'zone2')])).toEqual([
      75, 75, 100,
    ]);
  });

  it('does not count pods that are being deleted', () => {
    const leaving = matching({ a: 1 }).map((each) => ({
      ...each,
      metadata: { ...each.metadata, deletionTimestamp: '2026-01-01T00:00:00Z' },
    }));
    expect(scoresOf(podTopologySpread, spreading(constraint(1, host)), hosts('a', 'b'), leaving)).toEqual([100, 100]);
  });
});

// pkg/scheduler/framework/plugins/imagelocality/image_locality_test.go
describe('ImageLocality', () => {
  const mebibyte = 1024 ** 2;
  const withImages = (name: string, ...sizes: number[]) =>
    node(name, {
      images: sizes.map((size) => ({ names: [`gcr.io/${size}:latest`, `gcr.io/${size}:v1`], sizeBytes: size * mebibyte })),
    });
  const running = (...sizes: number[]) =>
    pod('p', { spec: { containers: sizes.map((size, index) => ({ name: `c${index}`, image: `gcr.io/${size}` })) } });

  it.each([
    ['prefers the larger image', running(40, 250), [withImages('a', 40, 300, 2000), withImages('b', 250, 10)], [0, 5]],
    ['prefers the node with both', running(40, 300), [withImages('a', 40, 300, 2000), withImages('b', 250, 10)], [7, 0]],
    ['has an upper limit', running(10, 4000), [withImages('a', 4000, 30), withImages('b', 250, 10)], [100, 0]],
    [
      'weighs by the share of nodes',
      running(10, 4000),
      [withImages('a', 4000, 30), withImages('b', 250, 10), withImages('c')],
      [66, 0, 0],
    ],
  ])('%s', (_, incoming, nodes, expected) => {
    expect(scoresOf(imageLocality, incoming, nodes)).toEqual(expected);
  });
});

describe('TaintToleration', () => {
  // pkg/scheduler/framework/plugins/tainttoleration/taint_toleration_test.go: TestTaintTolerationScore.
  it('prefers the node with fewer PreferNoSchedule taints that are not tolerated', () => {
    const taints = (count: number) =>
      Array.from({ length: count }, (_, index) => ({ key: `t${index}`, value: 'x', effect: 'PreferNoSchedule' as const }));
    const tolerant = pod('p', {
      spec: { tolerations: [{ key: 't0', operator: 'Equal', value: 'x', effect: 'PreferNoSchedule' }] },
    });
    const nodes = [node('a'), node('b', { taints: taints(1) }), node('c', { taints: taints(2) })];
    expect(scoresOf(taintToleration, tolerant, nodes)).toEqual([100, 100, 0]);
    expect(scoresOf(taintToleration, pod('p'), nodes)).toEqual([100, 50, 0]);
  });
});

describe('NodeAffinity', () => {
  it('sums the weights of the terms that match, to the scale of the best', () => {
    const term = (weight: number, key: string) => ({
      weight,
      preference: { matchExpressions: [{ key, operator: 'Exists' as const }] },
    });
    const incoming = pod('p', {
      spec: { affinity: { nodeAffinity: { preferredDuringSchedulingIgnoredDuringExecution: [term(2, 'one'), term(6, 'two')] } } },
    });
    const nodes = [node('a', { labels: { one: '' } }), node('b', { labels: { one: '', two: '' } }), node('c')];
    expect(scoresOf(nodeAffinity, incoming, nodes)).toEqual([25, 100, 0]);
    expect(scoresOf(nodeAffinity, pod('p'), nodes)).toBeUndefined();
  });
});

// Cases of pkg/scheduler/framework/plugins/interpodaffinity/scoring_test.go.
describe('InterPodAffinity', () => {
  const china = { region: 'China' };
  const india = { region: 'India' };
  const security = { matchExpressions: [{ key: 'security', operator: 'In', values: ['S1'] }] };
  const term = (topologyKey: string) => ({ topologyKey, labelSelector: security });
  const preferring = (kind: 'podAffinity' | 'podAntiAffinity'): Partial<PodSpec> => ({
    affinity: { [kind]: { preferredDuringSchedulingIgnoredDuringExecution: [{ weight: 5, podAffinityTerm: term('region') }] } },
  });
  const s1 = { security: 'S1' };
  const nodes = [node('a', { labels: china }), node('b', { labels: china }), node('c', { labels: india })];

  it('gives all nodes of a domain with a match the same score', () => {
    const existing = [onNode('a', pod('e', { labels: s1 }))];
    expect(scoresOf(interPodAffinity, pod('p', { spec: preferring('podAffinity') }), nodes, existing)).toEqual([100, 100, 0]);
  });

  it('avoids domains that anti-affinity dislikes', () => {
    const existing = [onNode('a', pod('e', { labels: s1 }))];
    expect(scoresOf(interPodAffinity, pod('p', { spec: preferring('podAntiAffinity') }), nodes, existing)).toEqual([0, 0, 100]);
  });

  it('counts what existing pods prefer and what they require', () => {
    const prefers = [onNode('a', pod('e', { spec: preferring('podAffinity') }))];
    expect(scoresOf(interPodAffinity, pod('p', { labels: s1 }), nodes, prefers)).toEqual([100, 100, 0]);
    const requires = [
      onNode(
        'a',
        pod('e', { spec: { affinity: { podAffinity: { requiredDuringSchedulingIgnoredDuringExecution: [term('region')] } } } }),
      ),
    ];
    expect(scoresOf(interPodAffinity, pod('p', { labels: s1 }), nodes, requires)).toEqual([100, 100, 0]);
  });

  it('has nothing to say without any affinity', () => {
    expect(scoresOf(interPodAffinity, pod('p'), nodes, [onNode('a', pod('e', { labels: s1 }))])).toBeUndefined();
  });
});
