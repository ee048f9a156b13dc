import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type {
  ControllerRevision,
  PersistentVolumeClaim,
  Pod,
  StatefulSet,
  StatefulSetSpec,
} from '../../../server/src/kubernetes/api.ts';
import { controllerReference } from '../../../server/src/kubernetes/object.ts';
import { timestampAt } from '../../../server/src/kubernetes/time.ts';
import {
  newControllerRevision,
  podRevisionLabel,
  revisionNumber,
} from '../../../server/src/cluster/controllers/controller-revision.ts';
import { isClaimOwnerUpToDate, withClaimOwners } from '../../../server/src/cluster/controllers/statefulset-claims.ts';
import {
  identityMatches,
  ordinalOf,
  parentAndOrdinal,
  podRevision,
  storageMatches,
} from '../../../server/src/cluster/controllers/statefulset-identity.ts';
import { maxUnavailable, podsToReplace, type SetView } from '../../../server/src/cluster/controllers/statefulset-plan.ts';
import { setHistory } from '../../../server/src/cluster/controllers/statefulset-revisions.ts';
import { statefulSetStatus } from '../../../server/src/cluster/controllers/statefulset-status.ts';
import { statefulSet, World } from './statefulset-fixtures.ts';

// Tables: pkg/controller/statefulset/stateful_set_control_test.go and stateful_set_utils_test.go of Kubernetes 1.37.2.

const noClaims = { volumeClaimTemplates: undefined };
const rolling = (partition = 0, max?: number | string) =>
  ({ type: 'RollingUpdate', rollingUpdate: { partition, maxUnavailable: max } }) as const;

function settled(replicas: number, spec: Partial<StatefulSetSpec> = {}): World {
  const world = new World(statefulSet(replicas, { ...noClaims, ...spec }));
  world.settle();
  return world;
}

describe('which pods an update deletes', () => {
  type Flaw = 'unready' | 'terminating' | 'young';
  function remaining(
    policy: StatefulSetSpec['podManagementPolicy'],
    replicas: number,
    budget: number,
    flaws: Record<number, Flaw>,
    partition = 0,
  ): number[] {
    const set = statefulSet(replicas, {
      podManagementPolicy: policy,
      updateStrategy: rolling(partition, budget),
      minReadySeconds: 30,
    });
    const pods = Array.from({ length: replicas }, (_, ordinal): Pod => {
      const flaw = flaws[ordinal];
      const since = timestampAt(flaw === 'young' ? 100_000 : 0);
      const conditions = [{ type: 'Ready', status: flaw === 'unready' ? 'False' : 'True', lastTransitionTime: since }];
      const deletionTimestamp = flaw === 'terminating' ? since : undefined;
      return {
        apiVersion: 'v1',
        kind: 'Pod',
        metadata: { name: `web-${ordinal}`, deletionTimestamp },
        status: { phase: 'Running', conditions },
      };
    });
    const revision = { name: 'new', template: set.spec.template };
    const view: SetView = { set, current: revision, update: revision, pods, claims: new Map(), now: 100_000 };
    const replaced = podsToReplace(view, pods);
    return pods.filter((pod) => !replaced.includes(pod)).map(ordinalOf);
  }

  it.each<[StatefulSetSpec['podManagementPolicy'], number, number, number, Record<number, Flaw>, number[]]>([
    ['Parallel', 1, 0, 1, { 0: 'unready' }, []],
    ['Parallel', 3, 0, 1, { 2: 'unready' }, [0, 1]],
    ['Parallel', 5, 0, 2, { 3: 'unready', 4: 'unready' }, [0, 1, 2]],
    ['OrderedReady', 1, 0, 1, { 0: 'unready' }, [0]],
    ['OrderedReady', 3, 0, 1, { 2: 'unready' }, [0, 1, 2]],
    ['OrderedReady', 5, 0, 2, { 4: 'unready' }, [0, 1, 2, 3]],
    ['Parallel', 3, 0, 1, { 2: 'terminating' }, [0, 1, 2]],
    ['OrderedReady', 3, 0, 1, { 2: 'terminating' }, [0, 1, 2]],
    ['Parallel', 5, 0, 3, { 3: 'unready', 4: 'terminating' }, [0, 1, 4]],
    ['Parallel', 3, 0, 1, { 2: 'young' }, [0, 1]],
    ['OrderedReady', 3, 0, 1, { 2: 'young' }, [0, 1, 2]],
    ['Parallel', 5, 0, 3, { 3: 'terminating', 4: 'unready' }, [0, 1, 3]],
    ['OrderedReady', 5, 0, 3, { 3: 'unready', 4: 'terminating' }, [0, 1, 2, 4]],
    ['OrderedReady', 5, 0, 3, { 3: 'terminating', 4: 'unready' }, [0, 1, 2, 3]],
    ['Parallel', 5, 2, 1, { 4: 'unready' }, [0, 1, 2, 3]],
    ['Parallel', 5, 2, 1, { 2: 'unready' }, [0, 1, 3, 4]],
    ['Parallel', 5, 2, 1, { 1: 'unready' }, [0, 1, 2, 3, 4]],
    ['OrderedReady', 5, 2, 1, { 4: 'unready' }, [0, 1, 2, 3, 4]],
    ['Parallel', 5, 3, 2, { 3: 'unready', 4: 'unready' }, [0, 1, 2]],
    ['Parallel', 5, 3, 2, { 1: 'unready', 4: 'unready' }, [0, 1, 2, 3]],
    ['Parallel', 4, 0, 2, { 0: 'unready', 1: 'unready' }, [2, 3]],
    ['Parallel', 5, 0, 3, { 0: 'unready', 1: 'unready' }, [2, 3]],
  ])(
    '%s, %i replicas, partition %i, maxUnavailable %i, %j: leaves %j',
    (policy, replicas, partition, budget, flaws, expected) => {
      expect(remaining(policy, replicas, budget, flaws, partition)).toEqual(expected);
    },
  );

  it.each([[[]], [[5]], [[3]], [[4]], [[5, 4]], [[5, 3]], [[4, 3]], [[5, 4, 3]], [[2]], [[1]]])(
    'counts terminating pods %j against the budget',
    (terminating) => {
      const flaws = Object.fromEntries(terminating.map((ordinal) => [ordinal, 'terminating' as const]));
      expect(remaining('OrderedReady', 6, 2, flaws, 3)).toHaveLength(6 - Math.max(0, 2 - terminating.length));
    },
  );

  it.each([
    [undefined, 10, 1],
    [3, 10, 3],
    [3, 0, 3],
    [0, 0, 1],
    ['10%', 25, 2],
    ['100%', 5, 5],
    ['50%', 5, 2],
    ['10%', 5, 1],
    ['1%', 0, 1],
    ['0%', 0, 1],
  ])('maxUnavailable %s of %i is %i', (value, replicas, expected) => {
    expect(maxUnavailable(statefulSet(replicas, { updateStrategy: rolling(0, value) }))).toBe(expected);
  });
});

describe('rolling update', () => {
  it('goes from the highest ordinal down, each when the one before is ready', () => {
    const world = settled(3);
    world.setImage('nginx:2');
    for (const expected of [[2], [1], [0]]) {
      world.sync();
      expect(world.sorted.filter(({ metadata }) => metadata.deletionTimestamp).map(ordinalOf)).toEqual(expected);
      world.finish();
      world.sync();
      world.sync();
      expect(world.ordinals).toEqual([0, 1, 2]);
      world.ready(...expected);
    }
    world.sync();
    expect(world.images()).toEqual(['nginx:2', 'nginx:2', 'nginx:2']);
    const { status } = world.set;
    expect([status?.currentRevision, status?.currentReplicas, status?.updatedReplicas]).toEqual([status?.updateRevision, 3, 3]);
  });

  it('is not complete before all is ready', () => {
    const world = settled(2);
    const first = world.set.status?.currentRevision;
    world.setImage('nginx:2');
    world.sync();
    expect(world.set.status).toMatchObject({ currentRevision: first, currentReplicas: 1 });
    expect(world.set.status?.updatedReplicas).toBeUndefined();
    world.finish();
    world.sync();
    world.sync();
    expect(world.set.status).toMatchObject({ currentRevision: first, currentReplicas: 1, updatedReplicas: 1 });
  });

  it('leaves pods below the partition, and gives them their old revision again', () => {
    const world = settled(3, { updateStrategy: rolling(2) });
    world.setImage('foo');
    world.change({ replicas: 5 });
    world.settle();
    expect(world.images()).toEqual(['nginx', 'nginx', 'foo', 'foo', 'foo']);
    world.terminate(0);
    world.finish();
    world.settle();
    expect(world.images()).toEqual(['nginx', 'nginx', 'foo', 'foo', 'foo']);
    expect(world.set.status?.currentRevision).not.toBe(world.set.status?.updateRevision);
    world.change({ updateStrategy: rolling(0) });
    world.settle();
    expect(world.images()).toEqual(Array(5).fill('foo'));
    expect(world.set.status?.currentRevision).toBe(world.set.status?.updateRevision);
  });

  it('counts the partition from spec.ordinals.start', () => {
    const world = settled(3, { updateStrategy: rolling(1), ordinals: { start: 5 } });
    world.setImage('foo');
    world.settle();
    expect(world.images()).toEqual(['nginx', 'foo', 'foo']);
  });

  it('deletes nothing under OnDelete, and makes new pods at the new revision', () => {
    const world = settled(3, { updateStrategy: { type: 'OnDelete' } });
    world.setImage('foo');
    world.settle();
    expect(world.images()).toEqual(['nginx', 'nginx', 'nginx']);
    world.terminate(1);
    world.settle();
    expect(world.images()).toEqual(['nginx', 'foo', 'nginx']);
  });

  it('stays stuck on a broken revision until its pod is deleted, even when the template comes back', () => {
    const world = settled(2);
    world.setImage('broken');
    world.sync();
    world.finish();
    world.sync();
    expect(world.images()).toEqual(['nginx', 'broken']);
    world.setImage('nginx');
    for (let round = 0; round < 3; round++) world.sync();
    expect([world.images(), world.pod(1).metadata.deletionTimestamp]).toEqual([['nginx', 'broken'], undefined]);
    world.terminate(1);
    world.finish();
    world.settle();
    expect(world.images()).toEqual(['nginx', 'nginx']);
  });
});

describe('revisions', () => {
  const withImage = (image: string, current?: string): StatefulSet => {
    const set = statefulSet(3);
    const template = { ...set.spec.template, spec: { containers: [{ name: 'nginx', image }] } };
    return { ...set, spec: { ...set.spec, template }, status: { replicas: 0, currentRevision: current } };
  };
  const revision = (image: string, number: number): ControllerRevision =>
    newControllerRevision(withImage(image), { name: `web-${image}`, revision: number, labels: {} });
  const [r0, r1, r2] = [revision('a', 1), revision('b', 2), revision('c', 3)];
  const find = (existing: ControllerRevision[], set: StatefulSet) =>
    setHistory(set, existing, (name) => existing.find(({ metadata }) => metadata.name === name));

  it('makes the first, which is current at once', () => {
    const history = find([], withImage('a'));
    expect(history.actions).toMatchObject([{ do: 'create', object: { revision: 1, metadata: { labels: { foo: 'bar' } } } }]);
    expect(history.current).toEqual(history.update);
  });

  it('makes one for a new template and keeps the current one', () => {
    const history = find([r0], withImage('b', 'web-a'));
    expect(history.actions).toMatchObject([{ do: 'create', object: { revision: 2 } }]);
    expect([history.current.name, history.update.template.spec?.containers[0]?.image]).toEqual(['web-a', 'b']);
  });

  it('makes none for a template that the latest has', () => {
    expect(find([r0, r1], withImage('b', 'web-a'))).toMatchObject({
      actions: [],
      current: { name: 'web-a' },
      update: { name: 'web-b' },
    });
  });

  it('gives an older one that comes back the highest number', () => {
    const history = find([r0, r1, r2], withImage('b', 'web-a'));
    expect(history.actions).toMatchObject([{ do: 'update', object: { metadata: { name: 'web-b' }, revision: 4 } }]);
    expect([history.current.name, history.update.name]).toEqual(['web-a', 'web-b']);
  });

  it('raises the collision count until the name is free', () => {
    const [taken] = find([], withImage('a')).actions;
    const name = taken?.do === 'create' ? (taken.object.metadata.name ?? '') : '';
    const other = { ...r2, metadata: { ...r2.metadata, name } };
    const history = setHistory(withImage('a'), [], (wanted) => (wanted === name ? other : undefined));
    expect(history.collisionCount).toBe(1);
    expect(history.update.name).not.toBe(name);
  });

  it('are cut to the limit, oldest first, except those in use', () => {
    const world = settled(2, { revisionHistoryLimit: 1, updateStrategy: { type: 'OnDelete' } });
    for (const image of ['b', 'c', 'd', 'e']) {
      world.setImage(image);
      world.sync();
    }
    expect(world.revisions.map(revisionNumber)).toEqual([1, 4, 5]);
  });
});

describe('status', () => {
  it.each([
    [3, 3, 3, true],
    [3, 3, 1, false],
    [3, 2, 3, false],
    [2, 2, 2, false],
  ])('of 3 wanted, %i there, %i ready, %i updated: complete is %s', (total, ready, updated, isComplete) => {
    const set = statefulSet(3);
    const pods = Array.from({ length: total }, (_, index): Pod => {
      const labels = { [podRevisionLabel]: index < updated ? 'rev-2' : 'rev-1' };
      const conditions = [{ type: 'Ready', status: index < ready ? 'True' : 'False' }];
      return {
        apiVersion: 'v1',
        kind: 'Pod',
        metadata: { name: `web-${index}`, labels },
        status: { phase: 'Running', conditions },
      };
    });
    const of = (name: string) => ({ name, template: set.spec.template });
    const status = statefulSetStatus({ set, current: of('rev-1'), update: of('rev-2'), pods, claims: new Map(), now: 0 }, 0, 0);
    expect(status).toMatchObject({ replicas: total, readyReplicas: ready, updatedReplicas: updated });
    expect(status.currentRevision).toBe(isComplete ? 'rev-2' : 'rev-1');
    expect(status.currentReplicas ?? 0).toBe(isComplete ? updated : total - updated);
  });
});

describe('claim owners', () => {
  const scenarios: [whenScaled: string, whenDeleted: string, replicas: number, ordinal: number, pod: boolean, set: boolean][] = [
    ['Retain', 'Retain', 0, 0, false, false],
    ['Retain', 'Delete', 0, 0, false, true],
    ['Delete', 'Retain', 2, 2, true, false],
    ['Delete', 'Retain', 2, 1, false, false],
    ['Delete', 'Delete', 2, 2, true, false],
    ['Delete', 'Delete', 2, 1, false, true],
  ];
  const bits = [false, true];
  const strangers = ['rand1', 'rand2'].map((name) => ({ name, apiVersion: 'v1', kind: 'Pod', uid: `${name}-uid` }));
  const cases = scenarios.flatMap((scenario) =>
    bits.flatMap((a) => bits.flatMap((b) => bits.map((c) => [...scenario, a, b, c] as const))),
  );

  it.each(cases)(
    'scaled %s, deleted %s, %i replicas, pod %i: owned by pod %s, by set %s; has %s, %s, others %s',
    (whenScaled, whenDeleted, replicas, ordinal, needsPod, needsSet, hasPod, hasSet, hasOthers) => {
      const set = statefulSet(replicas, { persistentVolumeClaimRetentionPolicy: { whenScaled, whenDeleted } });
      const pod: Pod = { apiVersion: 'v1', kind: 'Pod', metadata: { name: `web-${ordinal}`, uid: 'pod-123' } };
      const ownerReferences = [
        ...(hasPod ? [controllerReference(pod)] : []),
        ...(hasSet ? [controllerReference(set)] : []),
        ...(hasOthers ? strangers : []),
      ];
      const claim: PersistentVolumeClaim = {
        apiVersion: 'v1',
        kind: 'PersistentVolumeClaim',
        metadata: { name: 'target-claim', ownerReferences },
      };
      expect(isClaimOwnerUpToDate(claim, set, pod)).toBe(hasPod === needsPod && hasSet === needsSet);
      const fixed = withClaimOwners(claim, set, pod);
      expect(isClaimOwnerUpToDate(fixed, set, pod)).toBe(true);
      const uids = [
        ...(hasOthers ? strangers.map(({ uid }) => uid) : []),
        ...(needsSet ? ['set-uid'] : []),
        ...(needsPod ? ['pod-123'] : []),
      ];
      expect((fixed.metadata.ownerReferences ?? []).map(({ uid }) => uid)).toEqual(uids);
    },
  );

  it.each([
    ['a stale owner is left alone', 'Delete', { kind: 'Pod', apiVersion: 'v1', name: 'web-0', uid: 'older' }, true],
    [
      'another controller is left alone',
      'Delete',
      { kind: 'Foo', apiVersion: 'v1', name: 'foo', uid: 'foo', controller: true },
      true,
    ],
    [
      'another controller does not matter under Retain',
      'Retain',
      { kind: 'Foo', apiVersion: 'v1', name: 'foo', uid: 'foo', controller: true },
      true,
    ],
    [
      'an owner that is no controller is made one',
      'Delete',
      { kind: 'StatefulSet', apiVersion: 'apps/v1', name: 'web', uid: 'set-uid' },
      false,
    ],
  ])('%s', (_name, whenDeleted, reference, expected) => {
    const set = statefulSet(1, { persistentVolumeClaimRetentionPolicy: { whenScaled: 'Retain', whenDeleted } });
    const pod: Pod = { apiVersion: 'v1', kind: 'Pod', metadata: { name: 'web-0', uid: 'pod-123' } };
    const claim: PersistentVolumeClaim = {
      apiVersion: 'v1',
      kind: 'PersistentVolumeClaim',
      metadata: { name: 'c', ownerReferences: [reference] },
    };
    expect(isClaimOwnerUpToDate(claim, set, pod)).toBe(expected);
  });
});

describe('whatever happens', () => {
  it('parses names as upstream does', () => {
    const named = (name: string) => parentAndOrdinal({ apiVersion: 'v1', kind: 'Pod', metadata: { name } });
    expect(named('foo-2')).toEqual({ parent: 'foo', ordinal: 2 });
    expect(named('a-b-10')).toEqual({ parent: 'a-b', ordinal: 10 });
    expect(named('1')).toEqual({ parent: '', ordinal: -1 });
    expect(named('foo-99999999999')).toEqual({ parent: 'foo', ordinal: -1 });
  });

  /** One thing that can befall a set. */
  const event = fc.oneof(
    fc.record({ do: fc.constant('ready' as const), at: fc.nat(5) }),
    fc.record({ do: fc.constant('break' as const), at: fc.nat(5) }),
    fc.record({ do: fc.constant('fail' as const), at: fc.nat(5) }),
    fc.record({ do: fc.constant('scale' as const), at: fc.nat(5) }),
    fc.record({ do: fc.constant('image' as const), at: fc.nat(2) }),
    fc.record({ do: fc.constant('finish' as const), at: fc.constant(0) }),
  );

  function befall(world: World, what: { do: string; at: number }): void {
    const pod = world.sorted[what.at];
    if (what.do === 'scale') world.change({ replicas: what.at });
    else if (what.do === 'image') world.setImage(`nginx:${what.at}`);
    else if (what.do === 'finish') world.finish();
    else if (pod && what.do === 'ready') world.ready(ordinalOf(pod));
    else if (pod) world.setStatus(ordinalOf(pod), { phase: what.do === 'fail' ? 'Failed' : 'Running' });
  }

  it.each(['OrderedReady', 'Parallel'] as const)(
    '%s: identity and storage hold, order holds, and it settles at what was asked for',
    (podManagementPolicy) => {
      const policies = fc.constantFrom('Retain', 'Delete');
      fc.assert(
        fc.property(
          fc.array(event, { maxLength: 40 }),
          policies,
          policies,
          fc.nat(2),
          (events, whenDeleted, whenScaled, start) => {
            const world = new World(
              statefulSet(3, {
                podManagementPolicy,
                ordinals: { start },
                persistentVolumeClaimRetentionPolicy: { whenDeleted, whenScaled },
              }),
            );
            for (const what of events) {
              befall(world, what);
              const before = world.sorted;
              world.sync();
              for (const pod of world.sorted)
                expect([identityMatches(world.set, pod), storageMatches(world.set, pod)]).toEqual([true, true]);
              const created = world.sorted.filter((pod) => !before.some(({ metadata }) => metadata.name === pod.metadata.name));
              if (podManagementPolicy === 'Parallel' || created[0] === undefined) continue;
              const ordinal = ordinalOf(created[0]);
              const below = before.filter((pod) => ordinalOf(pod) >= start && ordinalOf(pod) < ordinal);
              expect([created.length, below.length]).toEqual([1, ordinal - start]);
              expect(below.every(({ status, metadata }) => status?.conditions !== undefined && !metadata.deletionTimestamp)).toBe(
                true,
              );
            }
            // A broken pod is nobody's to replace under OrderedReady: a user deletes it.
            for (const pod of world.sorted)
              if (pod.status?.phase === 'Running' && !pod.status.conditions) world.terminate(ordinalOf(pod));
            world.settle();
            const wanted = world.set.spec.replicas ?? 0;
            expect(world.ordinals).toEqual(Array.from({ length: wanted }, (_, index) => start + index));
            expect(new Set(world.sorted.map(podRevision)).size).toBeLessThanOrEqual(1);
            if (wanted > 0)
              expect(world.set.status).toMatchObject({
                replicas: wanted,
                readyReplicas: wanted,
                updatedReplicas: wanted,
                currentReplicas: wanted,
              });
            for (const [name, claim] of world.claims) {
              const isAlive = world.ordinals.some((ordinal) => name === `datadir-web-${ordinal}`);
              const isOwned = (claim.metadata.ownerReferences ?? []).some(({ uid }) => uid === 'set-uid');
              if (isAlive) expect(isOwned).toBe(whenDeleted === 'Delete');
              else expect(whenScaled).toBe('Retain');
            }
          },
        ),
        { numRuns: 150 },
      );
    },
  );
});
