import { describe, expect, it } from 'vitest';
import { explainPlacement } from '../../../server/src/cluster/scheduler/index.ts';
import type { Node, Pod, PodAffinityTerm, PodSpec, TopologySpreadConstraint } from '../../../server/src/kubernetes/api.ts';
import type { KubernetesObject } from '../../../server/src/kubernetes/object.ts';
import { node, onNode, pod, storeOf } from './fixtures.ts';

/** Each node's first rejection, or 'fits'. */
function verdicts(incoming: Pod, nodes: readonly Node[], existing: readonly KubernetesObject[] = []): Record<string, string> {
  const explanation = explainPlacement(incoming, storeOf(...nodes, ...existing));
  return Object.fromEntries(explanation.nodes.map((verdict) => [verdict.node, verdict.rejected?.reasons.join(', ') ?? 'fits']));
}

describe('NodeUnschedulable and TaintToleration', () => {
  const cordoned = node('a', {
    unschedulable: true,
    taints: [{ key: 'node.kubernetes.io/unschedulable', effect: 'NoSchedule' }],
  });
  const tainted = node('b', { taints: [{ key: 'dedicated', value: 'db', effect: 'NoSchedule' }] });
  const disliked = node('c', { taints: [{ key: 'busy', effect: 'PreferNoSchedule' }] });

  it('rejects, the first plug-in of the profile giving the reason', () => {
    expect(verdicts(pod('p'), [cordoned, tainted, disliked])).toEqual({
      a: 'node(s) were unschedulable',
      b: 'node(s) had untolerated taint(s)',
      c: 'fits',
    });
  });

  it('lets tolerations through', () => {
    const tolerant = pod('p', { spec: { tolerations: [{ operator: 'Exists' }] } });
    expect(verdicts(tolerant, [cordoned, tainted])).toEqual({ a: 'fits', b: 'fits' });
  });
});

describe('NodeAffinity', () => {
  const reason = "node(s) didn't match Pod's node affinity/selector";

  it('wants nodeSelector and one of the required terms', () => {
    const incoming = pod('p', { spec: { nodeSelector: { disk: 'ssd' } } });
    expect(verdicts(incoming, [node('a', { labels: { disk: 'ssd' } }), node('b')])).toEqual({ a: 'fits', b: reason });
  });

  it('looks only at the nodes that all terms name', () => {
    const matchFields = [{ key: 'metadata.name', operator: 'In' as const, values: ['b'] }];
    const required = { nodeSelectorTerms: [{ matchFields }] };
    const incoming = pod('p', {
      spec: { affinity: { nodeAffinity: { requiredDuringSchedulingIgnoredDuringExecution: required } } },
    });
    expect(verdicts(incoming, [node('a'), node('b')])).toEqual({
      a: "node(s) didn't satisfy plugin(s) [NodeAffinity]",
      b: 'fits',
    });
  });
});

// Cases of pkg/scheduler/framework/plugins/nodeports/node_ports_test.go.
describe('NodePorts', () => {
  const withPort = (name: string, hostPort: number, hostIP?: string, protocol: 'TCP' | 'UDP' = 'TCP') =>
    pod(name, {
      spec: { containers: [{ name: 'c', ports: [{ containerPort: 80, hostPort, protocol, ...(hostIP ? { hostIP } : {}) }] }] },
    });
  const clash = "node(s) didn't have free ports for the requested pod ports";

  it.each([
    ['same port', withPort('p', 8080), withPort('e', 8080), clash],
    ['other port', withPort('p', 8081), withPort('e', 8080), 'fits'],
    ['other protocol', withPort('p', 8080, '127.0.0.1', 'UDP'), withPort('e', 8080, '127.0.0.1'), 'fits'],
    ['other address', withPort('p', 8080, '127.0.0.2'), withPort('e', 8080, '127.0.0.1'), 'fits'],
    ['every address against one', withPort('p', 8080, '127.0.0.1'), withPort('e', 8080), clash],
    ['one address against every', withPort('p', 8080, '0.0.0.0'), withPort('e', 8080, '127.0.0.1'), clash],
  ])('%s', (_, incoming, existing, expected) => {
    expect(verdicts(incoming, [node('a')], [onNode('a', existing)])).toEqual({ a: expected });
  });
});

describe('NodeResourcesFit', () => {
  it('names everything that is missing, in order', () => {
    const small = node('a', { allocatable: { cpu: '1', memory: '1Gi', pods: '1' } });
    const incoming = pod('p', { requests: { 'example.com/gpu': '1', memory: '2Gi', cpu: '2', 'ephemeral-storage': '1Gi' } });
    const reasons =
      'Too many pods, Insufficient cpu, Insufficient memory, Insufficient ephemeral-storage, Insufficient example.com/gpu';
    expect(verdicts(incoming, [small], [onNode('a', pod('e'))])).toEqual({ a: reasons });
  });

  it('fills a node to the last millicore, and no further', () => {
    const existing = [onNode('a', pod('e', { requests: { cpu: '3' } }))];
    expect(verdicts(pod('p', { requests: { cpu: '1' } }), [node('a')], existing)).toEqual({ a: 'fits' });
    expect(verdicts(pod('p', { requests: { cpu: '1001m' } }), [node('a')], existing)).toEqual({ a: 'Insufficient cpu' });
  });

  it('does not count pods that have ended', () => {
    const ended = onNode('a', pod('e', { requests: { cpu: '3' }, status: { phase: 'Succeeded' } }));
    expect(verdicts(pod('p', { requests: { cpu: '2' } }), [node('a')], [ended])).toEqual({ a: 'fits' });
  });
});

// Cases of pkg/scheduler/framework/plugins/podtopologyspread/filtering_test.go.
describe('PodTopologySpread', () => {
  const reason = "node(s) didn't match pod topology spread constraints";
  const zones = (...entries: [string, string][]) => entries.map(([name, zone]) => node(name, { labels: { zone } }));
  const nodes = zones(['a', 'zone1'], ['b', 'zone1'], ['x', 'zone2'], ['y', 'zone2']);
  const spreading = (more: Partial<TopologySpreadConstraint> = {}, spec: Partial<PodSpec> = {}) =>
    pod('p', {
      labels: { foo: '' },
      spec: {
        topologySpreadConstraints: [
          {
            maxSkew: 1,
            topologyKey: 'zone',
            whenUnsatisfiable: 'DoNotSchedule',
            labelSelector: { matchLabels: { foo: '' } },
            ...more,
          },
        ],
        ...spec,
      },
    });
  const matching = (...names: string[]) => names.map((name, index) => onNode(name, pod(`e${index}`, { labels: { foo: '' } })));

  it('keeps the skew within bounds', () => {
    expect(verdicts(spreading(), nodes, matching('a'))).toEqual({ a: reason, b: reason, x: 'fits', y: 'fits' });
    expect(verdicts(spreading({ maxSkew: 2 }), nodes, matching('a'))).toEqual({ a: 'fits', b: 'fits', x: 'fits', y: 'fits' });
  });

  it('wants the label on the node', () => {
    expect(verdicts(spreading(), [node('n')])).toEqual({ n: `${reason} (missing required label)` });
  });

  it('takes the fewest to be 0 while there are fewer domains than minDomains', () => {
    expect(verdicts(spreading({ minDomains: 3 }), nodes, matching('a', 'x'))).toEqual({
      a: reason,
      b: reason,
      x: reason,
      y: reason,
    });
    expect(verdicts(spreading({ minDomains: 2 }), nodes, matching('a', 'x'))).toEqual({
      a: 'fits',
      b: 'fits',
      x: 'fits',
      y: 'fits',
    });
  });

  it('leaves out domains that node affinity excludes, unless told to ignore it', () => {
    const only = { nodeSelector: { zone: 'zone1' } };
    expect(verdicts(spreading({}, only), nodes, matching('a'))['a']).toBe('fits');
    expect(verdicts(spreading({ nodeAffinityPolicy: 'Ignore' }, only), nodes, matching('a'))['a']).toBe(reason);
  });

  it('leaves out tainted nodes only when told to honor taints', () => {
    const tainted = { ...nodes[2], spec: { taints: [{ key: 't', effect: 'NoSchedule' as const }] } } as Node;
    const others = [...nodes.slice(0, 2), tainted];
    expect(verdicts(spreading(), others, matching('a'))['a']).toBe(reason);
    expect(verdicts(spreading({ nodeTaintsPolicy: 'Honor' }), others, matching('a'))['a']).toBe('fits');
  });

  it('narrows the selector by matchLabelKeys', () => {
    const incoming = spreading({ matchLabelKeys: ['hash'] });
    const hashed = { ...incoming, metadata: { ...incoming.metadata, labels: { foo: '', hash: '2' } } };
    expect(verdicts(hashed, nodes, matching('a'))).toEqual({ a: 'fits', b: 'fits', x: 'fits', y: 'fits' });
  });
});

// Cases of pkg/scheduler/framework/plugins/interpodaffinity/filtering_test.go.
describe('InterPodAffinity', () => {
  const nodes = [
    node('a', { labels: { zone: 'z1' } }),
    node('b', { labels: { zone: 'z1' } }),
    node('c', { labels: { zone: 'z2' } }),
  ];
  const term = (topologyKey: string, more: Partial<PodAffinityTerm> = {}): PodAffinityTerm => ({
    topologyKey,
    labelSelector: { matchLabels: { app: 'web' } },
    ...more,
  });
  const requiring = (kind: 'podAffinity' | 'podAntiAffinity', ...terms: PodAffinityTerm[]): Partial<PodSpec> => ({
    affinity: { [kind]: { requiredDuringSchedulingIgnoredDuringExecution: terms } },
  });
  const web = { labels: { app: 'web' } };
  const noMatch = "node(s) didn't match pod affinity rules";

  it('follows pods into their domain', () => {
    const incoming = pod('p', { spec: requiring('podAffinity', term('zone')) });
    expect(verdicts(incoming, nodes, [onNode('a', pod('e', web))])).toEqual({ a: 'fits', b: 'fits', c: noMatch });
  });

  it('lets the first pod of a group that wants its own kind in, where the label is', () => {
    const first = pod('p', { ...web, spec: requiring('podAffinity', term('zone')) });
    expect(verdicts(first, [...nodes, node('d')])).toEqual({ a: 'fits', b: 'fits', c: 'fits', d: noMatch });
    const other = pod('p', { spec: requiring('podAffinity', term('zone')) });
    expect(verdicts(other, nodes)).toEqual({ a: noMatch, b: noMatch, c: noMatch });
  });

  it('keeps away from what it dislikes, and from what dislikes it', () => {
    const shy = pod('p', { spec: requiring('podAntiAffinity', term('kubernetes.io/hostname')) });
    expect(verdicts(shy, nodes, [onNode('a', pod('e', web))])['a']).toBe("node(s) didn't match pod anti-affinity rules");
    const existing = onNode('a', pod('e', { spec: requiring('podAntiAffinity', term('zone')) }));
    expect(verdicts(pod('p', web), nodes, [existing])).toEqual({
      a: "node(s) didn't satisfy existing pods anti-affinity rules",
      b: "node(s) didn't satisfy existing pods anti-affinity rules",
      c: 'fits',
    });
  });

  it('minds only its own namespace, unless it names others', () => {
    const elsewhere = onNode('a', pod('e', { ...web, namespace: 'shop' }));
    const shop = { apiVersion: 'v1', kind: 'Namespace', metadata: { name: 'shop', labels: { team: 'shop' } } };
    const shy = (more: Partial<PodAffinityTerm>) => pod('p', { spec: requiring('podAntiAffinity', term('zone', more)) });
    expect(verdicts(shy({}), nodes, [elsewhere, shop])['a']).toBe('fits');
    expect(verdicts(shy({ namespaces: ['shop'] }), nodes, [elsewhere, shop])['a']).not.toBe('fits');
    expect(verdicts(shy({ namespaceSelector: { matchLabels: { team: 'shop' } } }), nodes, [elsewhere, shop])['a']).not.toBe(
      'fits',
    );
    expect(verdicts(shy({ namespaceSelector: { matchLabels: { team: 'other' } } }), nodes, [elsewhere, shop])['a']).toBe('fits');
  });
});
