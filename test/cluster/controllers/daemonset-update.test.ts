import { describe, expect, it } from 'vitest';
import type { Pod } from '../../../server/src/kubernetes/api.ts';
import { timestampAt } from '../../../server/src/kubernetes/time.ts';
import { podRevisionLabel } from '../../../server/src/cluster/controllers/controller-revision.ts';
import { targetNodeName } from '../../../server/src/cluster/controllers/daemonset-pods.ts';
import { updateBudget } from '../../../server/src/cluster/controllers/daemonset-update.ts';
import { daemonSet, Fleet, node, nodes, ownedPod, ready, surging, unavailable } from './daemonset-fixtures.ts';

// Scenarios and numbers: pkg/controller/daemon/update_test.go and daemon_controller_test.go of Kubernetes 1.37.2.

const onDelete = { type: 'OnDelete' } as const;
const notReady: Pod['status'] = { phase: 'Running', conditions: [{ type: 'Ready', status: 'False' }] };

/** Syncs a fleet once per expectation `[created, deleted]`; 'ready' marks all its pods ready between. */
function play(fleet: Fleet, steps: readonly (readonly [number, number] | 'ready')[]): void {
  for (const [index, step] of steps.entries()) {
    if (step === 'ready') fleet.set(ready());
    else expect(fleet.sync(), `step ${index}`).toEqual({ created: step[0], deleted: step[1] });
  }
}

describe('updateBudget', () => {
  it.each([
    ['no nodes', unavailable(0), 0, 0, 0],
    ['two nodes', unavailable(1), 2, 0, 1],
    ['two nodes, nothing allowed', unavailable(0), 2, 0, 1],
    ['two nodes, nothing allowed with surge', surging(0), 2, 0, 1],
    ['50 % of two', unavailable('50%'), 2, 0, 1],
    ['50 % surge of two', surging('50%'), 2, 1, 0],
    ['100 % surge of two', surging('100%'), 2, 2, 0],
    ['50 % of three rounds up', unavailable('50%'), 3, 0, 2],
  ])('%s', (_name, strategy, desired, maxSurge, maxUnavailable) => {
    expect(updateBudget(daemonSet(strategy), desired)).toEqual({ desired, maxSurge, maxUnavailable });
  });
});

describe('rolling update without surge', () => {
  function running(count: number): Fleet {
    const fleet = new Fleet(daemonSet(onDelete), nodes(count));
    play(fleet, [[count, 0]]);
    return fleet;
  }

  it('replaces maxUnavailable pods at a time', () => {
    const fleet = running(5);
    fleet.set(ready());
    fleet.change('two', unavailable(2));
    play(fleet, [[0, 2], [2, 0], 'ready', [0, 2], [2, 0], 'ready', [0, 1], [1, 0], 'ready', [0, 0]]);
  });

  it('waits while its new pods are not ready', () => {
    const fleet = running(5);
    fleet.set(ready());
    fleet.change('two', unavailable(3));
    play(fleet, [
      [0, 3],
      [3, 0],
      [0, 0],
    ]);
  });

  it('spends no further availability on a second update while the first one stalls', () => {
    const fleet = running(5);
    fleet.set(ready());
    fleet.change('two', unavailable(2));
    play(fleet, [
      [0, 2],
      [2, 0],
      [0, 0],
    ]);
    fleet.change('three', unavailable(2));
    play(fleet, [
      [0, 2],
      [2, 0],
      [0, 0],
    ]);
    expect(fleet.pods.filter((pod) => pod.status?.phase === 'Running')).toHaveLength(3);
  });

  it('replaces all old pods at once when none of them is ready', () => {
    const fleet = running(5);
    fleet.change('two', unavailable(3));
    play(fleet, [
      [0, 5],
      [5, 0],
      [0, 0],
    ]);
  });

  it('replaces old unavailable pods even when the new ones have used up the budget', () => {
    const fleet = running(100);
    fleet.set(ready());
    fleet.hash = 'two';
    const old = new Set(fleet.pods.slice(0, 12));
    const broken = fleet.pods.slice(10, 12).map((pod) => pod.metadata.name);
    fleet.pods = fleet.pods.map((pod, index) => {
      const labels = { ...pod.metadata.labels, [podRevisionLabel]: old.has(pod) ? 'one' : 'two' };
      return { ...pod, metadata: { ...pod.metadata, labels }, status: index < 10 ? ready() : notReady };
    });
    fleet.change('two', unavailable(10));
    play(fleet, [
      [0, 2],
      [2, 0],
      [0, 0],
    ]);
    expect(fleet.pods.filter((pod) => broken.includes(pod.metadata.name))).toEqual([]);
  });

  it('does nothing when the template is the same', () => {
    const fleet = running(5);
    fleet.change('one', unavailable(3));
    play(fleet, [[0, 0]]);
  });

  it('goes through the nodes in the order of their names', () => {
    const fleet = running(3);
    fleet.set(ready());
    fleet.pods.reverse();
    fleet.change('two', unavailable(1));
    play(fleet, [[0, 1]]);
    expect(fleet.pods.map(targetNodeName).sort()).toEqual(['node-1', 'node-2']);
  });
});

describe('rolling update with surge', () => {
  it('adds maxSurge pods, and removes the old ones when the new ones are available', () => {
    const fleet = new Fleet(daemonSet(onDelete), nodes(5));
    play(fleet, [[5, 0], 'ready']);
    fleet.change('two', surging(2));
    play(fleet, [[2, 0], [0, 0], 'ready', [2, 2], [0, 0], 'ready', [1, 2], [0, 0], 'ready', [0, 1], [0, 0]]);
  });

  it('keeps an available pod on a node that lost its place until the wanted nodes have enough', () => {
    const controlPlane = { key: 'node-role.kubernetes.io/control-plane', effect: 'NoSchedule' } as const;
    const tolerations = [{ key: controlPlane.key, operator: 'Exists' } as const];
    const fleet = new Fleet(daemonSet(surging(1), { tolerations }), [node('node-0', {}, [controlPlane]), ...nodes(5).slice(1)]);
    play(fleet, [[5, 0], 'ready']);
    fleet.change('two', surging(1), { tolerations: undefined });
    play(fleet, [
      [1, 1],
      [0, 0],
      'ready',
      [1, 1],
      [0, 0],
      'ready',
      [1, 1],
      [0, 0],
      'ready',
      [1, 1],
      [0, 0],
      'ready',
      [0, 1],
      [0, 0],
    ]);
  });

  it('heeds minReadySeconds', () => {
    const at = (fleet: Fleet, seconds: number) => (fleet.now = seconds * 1000);
    const set = (fleet: Fleet, status: Pod['status'], count: number, which: (pod: Pod) => boolean) => {
      const chosen = fleet.pods.filter(which).slice(0, count);
      expect(chosen).toHaveLength(count);
      fleet.set(status, (pod) => chosen.includes(pod));
    };
    const isNew = (pod: Pod) => pod.metadata.labels?.[podRevisionLabel] === 'three';
    const fleet = new Fleet(daemonSet(onDelete), nodes(5));
    play(fleet, [[5, 0]]);
    fleet.change('two', surging(3));
    play(fleet, [
      [5, 0],
      [0, 5],
    ]);
    fleet.set(ready(timestampAt(200_000)));
    fleet.change('three', surging(3));
    fleet.daemonSet = { ...fleet.daemonSet, spec: { ...fleet.daemonSet.spec, minReadySeconds: 15 } };
    at(fleet, 300);
    play(fleet, [[3, 0]]);
    const surged = fleet.pods.filter(isNew).map(targetNodeName);
    set(fleet, ready(timestampAt(300_000)), 2, isNew);
    set(fleet, notReady, 1, (pod) => !isNew(pod) && !surged.includes(targetNodeName(pod)));
    at(fleet, 310);
    play(fleet, [[1, 0]]);
    at(fleet, 320);
    play(fleet, [[1, 3]]);
    set(fleet, ready(timestampAt(320_000)), 3, (pod) => isNew(pod) && pod.status?.phase !== 'Running');
    at(fleet, 340);
    play(fleet, [[0, 2]]);
    at(fleet, 350);
    play(fleet, [[0, 0]]);
  });

  it('cannot tell what to do with a bound pod whose node is gone', () => {
    const fleet = new Fleet(daemonSet(surging(1)), nodes(1));
    fleet.hash = 'two';
    fleet.pods = [
      ownedPod(fleet.daemonSet, 'lost', 'gone', 'one', ready()),
      ownedPod(fleet.daemonSet, 'here', 'node-0', 'two', ready()),
    ];
    expect(() => fleet.sync()).toThrow('couldn\'t get node for nodeName "gone": node "gone" not found');
  });
});

describe('more than one pod on a node, with surge', () => {
  /** Pods of node-1: `name: [revision, created at second, ready since second or not ready]`. */
  function crowd(pods: Record<string, [hash: string, created: number, since?: number]>, minReadySeconds = 0, now = 0): Fleet {
    const fleet = new Fleet(daemonSet(surging(1), {}, { minReadySeconds }), nodes(5));
    fleet.now = now * 1000;
    fleet.pods = Object.entries(pods).map(([name, [hash, created, since]]) => {
      const pod = ownedPod(
        fleet.daemonSet,
        name,
        'node-1',
        hash,
        since === undefined ? notReady : ready(timestampAt(since * 1000)),
      );
      return { ...pod, metadata: { ...pod.metadata, creationTimestamp: timestampAt(created * 1000) } };
    });
    fleet.pods.push(ownedPod(fleet.daemonSet, 'node-2-', 'node-2', 'one'));
    return fleet;
  }
  const left = (fleet: Fleet) => fleet.pods.filter((pod) => targetNodeName(pod) === 'node-1').map((pod) => pod.metadata.name);

  it('keeps the oldest ready old pod beside the new one that is not ready', () => {
    const fleet = crowd({ current: ['one', 100], old: ['zero', 50, 50], surplus: ['zero', 60, 60] });
    play(fleet, [[3, 1]]);
    expect(left(fleet)).toEqual(['current', 'old']);
  });

  it('removes old pods that are not ready', () => {
    const fleet = crowd({ current: ['one', 100], old: ['zero', 50], surplus: ['zero', 60, 60] });
    play(fleet, [[3, 2]]);
    expect(left(fleet)).toEqual(['current']);
  });

  it('keeps the old pod while the new one is not ready for minReadySeconds', () => {
    const fleet = crowd({ current: ['one', 100, 50], old: ['zero', 50, 0], surplus: ['zero', 60, 0] }, 15, 60);
    play(fleet, [[3, 1]]);
    expect(left(fleet)).toEqual(['current', 'old']);
  });

  it('removes the old pod when the new one is available', () => {
    const fleet = crowd({ current: ['one', 100, 50], old: ['zero', 50, 0], surplus: ['zero', 60, 0] }, 15, 70);
    play(fleet, [[3, 2]]);
    expect(left(fleet)).toEqual(['current']);
  });

  it('does not count a terminating pod as one that a node has', () => {
    const fleet = new Fleet(daemonSet(surging(1)), nodes(5));
    const old = [0, 1, 2, 3, 4].map((index) => ownedPod(fleet.daemonSet, `old-${index}`, `node-${index}`, 'zero', ready()));
    const leaving = { ...(old[4] as Pod), metadata: { ...old[4]?.metadata, deletionTimestamp: timestampAt(31_000) } };
    fleet.pods = [ownedPod(fleet.daemonSet, 'new', 'node-0', 'one', notReady), ...old.slice(0, 4), leaving];
    play(fleet, [[1, 0]]);
    expect(targetNodeName(fleet.pods.at(-1) as Pod)).toBe('node-4');
  });
});
