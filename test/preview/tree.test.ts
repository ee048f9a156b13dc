import { describe, expect, it } from 'vitest';
import type { TreeItem } from '../../server/src/protocol.ts';
import { daemonSet, deployment, pod, statefulSet } from '../cluster/e2e/objects.ts';
import { allItems, drawn, missingImage, rehearsal, run } from './stage.ts';

const itemsNamed = (tree: readonly TreeItem[], label: RegExp) => allItems(tree).filter((item) => label.test(item.label));

describe('the tree by node', () => {
  it('shows the cluster, its nodes with zones, and the pods with their states', () => {
    const stage = rehearsal();
    run(stage, [deployment({ replicas: 3 })]);
    const tree = stage.tree({ groupBy: 'node' });
    expect(tree).toHaveLength(1);
    expect(tree[0]).toMatchObject({ label: 'Cluster', context: 'cluster', icon: 'ok' });
    expect(tree[0]?.description).toMatch(/^7\/7 pods running · /);
    expect(tree[0]?.children.map(({ label }) => label)).toEqual(['control-plane', 'worker-1', 'worker-2', 'worker-3']);
    const worker = tree[0]?.children[1];
    expect(worker).toMatchObject({ icon: 'ok', context: 'node', object: { kind: 'Node', namespace: '', name: 'worker-1' } });
    expect(worker?.description).toBe('Ready · 2 pods · zone-a');
    const [web] = itemsNamed(tree, /^web-/);
    expect(web).toMatchObject({
      icon: 'ready',
      description: 'Running',
      context: 'pod',
      object: { kind: 'Pod', namespace: 'default' },
    });
    expect(web?.tooltip).toContain('Node worker-');
  });

  it('collects the pods that have no node, and says why', () => {
    const stage = rehearsal();
    run(stage, [pod('huge', { container: { resources: { requests: { cpu: '64' } } } })]);
    const tree = stage.tree({ groupBy: 'node' });
    const last = tree[0]?.children.at(-1);
    expect(last).toMatchObject({ label: 'Not scheduled', description: '1 pod' });
    expect(last?.children[0]).toMatchObject({ label: 'huge', icon: 'pending', description: 'Pending 0/1' });
    expect(last?.children[0]?.tooltip).toContain('Insufficient cpu');
  });

  it('shows cordoned and failed nodes as such', () => {
    const stage = rehearsal();
    stage.act({ do: 'cordon', object: { kind: 'Node', namespace: '', name: 'worker-1' } });
    stage.act({ do: 'failNode', object: { kind: 'Node', namespace: '', name: 'worker-2' } });
    const [, cordoned, failed] = stage.tree({ groupBy: 'node' })[0]?.children ?? [];
    expect(cordoned).toMatchObject({ context: 'node.cordoned', icon: 'cordoned' });
    expect(cordoned?.description).toContain('Ready,SchedulingDisabled');
    expect(failed).toMatchObject({ context: 'node.failed', icon: 'error' });
    expect(failed?.description).toContain('NotReady');
  });

  it('of a cluster without nodes says so', () => {
    const tree = rehearsal({ nodes: [] }).tree({ groupBy: 'node' });
    expect(drawn(tree).at(-1)).toContain('No nodes');
  });
});

describe('the tree by owner', () => {
  it('shows Deployment, ReplicaSet and pods', () => {
    const stage = rehearsal(missingImage);
    run(stage, [deployment({ replicas: 2 })]);
    run(stage, [deployment({ replicas: 2 }, { image: 'missing:1' })]);
    const tree = stage.tree({ groupBy: 'owner' });
    const [namespace] = tree[0]?.children ?? [];
    expect(namespace).toMatchObject({ label: 'default', context: 'namespace' });
    const [web] = namespace?.children ?? [];
    expect(web).toMatchObject({ label: 'web', context: 'deployment', icon: 'ok' });
    expect(web?.description).toBe('Deployment · 2/2');
    const [newest, oldest] = web?.children ?? [];
    expect([newest?.context, oldest?.context]).toEqual(['replicaset', 'replicaset']);
    expect(newest?.children).toHaveLength(1);
    expect(newest?.children[0]).toMatchObject({ icon: 'failed' });
    expect(newest?.children[0]?.description).toMatch(/^ImagePullBackOff 0\/1 · worker-\d$/);
    expect(newest?.children[0]?.tooltip).toContain('Back-off pulling image');
    expect(oldest?.children).toHaveLength(2);
  });

  it('shows for a DaemonSet why a node has no pod', () => {
    const stage = rehearsal();
    run(stage, [daemonSet(), statefulSet()]);
    const [note] = itemsNamed(stage.tree({ groupBy: 'owner' }), /^control-plane$/);
    expect(note?.description).toBe('no pod: the taint node-role.kubernetes.io/control-plane:NoSchedule is not tolerated');
  });

  it('opens kube-system where something of the user is in it, and keeps it closed else', () => {
    const stage = rehearsal();
    const isOpen = () => itemsNamed(stage.tree({ groupBy: 'owner' }), /^kube-system$/)[0]?.expanded;
    run(stage, [deployment()]);
    expect(isOpen()).toBe(false);
    run(stage, [{ ...daemonSet(), metadata: { name: 'agent', namespace: 'kube-system' } }]);
    expect(isOpen()).toBe(true);
  });

  it('says of a paused Deployment that it is, until it is resumed', () => {
    const stage = rehearsal();
    run(stage, [deployment({ replicas: 2 })]);
    const web = () => itemsNamed(stage.tree({ groupBy: 'owner' }), /^web$/)[0];
    const object = { kind: 'Deployment', namespace: 'default', name: 'web' };
    stage.act({ do: 'pause', object });
    expect(web()).toMatchObject({ context: 'deployment.paused', description: 'Deployment · 2/2 · paused' });
    stage.act({ do: 'resume', object });
    expect(web()).toMatchObject({ context: 'deployment', description: 'Deployment · 2/2' });
  });

  it('puts the cluster itself last', () => {
    const stage = rehearsal();
    run(stage, [deployment()]);
    expect(stage.tree({ groupBy: 'owner' })[0]?.children.map(({ label }) => label)).toEqual(['default', 'kube-system']);
  });

  it('says of what is not emulated that it is not', () => {
    const stage = rehearsal();
    const job = {
      apiVersion: 'batch/v1',
      kind: 'Job',
      metadata: { name: 'once' },
      spec: { template: { spec: { restartPolicy: 'Never', containers: [{ name: 'a', image: 'a:1' }] } } },
    };
    run(stage, [job]);
    const [item] = itemsNamed(stage.tree({ groupBy: 'owner' }), /^once$/);
    expect(item).toMatchObject({ description: 'Job · not emulated', icon: 'warning' });
    expect(item?.tooltip).toContain('Jobs are not emulated yet');
  });
});

it('a look back shows the tree as it was', () => {
  const stage = rehearsal();
  const first = run(stage, [deployment({ replicas: 2 })]);
  const before = drawn(stage.tree({ groupBy: 'owner' })).slice(1);
  run(stage, [deployment({ replicas: 5 }, { image: 'nginx:2' })]);
  // The second manifest is applied in the very moment at which the first run ends.
  const justBefore = first.to - 0.001;
  expect(drawn(stage.tree({ groupBy: 'owner', at: justBefore })).slice(1)).toEqual(before);
  expect(itemsNamed(stage.tree({ groupBy: 'owner', at: first.from - 0.001 }), /^web/)).toEqual([]);
});
