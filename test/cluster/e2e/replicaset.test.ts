import { describe, expect, it } from 'vitest';
import type { Node, Pod, ReplicaSet } from '../../../server/src/kubernetes/api.ts';
import { conditionOf, Lab } from './lab.ts';
import { deployment, replicaSet, statefulSet } from './objects.ts';

describe('a ReplicaSet keeps its number', () => {
  it('replaces a deleted pod at once, before the old one has ended', () => {
    const lab = new Lab();
    lab.run(replicaSet({ replicas: 3 }));
    const [victim] = lab.podNames() as [string];
    const before = lab.podNames();
    lab.deletePod(victim);
    lab.advance(0.1);
    expect(lab.pods()).toHaveLength(4);
    lab.settle();
    expect(lab.readyCount()).toBe(3);
    expect(lab.find('Pod', victim)).toBeUndefined();
    const [replacement] = lab.podNames().filter((name) => !before.includes(name)) as [string];
    expect(lab.writtenAt('create', 'Pod', replacement)).toBeLessThan(lab.writtenAt('delete', 'Pod', victim) ?? 0);
    expect(lab.events('web')).toContain(`SuccessfulCreate: Created pod: ${replacement}`);
  });

  it('restarts a container that ends in place, in the same pod', () => {
    const lab = new Lab();
    lab.run(replicaSet({ replicas: 2 }));
    const names = lab.podNames();
    expect(lab.crash(names[0] ?? '', 'app', 1)).toContain('ended with exit code 1');
    lab.settle();
    expect(lab.podNames()).toEqual(names);
    expect(lab.get<Pod>('Pod', names[0] ?? '').status?.containerStatuses?.[0]).toMatchObject({ restartCount: 1, ready: true });
    expect(lab.readyCount()).toBe(2);
  });

  it('replaces a pod that has failed, and keeps the failed one', () => {
    const lab = new Lab();
    lab.run(replicaSet({ replicas: 2 }));
    const [victim] = lab.podNames() as [string];
    lab.edit<Pod>('Pod', victim, (pod) => ({ ...pod, spec: { containers: [], ...pod.spec, activeDeadlineSeconds: 60 } }));
    lab.settle();
    expect(lab.get<Pod>('Pod', victim).status).toMatchObject({ phase: 'Failed', reason: 'DeadlineExceeded' });
    expect(lab.pods()).toHaveLength(3);
    expect(lab.readyCount()).toBe(2);
  });

  it('adopts a matching orphan, and releases a pod whose label changes', () => {
    const lab = new Lab();
    lab.run(replicaSet({ replicas: 2 }));
    const [released] = lab.podNames() as [string];
    lab.edit<Pod>('Pod', released, (pod) => ({ ...pod, metadata: { ...pod.metadata, labels: { app: 'other' } } }));
    lab.settle();
    expect(lab.get<Pod>('Pod', released).metadata.ownerReferences ?? []).toEqual([]);
    expect(lab.pods({ app: 'web' })).toHaveLength(2);
    lab.edit<Pod>('Pod', released, (pod) => ({ ...pod, metadata: { ...pod.metadata, labels: { app: 'web' } } }));
    lab.settle();
    expect(lab.pods({ app: 'web' })).toHaveLength(2);
  });

  it('deletes pods that are not ready first when it is scaled down', () => {
    const lab = new Lab({ spec: { images: [{ image: 'missing:*', pullError: 'not found' }] } });
    lab.run(replicaSet({ replicas: 3 }));
    const ready = lab.podNames();
    lab.edit<ReplicaSet>('ReplicaSet', 'web', (set) => ({
      ...set,
      spec: {
        ...set.spec,
        replicas: 5,
        template: { ...set.spec.template, spec: { containers: [{ name: 'app', image: 'missing:1' }] } },
      },
    }));
    lab.settle();
    expect(lab.pods()).toHaveLength(5);
    lab.scale('ReplicaSet', 'web', 3);
    lab.settle();
    expect(lab.podNames()).toEqual(ready);
  });

  it('deletes the pod with the lowest deletion cost first', () => {
    const lab = new Lab();
    lab.run(replicaSet({ replicas: 3 }));
    const [, cheap] = lab.podNames() as [string, string];
    lab.edit<Pod>('Pod', cheap, ({ metadata, ...pod }) => ({
      ...pod,
      metadata: { ...metadata, annotations: { 'controller.kubernetes.io/pod-deletion-cost': '-10' } },
    }));
    lab.scale('ReplicaSet', 'web', 2);
    lab.settle();
    expect(lab.find('Pod', cheap)).toBeUndefined();
  });

  it('deletes from the most crowded node first', () => {
    const lab = new Lab();
    lab.run(replicaSet({ replicas: 4 }));
    lab.scale('ReplicaSet', 'web', 3);
    lab.settle();
    expect(new Set(lab.pods().map((pod) => pod.spec?.nodeName)).size).toBe(3);
  });
});

describe('a node dies', () => {
  it('is NotReady after 40 to 55 s; its pods are evicted 300 s later and replaced at once', () => {
    const lab = new Lab();
    lab.run(deployment({ replicas: 3 }));
    const victim = lab.pods().find((pod) => pod.spec?.nodeName === 'worker-1')?.metadata.name ?? '';
    lab.failNode('worker-1');
    const notReady = lab.until(() => conditionOf(lab.get<Node>('Node', 'worker-1'), 'Ready')?.status === 'Unknown', 120);
    expect(notReady).toBeGreaterThanOrEqual(40);
    expect(notReady).toBeLessThanOrEqual(56);
    expect(conditionOf(lab.get('Node', 'worker-1'), 'Ready')).toMatchObject({
      reason: 'NodeStatusUnknown',
      message: 'Kubelet stopped posting node status.',
    });
    lab.advance(1);
    expect(conditionOf(lab.get('Pod', victim), 'Ready')?.status).toBe('False');
    const evicted = lab.until(() => lab.get<Pod>('Pod', victim).metadata.deletionTimestamp !== undefined, 400, 1);
    expect(evicted).toBeGreaterThanOrEqual(297);
    expect(evicted).toBeLessThanOrEqual(315);
    lab.settle();
    const taints = lab.get<Node>('Node', 'worker-1').spec?.taints?.map(({ key, effect }) => `${key}:${effect}`);
    expect(taints).toEqual(
      expect.arrayContaining(['node.kubernetes.io/unreachable:NoSchedule', 'node.kubernetes.io/unreachable:NoExecute']),
    );
    expect(lab.readyCount()).toBe(3);
    // No kubelet confirms the end of the old pod: it stays.
    expect(lab.get<Pod>('Pod', victim).metadata.deletionTimestamp).toBeDefined();
    expect(conditionOf(lab.get('Pod', victim), 'DisruptionTarget')).toMatchObject({
      reason: 'DeletionByTaintManager',
      message: 'Taint manager: deleting due to NoExecute taint',
    });
    expect(lab.verdict()).toMatchObject({ state: 'complete' });
  });

  it('and comes back: the old pod goes, the taints go', () => {
    const lab = new Lab();
    lab.run(deployment({ replicas: 3 }));
    lab.failNode('worker-1');
    lab.settle();
    lab.recoverNode('worker-1');
    lab.settle();
    expect(lab.pods()).toHaveLength(3);
    expect(lab.get<Node>('Node', 'worker-1').spec?.taints ?? []).toEqual([]);
    expect(conditionOf(lab.get('Node', 'worker-1'), 'Ready')).toMatchObject({ status: 'True', reason: 'KubeletReady' });
  });

  it('and comes back before the 300 s are over: nothing is evicted', () => {
    const lab = new Lab();
    lab.run(deployment({ replicas: 3 }));
    const names = lab.podNames();
    lab.failNode('worker-1');
    lab.advance(120);
    lab.recoverNode('worker-1');
    lab.settle();
    expect(lab.podNames()).toEqual(names);
    expect(lab.readyCount()).toBe(3);
  });

  it('a StatefulSet pod on it is not replaced until the node is back', () => {
    const lab = new Lab();
    lab.run(statefulSet({ replicas: 3 }));
    const lost = lab.pods().find((pod) => pod.spec?.nodeName === 'worker-2');
    const name = lost?.metadata.name ?? '';
    lab.failNode('worker-2');
    lab.settle();
    lab.advance(1200);
    expect(lab.get<Pod>('Pod', name).metadata.uid).toBe(lost?.metadata.uid);
    expect(lab.get<Pod>('Pod', name).metadata.deletionTimestamp).toBeDefined();
    lab.recoverNode('worker-2');
    lab.settle();
    expect(lab.get<Pod>('Pod', name).metadata.uid).not.toBe(lost?.metadata.uid);
    expect(lab.readyCount()).toBe(3);
  });

  it('a StatefulSet pod on it is replaced once the node is removed', () => {
    const lab = new Lab();
    lab.run(statefulSet({ replicas: 3 }));
    const lost = lab.pods().find((pod) => pod.spec?.nodeName === 'worker-2');
    lab.failNode('worker-2');
    lab.settle();
    lab.delete('Node', 'worker-2');
    lab.settle();
    expect(lab.get<Pod>('Pod', lost?.metadata.name ?? '').metadata.uid).not.toBe(lost?.metadata.uid);
    expect(lab.readyCount()).toBe(3);
  });
});
