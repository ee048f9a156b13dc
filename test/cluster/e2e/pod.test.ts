import { describe, expect, it } from 'vitest';
import type { Pod } from '../../../server/src/kubernetes/api.ts';
import { podStatus } from '../../../server/src/kubernetes/printers/index.ts';
import { conditionOf, Lab } from './lab.ts';
import { deployment, pod } from './objects.ts';

const statusOf = (lab: Lab, name = 'one') => podStatus(lab.get<Pod>('Pod', name), lab.cluster.now).status;
const container = (lab: Lab, name = 'one') => lab.get<Pod>('Pod', name).status?.containerStatuses?.[0];

describe('a pod that ends by itself', () => {
  const ends = (exitCode: number, restartPolicy: string) => {
    const lab = new Lab({ spec: { images: [{ image: '*', pullSeconds: 0, exitAfterSeconds: 1, exitCode }] } });
    lab.run(pod('one', { pod: { restartPolicy } }));
    return lab;
  };

  it('has succeeded with 0 under OnFailure and Never', () => {
    for (const policy of ['OnFailure', 'Never']) {
      const lab = ends(0, policy);
      expect(lab.get<Pod>('Pod', 'one').status?.phase).toBe('Succeeded');
      expect(statusOf(lab)).toBe('Completed');
      expect(container(lab)?.restartCount).toBe(0);
      expect(lab.verdict('one')).toMatchObject({ state: 'complete' });
    }
  });

  it('has failed with 1 under Never', () => {
    const lab = ends(1, 'Never');
    expect(lab.get<Pod>('Pod', 'one').status?.phase).toBe('Failed');
    expect(statusOf(lab)).toBe('Error');
    expect(container(lab)?.state?.terminated).toMatchObject({ exitCode: 1, reason: 'Error' });
    expect(lab.verdict('one')).toMatchObject({ state: 'failed' });
  });

  it('is restarted with 1 under OnFailure, and with 0 and 1 under Always', () => {
    for (const [code, policy] of [
      [1, 'OnFailure'],
      [0, 'Always'],
      [1, 'Always'],
    ] as const) {
      const lab = ends(code, policy);
      lab.advance(120);
      expect(container(lab)?.restartCount).toBeGreaterThanOrEqual(3);
      expect(lab.get<Pod>('Pod', 'one').status?.phase).toBe('Running');
    }
  });

  it('is stuck in CrashLoopBackOff when it always fails', () => {
    const lab = ends(1, 'Always');
    expect(lab.verdict('one')).toMatchObject({ state: 'stuck', reason: 'CrashLoopBackOff' });
    expect(statusOf(lab)).toBe('CrashLoopBackOff');
    expect(lab.events('one')).toContainEqual(
      expect.stringMatching(/^BackOff: Back-off restarting failed container app in pod one_default\(/),
    );
  });

  it('is restarted at once, then after 10, 20, 40, 80, 160, 300, 300 s', () => {
    const lab = ends(1, 'Always');
    lab.advance(1800);
    const starts = lab.cluster.trace
      .filter((entry) => entry.verb === 'event' && entry.reason === 'Started' && entry.ref.name === 'one')
      .map(({ at }) => at / 1000);
    // Each run takes one second; the waits are timed from its end, and kubelets look a little later.
    const waits = starts.slice(1).map((at, index) => at - (starts[index] ?? 0) - 1);
    const expected = [0, 10, 20, 40, 80, 160, 300, 300];
    expected.forEach((wait, index) => {
      expect(waits[index]).toBeGreaterThanOrEqual(wait);
      expect(waits[index]).toBeLessThan(wait + 12);
    });
  });
});

describe('init containers', () => {
  it('run one after the other before the others', () => {
    const lab = new Lab();
    lab.run(
      pod('one', {
        pod: {
          initContainers: [
            { name: 'a', image: 'busybox:1' },
            { name: 'b', image: 'busybox:1' },
          ],
        },
      }),
    );
    const { initContainerStatuses, containerStatuses, phase } = lab.get<Pod>('Pod', 'one').status ?? {};
    expect(phase).toBe('Running');
    const [a, b] = initContainerStatuses ?? [];
    const finished = a?.state?.terminated?.finishedAt ?? '';
    expect(a?.state?.terminated).toMatchObject({ exitCode: 0, reason: 'Completed' });
    expect((b?.state?.terminated?.startedAt ?? '') >= finished).toBe(true);
    expect((containerStatuses?.[0]?.state?.running?.startedAt ?? '') >= (b?.state?.terminated?.finishedAt ?? '~')).toBe(true);
  });

  it('that fail keep the pod from starting, or fail it under Never', () => {
    const failing = { initContainers: [{ name: 'init', image: 'busybox:1' }] };
    const images = [{ image: '*', container: 'init', exitAfterSeconds: 1, exitCode: 3 }];
    const lab = new Lab({ spec: { images } });
    lab.run(pod('one', { pod: failing }));
    expect(statusOf(lab)).toBe('Init:CrashLoopBackOff');
    expect(lab.verdict('one')).toMatchObject({ state: 'stuck' });
    lab.run(pod('two', { pod: { ...failing, restartPolicy: 'Never' } }));
    expect(lab.get<Pod>('Pod', 'two').status?.phase).toBe('Failed');
    expect(statusOf(lab, 'two')).toBe('Init:Error');
  });

  it('with restartPolicy Always are sidecars: they stay, and let the pod complete', () => {
    const lab = new Lab({ spec: { images: [{ image: 'job:1', exitAfterSeconds: 5, exitCode: 0 }] } });
    lab.run(
      pod('one', {
        image: 'job:1',
        pod: { restartPolicy: 'Never', initContainers: [{ name: 'proxy', image: 'proxy:1', restartPolicy: 'Always' }] },
      }),
    );
    expect(lab.get<Pod>('Pod', 'one').status?.phase).toBe('Succeeded');
    lab.run(pod('two', { pod: { initContainers: [{ name: 'proxy', image: 'proxy:1', restartPolicy: 'Always' }] } }));
    expect(podStatus(lab.get<Pod>('Pod', 'two'), lab.cluster.now)).toMatchObject({ ready: '2/2', status: 'Running' });
  });
});

describe('probes', () => {
  const probe = { httpGet: { port: 80 }, periodSeconds: 5, failureThreshold: 2 };

  it('a readiness probe that never succeeds leaves the pod running and not ready', () => {
    const lab = new Lab({ spec: { images: [{ image: '*', neverReady: true }] } });
    lab.run(deployment({ replicas: 1, progressDeadlineSeconds: 60 }, { container: { readinessProbe: probe } }));
    const [only] = lab.pods() as [Pod];
    expect(podStatus(only, lab.cluster.now)).toMatchObject({ ready: '0/1', status: 'Running' });
    expect(conditionOf(only, 'Ready')).toMatchObject({
      reason: 'ContainersNotReady',
      message: 'containers with unready status: [app]',
    });
    expect(only.status?.containerStatuses?.[0]?.restartCount).toBe(0);
    expect(lab.verdict()).toMatchObject({ state: 'stuck', reason: 'Unhealthy' });
    expect(conditionOf(lab.get('Deployment', 'web'), 'Progressing')).toMatchObject({ reason: 'ProgressDeadlineExceeded' });
    expect(lab.events(only.metadata.name ?? '')).toContainEqual(expect.stringMatching(/^Unhealthy: Readiness probe failed: /));
  });

  it('a liveness probe that fails restarts the container', () => {
    const lab = new Lab({ spec: { images: [{ image: '*', unhealthyAfterSeconds: 20 }] } });
    lab.apply(pod('one', { container: { livenessProbe: probe } }));
    lab.advance(60);
    expect(container(lab)?.restartCount).toBeGreaterThanOrEqual(1);
    expect(lab.events('one')).toContain('Killing: Container app failed liveness probe, will be restarted');
  });

  it('a startup probe holds the others back, and kills what does not start in time', () => {
    const lab = new Lab({ spec: { images: [{ image: 'slow:*', readyAfterSeconds: 30, unhealthyAfterSeconds: 0 }] } });
    const startupProbe = { httpGet: { port: 80 }, periodSeconds: 5, failureThreshold: 10 };
    lab.run(pod('one', { image: 'slow:1', container: { startupProbe } }));
    const ready = conditionOf(lab.get('Pod', 'one'), 'Ready');
    expect(ready?.status).toBe('True');
    expect(container(lab)).toMatchObject({ started: true, restartCount: 0 });
    expect(lab.now).toBeGreaterThan(30);
    lab.apply(pod('two', { image: 'slow:1', container: { startupProbe: { ...startupProbe, failureThreshold: 2 } } }));
    lab.advance(60);
    expect(container(lab, 'two')?.restartCount).toBeGreaterThanOrEqual(1);
    expect(lab.events('two')).toContain('Killing: Container app failed startup probe, will be restarted');
  });
});

describe('a pod is deleted', () => {
  it('ends as soon as its process does', () => {
    const lab = new Lab({ spec: { images: [{ image: '*', stopSeconds: 4 }] } });
    lab.run(pod('one'));
    const since = lab.now;
    lab.deletePod('one');
    lab.advance(0.1);
    expect(statusOf(lab)).toBe('Terminating');
    lab.settle();
    const took = (lab.writtenAt('delete', 'Pod', 'one') ?? 0) - since;
    expect(took).toBeGreaterThanOrEqual(4);
    expect(took).toBeLessThan(7);
    expect(lab.events('one')).toContain('Killing: Stopping container app');
  });

  it('is killed when its grace is over', () => {
    const lab = new Lab({ spec: { images: [{ image: '*', stopSeconds: 600 }] } });
    lab.run(pod('one', { pod: { terminationGracePeriodSeconds: 12 } }));
    const since = lab.now;
    lab.deletePod('one');
    lab.settle();
    const took = (lab.writtenAt('delete', 'Pod', 'one') ?? 0) - since;
    expect(took).toBeGreaterThanOrEqual(12);
    expect(took).toBeLessThan(15);
    const last = lab.cluster.trace.filter((entry) => entry.verb === 'update' && entry.ref.name === 'one').at(-1);
    const ended = last?.verb === 'update' ? (last.object as Pod).status?.containerStatuses?.[0]?.state?.terminated : undefined;
    expect(ended).toMatchObject({ exitCode: 137 });
  });

  it('goes at once with a grace of 0', () => {
    const lab = new Lab();
    lab.run(pod('one'));
    lab.deletePod('one', 0);
    expect(lab.find('Pod', 'one')).toBeUndefined();
  });

  it('goes at once while it has no node', () => {
    const lab = new Lab();
    lab.run(pod('one', { pod: { nodeSelector: { nowhere: 'yes' } } }));
    lab.deletePod('one');
    expect(lab.find('Pod', 'one')).toBeUndefined();
  });
});

describe('what keeps a pod from running', () => {
  it('a ConfigMap that is missing, until it comes', () => {
    const lab = new Lab();
    lab.run(pod('one', { container: { envFrom: [{ configMapRef: { name: 'settings' } }] } }));
    expect(statusOf(lab)).toBe('CreateContainerConfigError');
    expect(container(lab)?.state?.waiting?.message).toBe('configmap "settings" not found');
    lab.run({ apiVersion: 'v1', kind: 'ConfigMap', metadata: { name: 'settings' }, data: { a: 'b' } });
    lab.settle();
    lab.advance(120);
    expect(statusOf(lab)).toBe('Running');
  });

  it('an image that cannot be pulled', () => {
    const lab = new Lab({ spec: { images: [{ image: 'missing:*', pullError: 'not found' }] } });
    lab.run(pod('one', { image: 'missing:1' }));
    expect(statusOf(lab)).toBe('ImagePullBackOff');
    expect(lab.verdict('one')).toMatchObject({ state: 'stuck', reason: 'ImagePullBackOff' });
    expect(lab.events('one')).toEqual(
      expect.arrayContaining([
        'Pulling: Pulling image "missing:1"',
        expect.stringMatching(/^Failed: Failed to pull image "missing:1": /),
        'Failed: Error: ErrImagePull',
        'BackOff: Back-off pulling image "missing:1"',
        'Failed: Error: ImagePullBackOff',
      ]),
    );
  });

  it('no node with room for it: the reasons of all nodes are counted', () => {
    const lab = new Lab();
    lab.run(pod('one', { container: { resources: { requests: { cpu: '64' } } } }));
    const message =
      '0/4 nodes are available: 1 node(s) had untolerated taint(s), 3 Insufficient cpu. preemption: 0/4 nodes are available: 4 Preemption is not helpful for scheduling.';
    expect(lab.verdict('one')).toMatchObject({ state: 'stuck', reason: 'Unschedulable' });
    expect(conditionOf(lab.get('Pod', 'one'), 'PodScheduled')).toMatchObject({ status: 'False', reason: 'Unschedulable' });
    expect(conditionOf(lab.get('Pod', 'one'), 'PodScheduled')?.message?.replace('no new claims to deallocate, ', '')).toBe(
      message,
    );
    lab.addNode({ name: 'large', capacity: { cpu: '96', memory: '64Gi', pods: '110' } });
    lab.settle();
    expect(lab.get<Pod>('Pod', 'one').spec?.nodeName).toBe('large');
  });

  it('a cluster without nodes', () => {
    const lab = new Lab({ spec: { nodes: [] } });
    lab.run(deployment({ replicas: 2 }));
    expect(lab.pods()).toHaveLength(2);
    expect(conditionOf(lab.pods()[0] as Pod, 'PodScheduled')).toMatchObject({ message: 'no nodes available to schedule pods' });
    expect(lab.verdict()).toMatchObject({ state: 'stuck', reason: 'Unschedulable' });
  });
});
