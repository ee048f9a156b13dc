import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { DaemonSet, Deployment, PodTemplateSpec, ReplicaSet, StatefulSet } from '../../server/src/kubernetes/api.ts';
import { rolloutBounds, resolveFenceposts, maxUnavailableOf } from '../../server/src/kubernetes/rollout-bounds.ts';
import { equalIgnoringHash, findNewReplicaSet, revisionsOf, undo } from '../../server/src/kubernetes/rollout-history.ts';
import { rolloutStatus } from '../../server/src/kubernetes/rollout-status.ts';

function deployment(spec: Partial<Deployment['spec']> = {}, rest: Partial<Deployment> = {}): Deployment {
  return {
    apiVersion: 'apps/v1',
    kind: 'Deployment',
    metadata: { name: 'foo', namespace: 'bar', generation: 1 },
    spec: { selector: {}, template: {}, ...spec },
    ...rest,
  };
}

const strategy = (maxSurge?: number | string, maxUnavailable?: number | string): Deployment['spec']['strategy'] => ({
  type: 'RollingUpdate',
  rollingUpdate: { maxSurge, maxUnavailable },
});

/** TestResolveFenceposts and TestMaxUnavailable in pkg/controller/deployment/util/deployment_util_test.go. */
describe('bounds of a rollout', () => {
  it.each([
    ['0%', '0%', 0, 0, 1],
    ['39%', '39%', 10, 4, 3],
    [undefined, '39%', 10, 0, 3],
    ['39%', undefined, 10, 4, 0],
    [undefined, undefined, 10, 0, 1],
  ])('surge %s, unavailable %s of %i: %i and %i', (maxSurge, maxUnavailable, desired, surge, unavailable) => {
    expect(resolveFenceposts(maxSurge, maxUnavailable, desired)).toEqual({ surge, unavailable });
  });

  it.each([
    [10, 5, 5],
    [10, 10, 10],
    [5, 10, 5],
    [0, 10, 0],
    [10, '50%', 5],
    [10, '100%', 10],
    [5, '100%', 5],
  ])('of %i replicas %s unavailable: %i', (replicas, maxUnavailable, expected) => {
    expect(maxUnavailableOf(deployment({ replicas, strategy: strategy(1, maxUnavailable) }))).toBe(expected);
  });

  it('has defaults for what a manifest leaves out', () => {
    expect(rolloutBounds(deployment({ replicas: 4 }))).toEqual({ surge: 1, unavailable: 1, floor: 3, ceiling: 5 });
    expect(rolloutBounds(deployment())).toEqual({ surge: 1, unavailable: 0, floor: 1, ceiling: 2 });
    expect(rolloutBounds(deployment({ replicas: 3, strategy: { type: 'Recreate' } }))).toEqual({
      surge: 0,
      unavailable: 3,
      floor: 0,
      ceiling: 3,
    });
  });

  it('always lets a rollout move, and keeps replicas between floor and ceiling', () => {
    const amount = fc.oneof(
      fc.integer({ min: 0, max: 20 }),
      fc.integer({ min: 0, max: 100 }).map((percent) => `${percent}%`),
    );
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 500 }), amount, amount, (replicas, maxSurge, maxUnavailable) => {
        const { surge, unavailable, floor, ceiling } = rolloutBounds(
          deployment({ replicas, strategy: strategy(maxSurge, maxUnavailable) }),
        );
        expect(surge + unavailable).toBeGreaterThan(0);
        expect(floor).toBeGreaterThanOrEqual(0);
        expect(floor).toBeLessThanOrEqual(replicas);
        expect(ceiling).toBeGreaterThanOrEqual(replicas);
      }),
    );
  });
});

function template(labels: Record<string, string>, options: { node?: string; name?: string } = {}): PodTemplateSpec {
  const { node = 'foo-node', name = 'c' } = options;
  return { metadata: { labels }, spec: { nodeName: node, containers: [{ name, image: 'i' }] } };
}
const hashed = (value: string, labels: Record<string, string> = {}) => ({ 'pod-template-hash': value, ...labels });
const something = { something: 'else' };

/** TestEqualIgnoreHash in deployment_util_test.go, in both directions. */
describe('equality of templates', () => {
  it.each([
    ['same spec, same labels', template(hashed('1', something)), template(hashed('1', something)), true],
    ['only the hash differs', template(hashed('1', something)), template(hashed('2', something)), true],
    ['one has no hash', template(something), template(hashed('2', something)), true],
    ['another label, as many of them', template(something), template(hashed('2')), false],
    ['one label less, same hash', template(hashed('1')), template(hashed('1', something)), false],
    ['another spec', template(hashed('1', something)), template(hashed('1', something), { node: 'other' }), false],
    ['another spec, one without hash', template(something), template(hashed('2', something), { node: 'other' }), false],
    ['all differs', template(something), template({ nothing: 'else' }, { node: 'other' }), false],
  ])('%s', (_, a, b, expected) => {
    expect(equalIgnoringHash(a, b)).toBe(expected);
    expect(equalIgnoringHash(b, a)).toBe(expected);
  });

  it.each([
    ['the order of fields', { containers: [{ name: 'c', image: 'i' }] }, { containers: [{ image: 'i', name: 'c' }] }, true],
    ['empty lists and maps', { containers: [], nodeSelector: {}, volumes: [] }, { containers: [] }, true],
    [
      'quantities in another notation',
      { containers: [{ name: 'c', resources: { limits: { cpu: '1000m' } } }] },
      { containers: [{ name: 'c', resources: { limits: { cpu: '1' } } }] },
      true,
    ],
    ['false where it means none', { containers: [], hostNetwork: false }, { containers: [] }, true],
    ['0 where it says something', { containers: [], terminationGracePeriodSeconds: 0 }, { containers: [] }, false],
    [
      'the order of containers',
      { containers: [{ name: 'a' }, { name: 'b' }] },
      { containers: [{ name: 'b' }, { name: 'a' }] },
      false,
    ],
    [
      'a volume of another kind',
      { containers: [], volumes: [{ name: 'v', emptyDir: {} }] },
      { containers: [], volumes: [{ name: 'v' }] },
      false,
    ],
  ] as [string, PodTemplateSpec['spec'], PodTemplateSpec['spec'], boolean][])('%s', (_, a, b, expected) => {
    expect(equalIgnoringHash({ spec: a }, { spec: b })).toBe(expected);
  });
});

function replicaSet(
  name: string,
  image: string,
  revision: string,
  annotations: Record<string, string> = {},
  created = '2026-01-01T00:00:00Z',
): ReplicaSet {
  return {
    apiVersion: 'apps/v1',
    kind: 'ReplicaSet',
    metadata: {
      name,
      creationTimestamp: created,
      annotations: { 'deployment.kubernetes.io/revision': revision, ...annotations },
    },
    spec: {
      selector: {},
      template: { metadata: { labels: { app: 'foo', 'pod-template-hash': name } }, spec: { containers: [{ name: 'c', image }] } },
    },
  };
}

/** pkg/polymorphichelpers/{rollback,history}.go of kubectl. */
describe('history and undo', () => {
  const sets = [
    replicaSet('a', 'one', '1', { 'kubernetes.io/change-cause': 'create', note: 'old' }),
    replicaSet('b', 'three', '3'),
    replicaSet('c', 'two', '2'),
  ];
  const live = deployment(
    { template: { metadata: { labels: { app: 'foo' } }, spec: { containers: [{ name: 'c', image: 'three' }] } } },
    {
      metadata: {
        name: 'foo',
        annotations: {
          'deployment.kubernetes.io/revision': '3',
          'kubectl.kubernetes.io/last-applied-configuration': '{}',
          note: 'new',
          other: 'x',
        },
      },
    },
  );

  it('lists revisions in order, with their cause', () => {
    expect(revisionsOf(live, sets).map(({ revision, changeCause, isCurrent }) => [revision, changeCause, isCurrent])).toEqual([
      [1, 'create', false],
      [2, undefined, false],
      [3, undefined, true],
    ]);
  });

  it('goes back to the revision before the latest', () => {
    const result = undo(live, sets);
    expect(result).toMatchObject({ done: true, message: 'rolled back' });
    expect(result.done && result.deployment.spec.template).toEqual({
      metadata: { labels: { app: 'foo' } },
      spec: { containers: [{ name: 'c', image: 'two' }] },
    });
  });

  it('takes the annotations of the revision and keeps its own', () => {
    const result = undo(live, sets, 1);
    expect(result.done && result.deployment.metadata.annotations).toEqual({
      'deployment.kubernetes.io/revision': '3',
      'kubectl.kubernetes.io/last-applied-configuration': '{}',
      'kubernetes.io/change-cause': 'create',
      note: 'old',
    });
  });

  it.each([
    [live, sets, 3, 'skipped rollback (current template already matches revision 3)', false],
    [live, sets, 7, 'unable to find specified revision 7 in history', true],
    [live, sets, -1, 'unable to find specified revision -1 in history', true],
    [live, sets.slice(1, 2), 0, 'no rollout history found for deployment "foo"', true],
    [
      { ...live, spec: { ...live.spec, paused: true } },
      sets,
      1,
      "you cannot rollback a paused deployment; resume it first with 'kubectl rollout resume' and try again",
      true,
    ],
  ])('says why not (%#)', (from, replicaSets, revision, message, isError) => {
    expect(undo(from, replicaSets, revision)).toEqual({ done: false, message, isError });
  });

  it('takes the oldest of several ReplicaSets with the template', () => {
    const twin = replicaSet('d', 'three', '4', {}, '2025-01-01T00:00:00Z');
    expect(findNewReplicaSet(live, [...sets, twin])?.metadata.name).toBe('d');
    expect(findNewReplicaSet(live, [sets[0] as ReplicaSet])).toBeUndefined();
  });
});

/** rollout_status_test.go of kubectl. */
describe('rollout status', () => {
  it.each([
    [
      0,
      1,
      { observedGeneration: 1, replicas: 1, updatedReplicas: 0, availableReplicas: 1 },
      'Waiting for deployment "foo" rollout to finish: 0 out of 1 new replicas have been updated...',
      false,
    ],
    [
      1,
      1,
      { observedGeneration: 1, replicas: 2, updatedReplicas: 1, availableReplicas: 2 },
      'Waiting for deployment "foo" rollout to finish: 1 old replicas are pending termination...',
      false,
    ],
    [
      1,
      2,
      { observedGeneration: 1, replicas: 2, updatedReplicas: 2, availableReplicas: 1 },
      'Waiting for deployment "foo" rollout to finish: 1 of 2 updated replicas are available...',
      false,
    ],
    [
      1,
      2,
      { observedGeneration: 1, replicas: 2, updatedReplicas: 2, availableReplicas: 2 },
      'deployment "foo" successfully rolled out',
      true,
    ],
    [
      2,
      2,
      { observedGeneration: 1, replicas: 2, updatedReplicas: 2, availableReplicas: 2 },
      'Waiting for deployment spec update to be observed...',
      false,
    ],
  ])('Deployment %#', (generation, replicas, status, message, done) => {
    const object = deployment({ replicas }, { metadata: { name: 'foo', generation }, status });
    expect(rolloutStatus(object)).toEqual({ message, done, failed: false });
  });

  it('fails once the deadline has passed', () => {
    const conditions = [{ type: 'Progressing', status: 'False', reason: 'ProgressDeadlineExceeded' }];
    expect(rolloutStatus(deployment({ replicas: 1 }, { status: { observedGeneration: 1, conditions } }))).toEqual({
      message: 'deployment "foo" exceeded its progress deadline',
      done: false,
      failed: true,
    });
  });

  it.each([
    [0, [0, 1, 0], 'Waiting for daemon set "foo" rollout to finish: 0 out of 1 new pods have been updated...', false],
    [1, [2, 2, 1], 'Waiting for daemon set "foo" rollout to finish: 1 of 2 updated pods are available...', false],
    [1, [2, 2, 2], 'daemon set "foo" successfully rolled out', true],
    [2, [2, 2, 2], 'Waiting for daemon set spec update to be observed...', false],
  ] as [number, [number, number, number], string, boolean][])(
    'DaemonSet %#',
    (generation, [updatedNumberScheduled, desiredNumberScheduled, numberAvailable], message, done) => {
      const object: DaemonSet = {
        apiVersion: 'apps/v1',
        kind: 'DaemonSet',
        metadata: { name: 'foo', generation },
        spec: { selector: {}, template: {}, updateStrategy: { type: 'RollingUpdate' } },
        status: {
          observedGeneration: 1,
          updatedNumberScheduled,
          desiredNumberScheduled,
          numberAvailable,
          currentNumberScheduled: 0,
          numberMisscheduled: 0,
          numberReady: 0,
        },
      };
      expect(rolloutStatus(object)).toEqual({ message, done, failed: false });
    },
  );

  it.each([
    [
      'observed',
      2,
      undefined,
      { observedGeneration: 1, readyReplicas: 3, currentReplicas: 3 },
      'Waiting for statefulset spec update to be observed...',
      false,
    ],
    [
      'not ready',
      1,
      undefined,
      { observedGeneration: 2, readyReplicas: 2, currentReplicas: 3 },
      'Waiting for 1 pods to be ready...',
      false,
    ],
    [
      'partition done',
      1,
      2,
      { observedGeneration: 2, readyReplicas: 3, currentReplicas: 2, updatedReplicas: 1 },
      'partitioned roll out complete: 1 new pods have been updated...',
      true,
    ],
    [
      'partition going on',
      1,
      2,
      { observedGeneration: 2, readyReplicas: 3, currentReplicas: 3, updatedReplicas: 0 },
      'Waiting for partitioned roll out to finish: 0 out of 1 new pods have been updated...',
      false,
    ],
    [
      'revisions differ',
      1,
      undefined,
      { observedGeneration: 1, readyReplicas: 3, updatedReplicas: 1, currentRevision: 'foo', updateRevision: 'bar' },
      'waiting for statefulset rolling update to complete 1 pods at revision bar...',
      false,
    ],
    [
      'complete',
      1,
      undefined,
      { observedGeneration: 1, readyReplicas: 3, currentReplicas: 3, currentRevision: 'bar', updateRevision: 'bar' },
      'statefulset rolling update complete 3 pods at revision bar...',
      true,
    ],
  ] as [string, number, number | undefined, Partial<NonNullable<StatefulSet['status']>>, string, boolean][])(
    'StatefulSet %s',
    (_, generation, partition, status, message, done) => {
      const object: StatefulSet = {
        apiVersion: 'apps/v1',
        kind: 'StatefulSet',
        metadata: { name: 'foo', generation },
        spec: {
          replicas: 3,
          selector: {},
          template: {},
          updateStrategy: { type: 'RollingUpdate', ...(partition !== undefined && { rollingUpdate: { partition } }) },
        },
        status: { replicas: 3, ...status },
      };
      expect(rolloutStatus(object)).toEqual({ message, done, failed: false });
    },
  );

  it('is for RollingUpdate alone', () => {
    const object: StatefulSet = {
      apiVersion: 'apps/v1',
      kind: 'StatefulSet',
      metadata: {},
      spec: { selector: {}, template: {}, updateStrategy: { type: 'OnDelete' } },
    };
    expect(rolloutStatus(object)).toEqual({
      message: 'rollout status is only available for RollingUpdate strategy type',
      done: true,
      failed: true,
    });
  });

  it('is for workloads that roll out', () => {
    expect(rolloutStatus({ apiVersion: 'v1', kind: 'Pod', metadata: {} })).toBeUndefined();
  });
});
