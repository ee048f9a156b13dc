import { describe, expect, it } from 'vitest';
import type {
  EndpointSlice,
  Node,
  PersistentVolume,
  PersistentVolumeClaim,
  Pod,
  Service,
} from '../../../server/src/kubernetes/api.ts';
import { isPodReady } from '../../../server/src/kubernetes/pod-status.ts';
import { Lab } from './lab.ts';
import { budget, deployment, pod, replicaSet, service, statefulSet } from './objects.ts';

describe('a Service', () => {
  const endpoints = (lab: Lab) =>
    lab.cluster.read
      .list<EndpointSlice>('EndpointSlice', 'default')
      .flatMap((slice) => (slice.metadata.labels?.['kubernetes.io/service-name'] === 'web' ? (slice.endpoints ?? []) : []));

  it('has an endpoint for each pod, ready when the pod is', () => {
    const lab = new Lab({ spec: { images: [{ image: 'slow:*', neverReady: true }] } });
    lab.run(service('web'));
    lab.run(deployment({ replicas: 3 }));
    expect(lab.get<Service>('Service', 'web').spec?.clusterIP).toMatch(/^10\.96\./);
    expect(endpoints(lab).map(({ conditions }) => conditions?.ready)).toEqual([true, true, true]);
    const ips = lab
      .pods()
      .map(({ status }) => status?.podIP)
      .sort();
    expect(
      endpoints(lab)
        .flatMap(({ addresses }) => addresses)
        .sort(),
    ).toEqual(ips);
    expect(new Set(ips).size).toBe(3);
    lab.apply(
      deployment(
        { replicas: 3, progressDeadlineSeconds: 60 },
        { image: 'slow:1', container: { readinessProbe: { httpGet: { port: 80 } } } },
      ),
    );
    lab.settle();
    // Surge 1, unavailable 0: the new pod is there and takes no traffic.
    expect(
      endpoints(lab)
        .map(({ conditions }) => conditions?.ready)
        .sort(),
    ).toEqual([false, true, true, true]);
  });

  it('takes a pod out as soon as it is asked to end', () => {
    const lab = new Lab({ spec: { images: [{ image: '*', stopSeconds: 20 }] } });
    lab.run(service('web'));
    lab.run(replicaSet({ replicas: 2 }));
    const victim = lab.pods()[0] as Pod;
    lab.deletePod(victim.metadata.name ?? '');
    lab.advance(1);
    const leaving = endpoints(lab).find(({ targetRef }) => targetRef?.name === victim.metadata.name);
    expect(leaving?.conditions).toEqual({ ready: false, serving: true, terminating: true });
    lab.settle();
    expect(endpoints(lab)).toHaveLength(2);
  });

  it('that is headless has no address and names the pods of a StatefulSet', () => {
    const lab = new Lab();
    lab.run(service('web', { clusterIP: 'None' }));
    lab.run(statefulSet({ replicas: 2, serviceName: 'web' }, {}, 'web'));
    expect(lab.get<Service>('Service', 'web').spec?.clusterIP).toBe('None');
    expect(
      endpoints(lab)
        .map(({ hostname }) => hostname)
        .sort(),
    ).toEqual(['web-0', 'web-1']);
  });
});

describe('deleting an owner', () => {
  const start = () => {
    const lab = new Lab();
    lab.run(deployment({ replicas: 2 }));
    return lab;
  };

  it('in the background: it goes at once, what it owns follows', () => {
    const lab = start();
    lab.delete('Deployment', 'web', 'Background');
    expect(lab.find('Deployment', 'web')).toBeUndefined();
    lab.settle();
    expect(lab.cluster.read.list('ReplicaSet', 'default')).toEqual([]);
    expect(lab.pods()).toEqual([]);
  });

  it('in the foreground: it goes last', () => {
    const lab = start();
    const names = lab.podNames();
    lab.delete('Deployment', 'web', 'Foreground');
    expect(lab.get('Deployment', 'web').metadata).toMatchObject({ finalizers: ['foregroundDeletion'] });
    lab.settle();
    expect(lab.find('Deployment', 'web')).toBeUndefined();
    const gone = lab.writtenAt('delete', 'Deployment', 'web') ?? 0;
    for (const name of names) expect(lab.writtenAt('delete', 'Pod', name)).toBeLessThanOrEqual(gone);
  });

  it('as an orphaning: what it owns stays and is on its own', () => {
    const lab = start();
    const names = lab.podNames();
    lab.delete('Deployment', 'web', 'Orphan');
    lab.settle();
    expect(lab.find('Deployment', 'web')).toBeUndefined();
    const [set] = lab.cluster.read.list('ReplicaSet', 'default');
    expect(set?.metadata.ownerReferences ?? []).toEqual([]);
    expect(lab.podNames()).toEqual(names);
    // The same manifest adopts what is there.
    lab.run(deployment({ replicas: 2 }));
    expect(lab.podNames()).toEqual(names);
    expect(lab.replicaSets()).toHaveLength(1);
  });
});

describe('a claim', () => {
  const claim = {
    apiVersion: 'v1',
    kind: 'PersistentVolumeClaim',
    metadata: { name: 'data' },
    spec: { accessModes: ['ReadWriteOnce'], resources: { requests: { storage: '1Gi' } } },
  };
  const user = pod('one', { pod: { volumes: [{ name: 'data', persistentVolumeClaim: { claimName: 'data' } }] } });

  it('waits for its first consumer, then is provisioned and bound', () => {
    const lab = new Lab();
    lab.run(claim);
    expect(lab.get<PersistentVolumeClaim>('PersistentVolumeClaim', 'data').status?.phase).toBe('Pending');
    lab.run(user);
    const bound = lab.get<PersistentVolumeClaim>('PersistentVolumeClaim', 'data');
    expect(bound).toMatchObject({ spec: { volumeName: `pvc-${bound.metadata.uid}` }, status: { phase: 'Bound' } });
    expect(lab.get<PersistentVolume>('PersistentVolume', bound.spec?.volumeName ?? '').status?.phase).toBe('Bound');
    expect(isPodReady(lab.get('Pod', 'one'))).toBe(true);
    expect(lab.events('one').filter((text) => text.includes('FailedScheduling'))).toEqual([]);
  });

  it('in use stays until its user is gone', () => {
    const lab = new Lab();
    lab.run(claim);
    lab.run(user);
    lab.delete('PersistentVolumeClaim', 'data');
    lab.settle();
    expect(lab.get('PersistentVolumeClaim', 'data').metadata.deletionTimestamp).toBeDefined();
    lab.deletePod('one');
    lab.settle();
    expect(lab.find('PersistentVolumeClaim', 'data')).toBeUndefined();
    expect(lab.cluster.read.list('PersistentVolume')).toEqual([]);
  });

  it('that is missing keeps its pod Pending', () => {
    const lab = new Lab();
    lab.run(user);
    expect(lab.verdict('one')).toMatchObject({ state: 'stuck', reason: 'Unschedulable' });
    expect(lab.verdict('one')?.message).toContain('persistentvolumeclaim "data" not found');
    lab.run(claim);
    lab.settle();
    expect(isPodReady(lab.get('Pod', 'one'))).toBe(true);
  });
});

describe('nodes', () => {
  it('a cordoned node keeps its pods and gets no new ones', () => {
    const lab = new Lab();
    lab.run(deployment({ replicas: 3 }));
    lab.cordon('worker-1');
    lab.settle();
    expect(lab.get<Node>('Node', 'worker-1').spec?.taints).toEqual([
      expect.objectContaining({ key: 'node.kubernetes.io/unschedulable', effect: 'NoSchedule' }),
    ]);
    lab.scale('Deployment', 'web', 9);
    lab.settle();
    expect(lab.pods().filter((one) => one.spec?.nodeName === 'worker-1')).toHaveLength(1);
    lab.cordon('worker-1', false);
    lab.settle();
    expect(lab.get<Node>('Node', 'worker-1').spec?.taints ?? []).toEqual([]);
  });

  it('a drained node has only its daemons left', () => {
    const lab = new Lab();
    lab.run(deployment({ replicas: 6 }));
    const result = lab.drain('worker-2');
    expect(result.failed).toBe(false);
    expect(result.message).toContain('node/worker-2 drained');
    lab.settle();
    expect(lab.pods().some((one) => one.spec?.nodeName === 'worker-2')).toBe(false);
    expect(lab.readyCount()).toBe(6);
  });

  it('a drain respects a budget: one pod after the other', () => {
    const lab = new Lab();
    lab.run(budget('web', { minAvailable: 3 }));
    lab.run(
      deployment({ replicas: 4, template: undefined }, { pod: { nodeSelector: { 'topology.kubernetes.io/zone': 'zone-a' } } }),
    );
    expect(new Set(lab.pods().map((one) => one.spec?.nodeName))).toEqual(new Set(['worker-1']));
    lab.addNode({ name: 'worker-4', labels: { 'topology.kubernetes.io/zone': 'zone-a' } });
    lab.settle();
    const result = lab.drain('worker-1');
    expect(result.failed).toBe(false);
    expect(new Set(lab.livePods().map((one) => one.spec?.nodeName))).toEqual(new Set(['worker-4']));
  });

  it('a drain that a budget never lets go on ends with what is left', () => {
    const lab = new Lab();
    lab.run(budget('web', { maxUnavailable: 0 }));
    lab.run(deployment({ replicas: 3 }));
    const result = lab.drain('worker-1');
    expect(result.failed).toBe(true);
    expect(result.message).toContain("Cannot evict pod as it would violate the pod's disruption budget.");
    expect(result.message).toContain('The disruption budget web needs 3 healthy pods and has 3 currently');
    expect(lab.readyCount()).toBe(3);
  });
});
