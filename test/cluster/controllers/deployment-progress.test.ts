import { describe, expect, it } from 'vitest';
import { findCondition, setCondition } from '../../../server/src/cluster/controllers/deployment-conditions.ts';
import {
  hasProgressed,
  hasTimedOut,
  isComplete,
  syncRolloutStatus,
} from '../../../server/src/cluster/controllers/deployment-progress.ts';
import type { Rollout } from '../../../server/src/cluster/controllers/deployment-rollout.ts';
import { deploymentStatus } from '../../../server/src/cluster/controllers/deployment-status.ts';
import type { Deployment, DeploymentCondition, ReplicaSet } from '../../../server/src/kubernetes/api.ts';
import { timestampAt } from '../../../server/src/kubernetes/time.ts';
import { newDeployment, newReplicaSet, rolloutOf, withStatus } from './workloads.ts';

const unlimited = 2 ** 31 - 1;
const testTime = timestampAt(0);
/** When the controller looks: ten minutes after the conditions were written. */
const now = 600_000;

const timedOut: DeploymentCondition = { type: 'Progressing', status: 'False', reason: 'ProgressDeadlineExceeded' };
const available: DeploymentCondition = {
  type: 'Progressing',
  status: 'True',
  reason: 'NewReplicaSetAvailable',
  lastUpdateTime: testTime,
  lastTransitionTime: testTime,
};
const updated: DeploymentCondition = { ...available, reason: 'ReplicaSetUpdated' };

function current(
  deadline: number | undefined,
  counts: [replicas: number, status: number, updated: number, available: number],
  conditions: DeploymentCondition[] = [],
): Deployment {
  const base = newDeployment(counts[0]);
  return {
    ...base,
    spec: { ...base.spec, progressDeadlineSeconds: deadline, strategy: { type: 'Recreate' } },
    status: { replicas: counts[1], updatedReplicas: counts[2], availableReplicas: counts[3], conditions },
  };
}

const rs = (name: string, spec: number, replicas: number, availableReplicas: number): ReplicaSet =>
  withStatus(newReplicaSet(name, spec), { replicas, availableReplicas });

function statusAfter(rollout: Rollout): NonNullable<Deployment['status']> {
  const [action] = syncRolloutStatus(rollout);
  if (action?.do !== 'updateStatus') throw new Error('no status was written');
  return (action.object as Deployment).status ?? {};
}

/** Cases of TestSyncRolloutStatus in pkg/controller/deployment/progress_test.go. */
describe('the Progressing condition', () => {
  it.each([
    {
      name: 'none without a deadline',
      d: current(undefined, [3, 2, 2, 2], [updated]),
      old: [rs('bar', 0, 1, 1)],
      newRS: rs('foo', 3, 2, 2),
      expected: undefined,
    },
    {
      name: 'stays for a rollout that is over',
      d: current(60, [3, 3, 3, 3], [available]),
      old: [rs('bar', 3, 3, 3)],
      newRS: undefined,
      expected: ['True', 'NewReplicaSetAvailable'],
    },
    {
      name: 'progressing, was True',
      d: current(60, [3, 2, 2, 2], [updated]),
      old: [rs('bar', 0, 1, 1)],
      newRS: rs('foo', 3, 2, 2),
      expected: ['True', 'ReplicaSetUpdated'],
      transition: testTime,
    },
    {
      name: 'progressing, was False',
      d: current(60, [3, 2, 2, 2], [timedOut]),
      old: [rs('bar', 0, 1, 1)],
      newRS: rs('foo', 3, 2, 2),
      expected: ['True', 'ReplicaSetUpdated'],
      transition: timestampAt(now),
    },
    {
      name: 'progressing, was absent',
      d: current(60, [3, 2, 2, 2]),
      old: [rs('bar', 0, 1, 1)],
      newRS: rs('foo', 3, 2, 2),
      expected: ['True', 'ReplicaSetUpdated'],
    },
    {
      name: 'complete, was True',
      d: current(60, [3, 3, 3, 3], [updated]),
      old: [],
      newRS: rs('foo', 3, 3, 3),
      expected: ['True', 'NewReplicaSetAvailable'],
      transition: testTime,
    },
    {
      name: 'complete, was False',
      d: current(60, [3, 3, 3, 3], [timedOut]),
      old: [],
      newRS: rs('foo', 3, 3, 3),
      expected: ['True', 'NewReplicaSetAvailable'],
      transition: timestampAt(now),
    },
    {
      name: 'complete, was absent',
      d: current(60, [3, 3, 3, 3]),
      old: [],
      newRS: rs('foo', 3, 3, 3),
      expected: ['True', 'NewReplicaSetAvailable'],
    },
    {
      name: 'complete without a new ReplicaSet',
      d: current(60, [0, 3, 3, 3], [updated]),
      old: [rs('foo', 0, 0, 0)],
      newRS: undefined,
      expected: ['True', 'NewReplicaSetAvailable'],
    },
    {
      name: 'timed out',
      d: current(60, [3, 2, 2, 2], [updated]),
      old: [],
      newRS: rs('foo', 3, 2, 2),
      expected: ['False', 'ProgressDeadlineExceeded'],
    },
    {
      name: 'timed out before',
      d: current(60, [3, 2, 2, 2], [timedOut]),
      old: [],
      newRS: rs('foo', 3, 2, 2),
      expected: ['False', 'ProgressDeadlineExceeded'],
    },
  ])('$name', ({ d, old, newRS, expected, transition }) => {
    const condition = findCondition(statusAfter(rolloutOf(d, newRS, old, now)).conditions ?? [], 'Progressing');
    expect(condition && [condition.status, condition.reason]).toEqual(expected);
    if (transition !== undefined) expect(condition?.lastTransitionTime).toBe(transition);
  });

  it('says which ReplicaSet', () => {
    const message = (d: Deployment, newRS?: ReplicaSet) =>
      findCondition(statusAfter(rolloutOf(d, newRS, [], now)).conditions ?? [], 'Progressing')?.message;
    expect(message(current(60, [3, 3, 3, 3]), rs('foo-1', 3, 3, 3))).toBe('ReplicaSet "foo-1" has successfully progressed.');
    expect(message(current(60, [3, 1, 1, 1]), rs('foo-1', 3, 2, 2))).toBe('ReplicaSet "foo-1" is progressing.');
    expect(message(current(60, [3, 2, 2, 2], [updated]), rs('foo-1', 3, 2, 2))).toBe(
      'ReplicaSet "foo-1" has timed out progressing.',
    );
    expect(message(current(60, [0, 0, 0, 0]))).toBe('Deployment "foo" has successfully progressed.');
  });
});

/** Cases of TestRequeueStuckDeployment in progress_test.go; upstream adds a second to what it returns there. */
describe('coming back at the deadline', () => {
  const stuck: DeploymentCondition = { type: 'Progressing', status: 'True', lastUpdateTime: testTime };

  function requeueAfter(deployment: Deployment, at: number): number | undefined {
    const newRS = rs('foo', 3, 3, deployment.status?.availableReplicas ?? 0);
    const settled = deploymentStatus(rolloutOf(deployment, newRS, [], at));
    const observed = { ...deployment, status: settled };
    const [action] = syncRolloutStatus(rolloutOf(observed, newRS, [], at));
    return action?.do === 'requeue' ? action.after : undefined;
  }

  it.each([
    { name: 'no deadline', d: current(undefined, [3, 3, 3, 1]), at: 0, after: undefined },
    { name: 'unlimited', d: current(unlimited, [3, 3, 3, 1]), at: 0, after: undefined },
    { name: 'no condition', d: current(60, [3, 3, 3, 1]), at: 0, after: undefined },
    { name: 'failed already', d: current(60, [3, 3, 3, 0], [timedOut]), at: 0, after: undefined },
    { name: '30 s left', d: current(60, [3, 3, 3, 1], [stuck]), at: 30_000, after: 31_000 },
    { name: '1 s left', d: current(60, [3, 3, 3, 1], [stuck]), at: 59_000, after: 2000 },
    { name: 'less than a second left', d: current(60, [3, 3, 3, 1], [stuck]), at: 59_400, after: 601 },
    { name: 'none left', d: current(60, [3, 3, 3, 1], [stuck]), at: 60_000, after: 1 },
  ])('$name', ({ d, at, after }) => {
    expect(requeueAfter(d, at)).toBe(after);
  });
});

/** TestDeploymentComplete, TestDeploymentProgressing, TestDeploymentTimedOut and TestSetCondition of util/deployment_util_test.go. */
describe('judging progress', () => {
  it.each([
    { name: 'min but not all pods become available', counts: [5, 5, 5, 4], expected: false },
    { name: 'min availability is not honored', counts: [5, 5, 5, 3], expected: false },
    { name: 'complete', counts: [5, 5, 5, 5], expected: true },
    { name: 'all pods are available but not updated', counts: [5, 5, 4, 5], expected: false },
    { name: 'still running old pods', counts: [1, 2, 1, 1], expected: false },
    { name: 'one replica deployment never comes up', counts: [1, 1, 1, 0], expected: false },
  ] as const)('complete: $name', ({ counts, expected }) => {
    const deployment = current(60, [...counts]);
    expect(isComplete(deployment, deployment.status)).toBe(expected);
  });

  it.each([
    { name: 'updated pods', before: [10, 4, 4, 4], after: [10, 6, 4, 4], expected: true },
    { name: 'nothing', before: [10, 4, 4, 4], after: [10, 4, 4, 4], expected: false },
    { name: 'old pods removed', before: [10, 4, 6, 6], after: [8, 4, 6, 6], expected: true },
    { name: 'less new pods', before: [10, 7, 3, 3], after: [10, 6, 3, 3], expected: false },
    { name: 'less overall but more new pods', before: [10, 4, 7, 7], after: [8, 8, 5, 5], expected: true },
    { name: 'more ready pods', before: [10, 10, 9, 8], after: [10, 10, 10, 8], expected: true },
    { name: 'more available pods', before: [10, 10, 10, 9], after: [10, 10, 10, 10], expected: true },
  ])('progress: $name', ({ before, after, expected }) => {
    const status = ([replicas, updatedReplicas, readyReplicas, availableReplicas]: number[]) => ({
      replicas,
      updatedReplicas,
      readyReplicas,
      availableReplicas,
    });
    expect(hasProgressed(status(before), status(after))).toBe(expected);
  });

  it.each([
    { name: 'no deadline', deadline: undefined, reason: '', from: 69, expected: false },
    { name: 'unlimited', deadline: unlimited, reason: '', from: 69, expected: false },
    { name: '11 s ago', deadline: 10, reason: '', from: 69, expected: true },
    { name: '9 s ago', deadline: 10, reason: '', from: 71, expected: false },
    { name: 'the rollout was complete', deadline: 10, reason: 'NewReplicaSetAvailable', from: 0, expected: false },
  ])('timed out: $name', ({ deadline, reason, from, expected }) => {
    const condition: DeploymentCondition = {
      type: 'Progressing',
      status: 'True',
      reason,
      lastUpdateTime: timestampAt(from * 1000),
    };
    expect(hasTimedOut(current(deadline, [1, 1, 1, 0]), [condition], 80_000)).toBe(expected);
  });

  it('sets a condition only when status or reason changes, and moves it to the end', () => {
    const other: DeploymentCondition = { type: 'Available', status: 'True', reason: 'AwesomeController' };
    const conditions = [available, other];
    expect(setCondition(conditions, { ...available, message: 'else' })).toBe(conditions);
    const changed = setCondition(conditions, { ...available, reason: 'BecauseItIs', lastTransitionTime: timestampAt(now) });
    expect(changed).toEqual([other, { ...available, reason: 'BecauseItIs' }]);
    const turned = setCondition(conditions, { ...available, status: 'False', lastTransitionTime: timestampAt(now) });
    expect(turned.at(-1)?.lastTransitionTime).toBe(timestampAt(now));
  });
});

describe('status', () => {
  it('adds up its ReplicaSets', () => {
    const newRS = withStatus(newReplicaSet('foo-2', 2), {
      replicas: 2,
      readyReplicas: 1,
      availableReplicas: 1,
      terminatingReplicas: 0,
      observedGeneration: 1,
    });
    const oldRS = withStatus(newReplicaSet('foo-1', 3), {
      replicas: 3,
      readyReplicas: 3,
      availableReplicas: 2,
      terminatingReplicas: 2,
      observedGeneration: 1,
    });
    const deployment = { ...newDeployment(4, { maxSurge: 1, maxUnavailable: 1 }), status: { collisionCount: 3 } };
    expect(deploymentStatus(rolloutOf(deployment, newRS, [oldRS]))).toMatchObject({
      replicas: 5,
      updatedReplicas: 2,
      readyReplicas: 4,
      availableReplicas: 3,
      unavailableReplicas: 2,
      terminatingReplicas: 2,
      collisionCount: 3,
      conditions: [
        {
          type: 'Available',
          status: 'True',
          reason: 'MinimumReplicasAvailable',
          message: 'Deployment has minimum availability.',
        },
      ],
    });
  });

  it('knows the terminating pods only when every ReplicaSet that was seen to says so', () => {
    const terminating = (...statuses: Partial<NonNullable<ReplicaSet['status']>>[]) =>
      deploymentStatus(
        rolloutOf(
          newDeployment(1),
          undefined,
          statuses.map((status, index) => withStatus(newReplicaSet(`foo-${index}`, 1), status)),
        ),
      ).terminatingReplicas;
    expect(terminating({ terminatingReplicas: 1, observedGeneration: 1 }, {})).toBe(1);
    expect(terminating({ terminatingReplicas: 1, observedGeneration: 1 }, { observedGeneration: 1 })).toBeUndefined();
  });

  it('shows the trouble of a ReplicaSet', () => {
    const failure = {
      type: 'ReplicaFailure',
      status: 'True',
      reason: 'FailedCreate',
      message: 'no quota',
      lastTransitionTime: testTime,
    };
    const newRS = withStatus(newReplicaSet('foo-2', 2), { conditions: [failure] });
    const conditions = statusAfter(rolloutOf(current(60, [2, 0, 0, 0]), newRS, [], now)).conditions ?? [];
    expect(findCondition(conditions, 'ReplicaFailure')).toEqual({ ...failure, lastUpdateTime: testTime });
  });
});
