import { describe, expect, it } from 'vitest';
import { fractionOf, resizeActions, scale } from '../../../server/src/cluster/controllers/deployment-scale.ts';
import type { ReplicaSet } from '../../../server/src/kubernetes/api.ts';
import { eventsOf, newDeployment, newReplicaSet, play, rolloutOf, sizedBy, withStatus } from './workloads.ts';

const older = '2016-05-20T00:00:00Z';
const old = '2016-05-20T01:00:00Z';
const young = '2016-05-20T02:00:00Z';
const rs = newReplicaSet;

/** Cases of TestScale in pkg/controller/deployment/sync_test.go: the sizes that ReplicaSets have after the Deployment was scaled. */
const cases: {
  name: string;
  to: number;
  from: number;
  surge?: [number, number];
  unavailable?: number;
  labels?: Record<string, string>;
  newRS?: ReplicaSet;
  oldRSs: ReplicaSet[];
  expected: Record<string, number>;
  desiredAnnotations?: Record<string, number>;
  /** Writes that fail upstream's test leaves out of the result. */
  ignored?: string[];
}[] = [
  {
    name: 'normal scaling event: 10 -> 12',
    to: 12,
    from: 10,
    newRS: rs('foo-v1', 10, young),
    oldRSs: [],
    expected: { 'foo-v1': 12 },
  },
  {
    name: 'normal scaling event: 10 -> 5',
    to: 5,
    from: 10,
    newRS: rs('foo-v1', 10, young),
    oldRSs: [],
    expected: { 'foo-v1': 5 },
  },
  {
    name: 'proportional scaling: 5 -> 10',
    to: 10,
    from: 5,
    newRS: rs('foo-v2', 2, young),
    oldRSs: [rs('foo-v1', 3, old)],
    expected: { 'foo-v2': 4, 'foo-v1': 6 },
  },
  {
    name: 'proportional scaling: 5 -> 3',
    to: 3,
    from: 5,
    newRS: rs('foo-v2', 2, young),
    oldRSs: [rs('foo-v1', 3, old)],
    expected: { 'foo-v2': 1, 'foo-v1': 2 },
  },
  {
    name: 'proportional scaling: 9 -> 4',
    to: 4,
    from: 9,
    newRS: rs('foo-v2', 8, young),
    oldRSs: [rs('foo-v1', 1, old)],
    expected: { 'foo-v2': 4, 'foo-v1': 0 },
  },
  {
    name: 'proportional scaling: 7 -> 10',
    to: 10,
    from: 7,
    newRS: rs('foo-v3', 2, young),
    oldRSs: [rs('foo-v2', 3, old), rs('foo-v1', 2, older)],
    expected: { 'foo-v3': 3, 'foo-v2': 4, 'foo-v1': 3 },
  },
  {
    name: 'proportional scaling: 13 -> 8',
    to: 8,
    from: 13,
    newRS: rs('foo-v3', 2, young),
    oldRSs: [rs('foo-v2', 8, old), rs('foo-v1', 3, older)],
    expected: { 'foo-v3': 1, 'foo-v2': 5, 'foo-v1': 2 },
  },
  {
    name: 'leftover distribution: 3 -> 4',
    to: 4,
    from: 3,
    newRS: rs('foo-v3', 1, young),
    oldRSs: [rs('foo-v2', 1, old), rs('foo-v1', 1, older)],
    expected: { 'foo-v3': 2, 'foo-v2': 1, 'foo-v1': 1 },
  },
  {
    name: 'leftover distribution: 3 -> 2',
    to: 2,
    from: 3,
    newRS: rs('foo-v3', 1, young),
    oldRSs: [rs('foo-v2', 1, old), rs('foo-v1', 1, older)],
    expected: { 'foo-v3': 1, 'foo-v2': 1, 'foo-v1': 0 },
  },
  {
    name: 'proportional scaling (no new rs): 4 -> 5',
    to: 5,
    from: 4,
    oldRSs: [rs('foo-v2', 2, old), rs('foo-v1', 2, older)],
    expected: { 'foo-v2': 3, 'foo-v1': 2 },
  },
  {
    name: 'proportional scaling: 6 -> 0',
    to: 0,
    from: 6,
    newRS: rs('foo-v3', 3, young),
    oldRSs: [rs('foo-v2', 2, old), rs('foo-v1', 1, older)],
    expected: { 'foo-v3': 0, 'foo-v2': 0, 'foo-v1': 0 },
  },
  {
    name: 'proportional scaling: 0 -> 6',
    to: 6,
    from: 6,
    newRS: rs('foo-v3', 0, young),
    oldRSs: [rs('foo-v2', 0, old), rs('foo-v1', 0, older)],
    expected: { 'foo-v3': 6, 'foo-v2': 0, 'foo-v1': 0 },
  },
  {
    name: 'failed rs update',
    to: 5,
    from: 5,
    newRS: rs('foo-v3', 2, young),
    oldRSs: [rs('foo-v2', 1, old), rs('foo-v1', 1, older)],
    expected: { 'foo-v3': 2, 'foo-v2': 2, 'foo-v1': 1 },
    desiredAnnotations: { 'foo-v2': 3 },
    ignored: ['foo-v3', 'foo-v1'],
  },
  {
    name: 'deployment with surge pods',
    to: 20,
    from: 10,
    surge: [2, 2],
    newRS: rs('foo-v2', 6, young),
    oldRSs: [rs('foo-v1', 6, old)],
    expected: { 'foo-v2': 11, 'foo-v1': 11 },
  },
  {
    name: 'change both surge and size',
    to: 50,
    from: 10,
    surge: [6, 3],
    newRS: rs('foo-v2', 5, young),
    oldRSs: [rs('foo-v1', 8, old)],
    expected: { 'foo-v2': 22, 'foo-v1': 34 },
  },
  {
    name: 'change both size and template',
    to: 14,
    from: 10,
    labels: { foo: 'bar', another: 'label' },
    oldRSs: [rs('foo-v2', 7, young), rs('foo-v1', 3, old)],
    expected: { 'foo-v2': 10, 'foo-v1': 4 },
  },
  {
    name: 'saturated but broken new replica set does not affect old pods',
    to: 2,
    from: 2,
    surge: [1, 1],
    unavailable: 1,
    newRS: withStatus(rs('foo-v2', 2, young), { availableReplicas: 0 }),
    oldRSs: [rs('foo-v1', 1, old)],
    expected: { 'foo-v2': 2, 'foo-v1': 1 },
  },
];

describe('scale', () => {
  it.each(cases)(
    '$name',
    ({ to, from, surge, unavailable, labels, newRS, oldRSs, expected, desiredAnnotations, ignored = [] }) => {
      const deployment = newDeployment(to, { maxSurge: surge?.[0], maxUnavailable: unavailable, labels });
      const noted = (replicaSet: ReplicaSet): ReplicaSet =>
        sizedBy(
          newDeployment(desiredAnnotations?.[replicaSet.metadata.name ?? ''] ?? from, {
            maxSurge: surge?.[1],
            maxUnavailable: unavailable,
          }),
          replicaSet,
        );
      const newNoted = newRS && noted(newRS);
      const oldNoted = oldRSs.map(noted);
      const sizes: Record<string, number | undefined> = {};
      for (const { metadata, spec } of [...oldNoted, ...(newNoted ? [newNoted] : [])]) sizes[metadata.name ?? ''] = spec.replicas;
      for (const action of resizeActions(deployment, scale(rolloutOf(deployment, newNoted, oldNoted)))) {
        if (action.do !== 'update') continue;
        const { metadata, spec } = action.object as ReplicaSet;
        if (!ignored.includes(metadata.name ?? '')) sizes[metadata.name ?? ''] = spec.replicas;
      }
      expect(sizes).toEqual(expected);
    },
  );

  it('empties old ReplicaSets once the new one has taken over', () => {
    const deployment = newDeployment(3);
    const newRS = withStatus(sizedBy(deployment, rs('foo-v2', 3, young)), { availableReplicas: 3 });
    const actions = resizeActions(deployment, scale(rolloutOf(deployment, newRS, [rs('foo-v1', 1, old)])));
    expect(eventsOf(actions)).toEqual(['Normal ScalingReplicaSet Scaled down replica set foo-v1 from 1 to 0']);
  });

  it('refreshes annotations without an event where the size stays', () => {
    const deployment = newDeployment(2, { maxSurge: 1, maxUnavailable: 1 });
    const stale = (name: string) => sizedBy(newDeployment(5), rs(name, 1, old));
    const actions = play(resizeActions(deployment, [{ replicaSet: stale('foo-v1'), size: 1, refresh: true }]));
    expect(actions).toHaveLength(1);
    expect(actions[0]).toMatchObject({
      do: 'update',
      object: {
        spec: { replicas: 1 },
        metadata: {
          annotations: { 'deployment.kubernetes.io/desired-replicas': '2', 'deployment.kubernetes.io/max-replicas': '3' },
        },
      },
    });
  });
});

/** TestGetReplicaSetFraction in pkg/controller/deployment/util/deployment_util_test.go. */
describe('fraction of one ReplicaSet', () => {
  it.each([
    { name: 'empty deployment always scales to 0', replicas: 0, status: 0, surge: 0, size: 10, max: undefined, fraction: -10 },
    { name: 'missing annotation, no status: no change', replicas: 10, status: 0, surge: 0, size: 5, max: undefined, fraction: 0 },
    { name: 'annotation 0, no status: no change', replicas: 10, status: 0, surge: 0, size: 5, max: '0', fraction: 0 },
    { name: 'missing annotation: by the status', replicas: 120, status: 100, surge: 0, size: 50, max: undefined, fraction: 10 },
    { name: 'annotation 0: by the status', replicas: 120, status: 100, surge: 0, size: 50, max: '0', fraction: 10 },
    { name: 'up by 1/5', replicas: 120, status: 0, surge: 0, size: 50, max: '100', fraction: 10 },
    { name: 'up by 1/5 with surge', replicas: 120, status: 0, surge: 10, size: 50, max: '110', fraction: 9 },
    { name: 'down by 1/6', replicas: 10, status: 0, surge: 0, size: 6, max: '12', fraction: -1 },
    { name: 'down by 1/6 with surge', replicas: 100, status: 0, surge: 10, size: 50, max: '130', fraction: -8 },
  ])('$name', ({ replicas, status, surge, size, max, fraction }) => {
    const deployment = { ...newDeployment(replicas, { maxSurge: surge, maxUnavailable: 1 }), status: { replicas: status } };
    const annotated = (replicaSet: ReplicaSet): ReplicaSet =>
      max === undefined
        ? replicaSet
        : { ...replicaSet, metadata: { ...replicaSet.metadata, annotations: { 'deployment.kubernetes.io/max-replicas': max } } };
    expect(fractionOf(annotated(newReplicaSet('one', size, old)), deployment)).toBe(fraction);
  });
});
