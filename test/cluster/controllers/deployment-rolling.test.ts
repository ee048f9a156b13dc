import { describe, expect, it } from 'vitest';
import {
  newReplicaSetSize,
  removeAvailable,
  removeUnhealthy,
  resizeNew,
  resizeOld,
} from '../../../server/src/cluster/controllers/deployment-rolling.ts';
import { newDeployment, newReplicaSet, rolloutOf, withStatus } from './workloads.ts';

/** Tables of pkg/controller/deployment/rolling_test.go and TestNewRSNewReplicas of util/deployment_util_test.go. */
describe('rolling update', () => {
  it.each([
    { replicas: 10, maxSurge: 0, old: 10, current: 0, expected: undefined },
    { replicas: 10, maxSurge: 2, old: 10, current: 0, expected: 2 },
    { replicas: 10, maxSurge: 2, old: 5, current: 0, expected: 7 },
    { replicas: 10, maxSurge: 2, old: 10, current: 2, expected: undefined },
    { replicas: 10, maxSurge: 2, old: 2, current: 11, expected: 10 },
  ])(
    'new ReplicaSet of $replicas with surge $maxSurge beside $old: $current -> $expected',
    ({ replicas, maxSurge, old, current, expected }) => {
      const newRS = newReplicaSet('foo-v2', current);
      const rollout = rolloutOf(newDeployment(replicas, { maxSurge, maxUnavailable: 0 }), newRS, [newReplicaSet('foo-v1', old)]);
      expect(resizeNew(rollout, newRS).map(({ size }) => size)).toEqual(expected === undefined ? [] : [expected]);
    },
  );

  it.each([
    { name: 'can not scale up', type: 'RollingUpdate', replicas: 1, current: 5, maxSurge: 1, expected: 5 },
    { name: 'scale up', type: 'RollingUpdate', replicas: 6, current: 2, maxSurge: 10, expected: 6 },
    { name: 'recreate', type: 'Recreate', replicas: 3, current: 1, maxSurge: 1, expected: 3 },
  ] as const)('size of a new ReplicaSet: $name', ({ type, replicas, current, maxSurge, expected }) => {
    const base = newDeployment(replicas, { maxSurge, maxUnavailable: 1 });
    const deployment = { ...base, spec: { ...base.spec, strategy: { ...base.spec.strategy, type } } };
    expect(newReplicaSetSize(deployment, [newReplicaSet('five', 5)], current)).toBe(expected);
  });

  it.each([
    { replicas: 10, maxUnavailable: 0, old: 10, current: 0, readyOld: 10, readyNew: 0, sizes: [9] },
    { replicas: 10, maxUnavailable: 2, old: 10, current: 0, readyOld: 10, readyNew: 0, sizes: [8] },
    { replicas: 10, maxUnavailable: 2, old: 10, current: 0, readyOld: 8, readyNew: 0, sizes: [8] },
    { replicas: 10, maxUnavailable: 2, old: 10, current: 0, readyOld: 9, readyNew: 0, sizes: [9, 8] },
    { replicas: 10, maxUnavailable: 2, old: 8, current: 2, readyOld: 8, readyNew: 0, sizes: [] },
  ])(
    'old ReplicaSet of $old, $readyOld available, maxUnavailable $maxUnavailable -> $sizes',
    ({ replicas, maxUnavailable, old, current, readyOld, readyNew, sizes }) => {
      const newRS = withStatus(newReplicaSet('foo-new', current), { availableReplicas: readyNew });
      const oldRS = withStatus(newReplicaSet('foo-old', old), { availableReplicas: readyOld });
      const rollout = rolloutOf(newDeployment(replicas, { maxSurge: 0, maxUnavailable }), newRS, [oldRS]);
      expect(resizeOld(rollout, newRS).map(({ size }) => size)).toEqual(sizes);
    },
  );

  it.each([
    { old: 10, available: 8, most: 1, cut: 1 },
    { old: 10, available: 8, most: 3, cut: 2 },
    { old: 10, available: 8, most: 0, cut: 0 },
    { old: 10, available: 10, most: 3, cut: 0 },
  ])('unhealthy: $available of $old available, at most $most -> $cut', ({ old, available, most, cut }) => {
    const resizes = removeUnhealthy([withStatus(newReplicaSet('foo-v2', old), { availableReplicas: available })], most);
    expect(resizes.reduce((total, { size }) => total + old - size, 0)).toBe(cut);
  });

  it.each([
    { spare: 10 - 10 + 0, old: 10, size: undefined },
    { spare: 2, old: 10, size: 8 },
    { spare: 8 - 8, old: 10, size: undefined },
    { spare: 2, old: 0, size: undefined },
    { spare: 1 - 8, old: 10, size: undefined },
  ])('available: $spare to spare of $old -> $size', ({ spare, old, size }) => {
    expect(removeAvailable([newReplicaSet('foo-v2', old)], spare).map((resize) => resize.size)).toEqual(
      size === undefined ? [] : [size],
    );
  });

  it('takes from the oldest first', () => {
    const [first, second] = [newReplicaSet('b', 2, '2026-01-01T00:00:00Z'), newReplicaSet('a', 2, '2026-01-01T00:00:01Z')];
    expect(removeAvailable([second, first], 3).map(({ replicaSet, size }) => [replicaSet.metadata.name, size])).toEqual([
      ['b', 0],
      ['a', 1],
    ]);
  });
});
