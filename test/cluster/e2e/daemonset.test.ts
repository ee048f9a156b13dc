import { describe, expect, it } from 'vitest';
import type { DaemonSet, Node, Pod } from '../../../server/src/kubernetes/api.ts';
import { isPodReady } from '../../../server/src/kubernetes/pod-status.ts';
import { Lab } from './lab.ts';
import { daemonSet } from './objects.ts';

const nodesOf = (lab: Lab) =>
  lab
    .livePods()
    .map((pod) => pod.spec?.nodeName)
    .sort();
const workers = ['worker-1', 'worker-2', 'worker-3'];

describe('a DaemonSet', () => {
  it('runs one pod on each node whose taints it tolerates', () => {
    const lab = new Lab();
    lab.run(daemonSet());
    expect(nodesOf(lab)).toEqual(workers);
    expect(lab.get<DaemonSet>('DaemonSet', 'agent').status).toMatchObject({
      desiredNumberScheduled: 3,
      currentNumberScheduled: 3,
      numberReady: 3,
      numberAvailable: 3,
      updatedNumberScheduled: 3,
      numberMisscheduled: 0,
      observedGeneration: 1,
    });
    expect(lab.verdict('agent')).toMatchObject({ state: 'complete' });
  });

  it('that tolerates everything runs on the control plane too', () => {
    const lab = new Lab();
    lab.run(daemonSet({}, { pod: { tolerations: [{ operator: 'Exists' }] } }));
    expect(nodesOf(lab)).toEqual(['control-plane', ...workers]);
  });

  it('follows the node selector', () => {
    const lab = new Lab();
    lab.run(daemonSet({}, { pod: { nodeSelector: { 'topology.kubernetes.io/zone': 'zone-b' } } }));
    expect(nodesOf(lab)).toEqual(['worker-2']);
  });

  it('makes a deleted pod anew on its node, once the old one is gone', () => {
    const lab = new Lab();
    lab.run(daemonSet());
    const victim = lab.pods().find((pod) => pod.spec?.nodeName === 'worker-2')?.metadata.name ?? '';
    lab.deletePod(victim);
    lab.settle();
    expect(nodesOf(lab)).toEqual(workers);
    expect(lab.podNames()).not.toContain(victim);
  });

  it('follows nodes that join, leave, and are tainted', () => {
    const lab = new Lab();
    lab.run(daemonSet());
    lab.addNode({ name: 'worker-4' });
    lab.settle();
    expect(nodesOf(lab)).toEqual([...workers, 'worker-4']);
    lab.delete('Node', 'worker-4');
    lab.settle();
    expect(nodesOf(lab)).toEqual(workers);
    const taint = (effect: 'NoSchedule' | 'NoExecute') =>
      lab.edit<Node>('Node', 'worker-1', (node) => ({ ...node, spec: { ...node.spec, taints: [{ key: 'dedicated', effect }] } }));
    taint('NoSchedule');
    lab.settle();
    // It would not start there, and is not stopped either.
    expect(nodesOf(lab)).toEqual(workers);
    taint('NoExecute');
    lab.settle();
    expect(nodesOf(lab)).toEqual(['worker-2', 'worker-3']);
    expect(lab.get<DaemonSet>('DaemonSet', 'agent').status).toMatchObject({ desiredNumberScheduled: 2, numberMisscheduled: 0 });
  });

  it('does not mind a cordoned node', () => {
    const lab = new Lab();
    lab.cordon('worker-1');
    lab.settle();
    lab.run(daemonSet());
    expect(nodesOf(lab)).toEqual(workers);
  });

  it('stays on a node that dies', () => {
    const lab = new Lab();
    lab.run(daemonSet());
    const names = lab.podNames();
    lab.failNode('worker-3');
    lab.settle();
    lab.advance(900);
    expect(lab.podNames()).toEqual(names);
    expect(lab.get<DaemonSet>('DaemonSet', 'agent').status).toMatchObject({
      desiredNumberScheduled: 2,
      numberMisscheduled: 1,
      numberReady: 2,
    });
  });

  it('keeps a pod Pending where there is no room for it', () => {
    const lab = new Lab();
    lab.run(daemonSet({}, { container: { resources: { requests: { cpu: '100' } } } }));
    expect(lab.pods()).toHaveLength(3);
    expect(lab.pods().every((pod) => pod.spec?.nodeName === undefined)).toBe(true);
    expect(lab.verdict('agent')).toMatchObject({ state: 'stuck', reason: 'Unschedulable' });
    expect(lab.verdict('agent')?.message).toContain('Insufficient cpu');
  });
});

describe('a DaemonSet is updated', () => {
  it('one node after the other, each old pod before its new one', () => {
    const lab = new Lab();
    lab.run(daemonSet());
    lab.apply(daemonSet({}, { image: 'nginx:2' }));
    let fewest = 3;
    lab.until(() => {
      fewest = Math.min(fewest, lab.livePods().filter(isPodReady).length);
      const { updatedNumberScheduled, numberAvailable, observedGeneration } =
        lab.get<DaemonSet>('DaemonSet', 'agent').status ?? {};
      return observedGeneration === 2 && updatedNumberScheduled === 3 && numberAvailable === 3;
    }, 120);
    expect(fewest).toBe(2);
    lab.settle();
    expect(lab.pods().every((pod) => pod.spec?.containers[0]?.image === 'nginx:2')).toBe(true);
    expect(lab.verdict('agent')).toMatchObject({ state: 'complete' });
  });

  it('with a surge never has fewer ready pods than nodes', () => {
    const lab = new Lab();
    const updateStrategy = { rollingUpdate: { maxSurge: 1, maxUnavailable: 0 } };
    lab.run(daemonSet({ updateStrategy }));
    lab.apply(daemonSet({ updateStrategy }, { image: 'nginx:2' }));
    let fewest = 3;
    lab.until(() => {
      const ready = new Set(
        lab
          .livePods()
          .filter(isPodReady)
          .map((pod) => pod.spec?.nodeName),
      ).size;
      fewest = Math.min(fewest, ready);
      return lab.livePods().length === 3 && lab.livePods().every((pod) => pod.spec?.containers[0]?.image === 'nginx:2');
    }, 120);
    expect(fewest).toBe(3);
  });

  it('on deletion alone with OnDelete', () => {
    const lab = new Lab();
    const updateStrategy = { type: 'OnDelete' };
    lab.run(daemonSet({ updateStrategy }));
    lab.run(daemonSet({ updateStrategy }, { image: 'nginx:2' }));
    const images = () =>
      lab
        .pods()
        .map((pod) => pod.spec?.containers[0]?.image)
        .sort();
    expect(images()).toEqual(['nginx:1', 'nginx:1', 'nginx:1']);
    lab.deletePod(lab.podNames()[0] ?? '');
    lab.settle();
    expect(images()).toEqual(['nginx:1', 'nginx:1', 'nginx:2']);
  });

  it('to a broken image: stops at one node, and undo mends it', () => {
    const lab = new Lab({ spec: { images: [{ image: 'missing:*', pullError: 'not found' }] } });
    lab.run(daemonSet());
    lab.run(daemonSet({}, { image: 'missing:1' }));
    expect(lab.readyCount()).toBe(2);
    expect(lab.verdict('agent')).toMatchObject({ state: 'stuck' });
    expect(lab.undo('DaemonSet', 'agent')).toBe('daemonset.apps/agent rolled back');
    lab.settle();
    expect(lab.readyCount()).toBe(3);
    expect(lab.verdict('agent')).toMatchObject({ state: 'complete' });
  });
});

it('every cluster runs kube-proxy on all its nodes', () => {
  const lab = new Lab();
  const proxies = lab.cluster.read.list<Pod>('Pod', 'kube-system');
  expect(proxies.map(({ spec }) => spec?.nodeName).sort()).toEqual(['control-plane', ...workers]);
});
