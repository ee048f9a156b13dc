import { describe, expect, it } from 'vitest';
import { snapshotReader } from '../../server/src/cluster/engine/snapshot.ts';
import { objectsAt } from '../../server/src/cluster/engine/trace.ts';
import { verdicts } from '../../server/src/preview/verdict.ts';
import { daemonSet, deployment, pod, replicaSet, statefulSet } from '../cluster/e2e/objects.ts';
import { missingImage, rehearsal, run } from './stage.ts';

const outcomeOf = (objects: readonly object[], spec = {}) => run(rehearsal(spec), objects).outcome;

describe('the verdict', () => {
  it('says in the words of kubectl that a rollout is over', () => {
    expect(
      outcomeOf([deployment({ replicas: 2 }), statefulSet({ replicas: 2 }), daemonSet(), replicaSet({}, {}, 'bare'), pod('one')]),
    ).toEqual([
      {
        kind: 'Deployment',
        namespace: 'default',
        name: 'web',
        state: 'complete',
        reason: 'NewReplicaSetAvailable',
        message: 'deployment "web" successfully rolled out',
      },
      expect.objectContaining({
        kind: 'StatefulSet',
        state: 'complete',
        message: expect.stringMatching(/^partitioned roll out complete: 2 new pods/) as string,
      }),
      expect.objectContaining({ kind: 'DaemonSet', state: 'complete', message: 'daemon set "agent" successfully rolled out' }),
      expect.objectContaining({ kind: 'ReplicaSet', name: 'bare', state: 'complete', message: '1 of 1 pods are ready' }),
      expect.objectContaining({ kind: 'Pod', name: 'one', state: 'complete', message: 'pod is ready' }),
    ]);
  });

  it('does not speak of what a workload owns, nor of the cluster itself', () => {
    expect(outcomeOf([deployment()])).toHaveLength(1);
  });

  it('names the cause in the pod: an image', () => {
    const [outcome] = outcomeOf([deployment({ replicas: 2 }, { image: 'missing:1' })], missingImage);
    expect(outcome).toMatchObject({ state: 'stuck', reason: 'ImagePullBackOff' });
    expect(outcome?.message).toMatch(/^pod web-\w+-\w{5}: Back-off pulling image "missing:1"/);
  });

  it('names the cause in the pod: no room', () => {
    const [outcome] = outcomeOf([deployment({}, { container: { resources: { requests: { memory: '1Ti' } } } })]);
    expect(outcome).toMatchObject({ state: 'stuck', reason: 'Unschedulable' });
    expect(outcome?.message).toContain('3 Insufficient memory');
  });

  it('names the cause in the pod: a crash', () => {
    const images = [{ image: '*', exitAfterSeconds: 1, exitCode: 1 }];
    const [outcome] = outcomeOf([deployment()], { images });
    expect(outcome).toMatchObject({ state: 'stuck', reason: 'CrashLoopBackOff' });
  });

  it('takes neither a crash loop for a success nor old crashes for a loop, when a container runs right now', () => {
    const lab = rehearsal();
    run(lab, [deployment({ replicas: 1 })]);
    for (const _ of [1, 2]) {
      const found = lab.objects().find(({ kind, metadata }) => kind === 'Pod' && metadata.namespace === 'default');
      const object = { kind: 'Pod', namespace: 'default', name: found?.metadata.name ?? '' };
      lab.act({ do: 'crashContainer', object, exitCode: 3 });
    }
    const view = { read: snapshotReader(objectsAt(lab.trace, Infinity), 0), settled: true, trace: lab.trace };
    expect(verdicts({ ...view, isRestless: () => false })).toMatchObject([{ state: 'complete' }]);
    const [looping] = verdicts({ ...view, isRestless: () => true });
    expect(looping).toMatchObject({ state: 'stuck', reason: 'CrashLoopBackOff' });
    expect(looping?.message).toContain('2 restarts, the last time with exit code 3');
  });

  it('names what a container waits for: a volume that cannot be mounted', () => {
    const pod = { volumes: [{ name: 'v', secret: { secretName: 'missing' } }] };
    const [outcome] = outcomeOf([deployment({ replicas: 1 }, { pod })]);
    expect(outcome).toMatchObject({ state: 'stuck', reason: 'FailedMount' });
    expect(outcome?.message).toContain('secret "missing" not found');
  });

  it('names what keeps pods from being made, for each kind', () => {
    const template = { pod: { serviceAccountName: 'missing' } };
    const outcome = outcomeOf([
      deployment({ replicas: 1 }, template),
      statefulSet({}, template),
      daemonSet({}, template),
      replicaSet({}, template, 'bare'),
    ]);
    expect(outcome.map(({ kind, state, reason }) => [kind, state, reason])).toEqual([
      ['Deployment', 'stuck', 'FailedCreate'],
      ['StatefulSet', 'stuck', 'FailedCreate'],
      ['DaemonSet', 'stuck', 'FailedCreate'],
      ['ReplicaSet', 'stuck', 'FailedCreate'],
    ]);
    for (const { message } of outcome) expect(message).toContain('serviceaccount "missing" not found');
  });

  it('a paused Deployment with something left to do is stuck since it is paused', () => {
    const [outcome] = outcomeOf([deployment({ paused: true })]);
    expect(outcome).toMatchObject({ state: 'stuck', reason: 'DeploymentPaused' });
  });

  it('with OnDelete nothing more is to come by itself', () => {
    const stage = rehearsal();
    const updateStrategy = { type: 'OnDelete' };
    run(stage, [statefulSet({ updateStrategy }), daemonSet({ updateStrategy })]);
    const { outcome } = run(stage, [
      statefulSet({ updateStrategy }, { image: 'nginx:2' }),
      daemonSet({ updateStrategy }, { image: 'nginx:2' }),
    ]);
    expect(outcome.map(({ state, reason }) => [state, reason])).toEqual([
      ['complete', 'OnDelete'],
      ['complete', 'OnDelete'],
    ]);
  });

  it('is progressing while the run was cut short', () => {
    const { outcome, cancelled } = run(rehearsal(), [deployment({ replicas: 3 })], { limitMs: 1000 });
    expect(cancelled).toBe(false);
    expect(outcome).toEqual([expect.objectContaining({ state: 'progressing' })]);
  });

  it('a rollout that was fine counts the pods that have gone down since', () => {
    const stage = rehearsal({
      nodes: [{ name: 'only', labels: {}, taints: [], capacity: { cpu: '4', memory: '8Gi', pods: '110' } }],
    });
    run(stage, [deployment({ replicas: 2 })]);
    const { run: after } = stage.act({ do: 'drain', object: { kind: 'Node', namespace: '', name: 'only' } });
    expect(after?.outcome).toEqual([expect.objectContaining({ state: 'stuck', reason: 'Unschedulable' })]);
  });
});
