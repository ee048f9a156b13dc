import { describe, expect, it } from 'vitest';
import type { WriteEntry } from '../../server/src/cluster/engine/trace.ts';
import type { KubernetesObject } from '../../server/src/kubernetes/object.ts';
import type { Pod } from '../../server/src/kubernetes/api.ts';
import { timestampAt } from '../../server/src/kubernetes/time.ts';
import { boundsOf } from '../../server/src/preview/timeline-bounds.ts';
import { PodCounts } from '../../server/src/preview/timeline-counts.ts';
import { nodeTimelines } from '../../server/src/preview/timeline-nodes.ts';
import { placementLines } from '../../server/src/preview/placement.ts';
import { PodTrack } from '../../server/src/preview/timeline-pods.ts';
import { clip, push, Tally } from '../../server/src/preview/timeline-steps.ts';

interface PodState {
  readonly uid?: string;
  readonly node?: string;
  readonly phase?: string;
  /** Virtual milliseconds at which the Ready condition became true. */
  readonly readySince?: number;
  readonly isDeleted?: boolean;
  readonly waiting?: string;
}

function pod({ uid = 'a', node, phase = 'Pending', readySince, isDeleted, waiting }: PodState): Pod {
  const ready = readySince !== undefined;
  const state = waiting
    ? { waiting: { reason: waiting } }
    : ready
      ? { running: {} }
      : { waiting: { reason: 'ContainerCreating' } };
  return {
    apiVersion: 'v1',
    kind: 'Pod',
    metadata: { name: uid, namespace: 'default', uid, ...(isDeleted ? { deletionTimestamp: timestampAt(0) } : {}) },
    spec: { containers: [{ name: 'c', image: 'i' }], ...(node ? { nodeName: node } : {}) },
    status: {
      phase,
      conditions: [
        { type: 'Ready', status: ready ? 'True' : 'False', ...(ready ? { lastTransitionTime: timestampAt(readySince) } : {}) },
      ],
      containerStatuses: node ? [{ name: 'c', image: 'i', imageID: '', ready, restartCount: 0, state }] : [],
    },
  } as Pod;
}

describe('steps', () => {
  it('keep only changes, and one of several at a moment', () => {
    const points: { at: number; value: number }[] = [];
    for (const [at, value] of [
      [0, 1],
      [1000, 1],
      [2000, 2],
      [2000, 3],
      [3000, 4],
      [3000, 3],
    ] as const)
      push(points, at, value);
    expect(points).toEqual([
      { at: 0, value: 1 },
      { at: 2, value: 3 },
    ]);
  });

  it('are cut with the value that held before', () => {
    const points = [
      { at: 1, value: 1 },
      { at: 5, value: 2 },
    ];
    expect(clip(points, 3)).toEqual([
      { at: 3, value: 1 },
      { at: 5, value: 2 },
    ]);
    expect(clip(points, 5)).toEqual([{ at: 5, value: 2 }]);
    expect(clip(points, 0)).toEqual([{ at: 0, value: 0 }, ...points]);
  });

  it('are summed in the order of time, whatever the order in which they were told', () => {
    const tally = new Tally();
    tally.add(5000, -1);
    tally.add(1000, 1);
    tally.add(3000, 1);
    expect(tally.steps()).toEqual([
      { at: 1, value: 1 },
      { at: 3, value: 2 },
      { at: 5, value: 1 },
    ]);
  });
});

describe('counts of pods', () => {
  it('say available after minReadySeconds, counted from the whole second of the condition', () => {
    const counts = new PodCounts();
    counts.follow('create', pod({}), 1000, 5);
    counts.follow('update', pod({ node: 'n', phase: 'Running', readySince: 2400 }), 2400, 5);
    expect(counts.steps(60_000)).toEqual({
      pods: [{ at: 1, value: 1 }],
      ready: [{ at: 2.4, value: 1 }],
      available: [{ at: 7, value: 1 }],
    });
  });

  it('do not say available what was not ready for long enough, or is not yet', () => {
    const counts = new PodCounts();
    counts.follow('create', pod({ node: 'n', phase: 'Running', readySince: 1000 }), 1000, 10);
    counts.follow('update', pod({ node: 'n', phase: 'Running' }), 5000, 10);
    counts.follow('update', pod({ node: 'n', phase: 'Running', readySince: 6000 }), 6000, 10);
    expect(counts.steps(15_000).available).toEqual([]);
  });

  it('drop a pod when its deletion begins, though it still runs', () => {
    const counts = new PodCounts();
    counts.follow('create', pod({ node: 'n', phase: 'Running', readySince: 1000 }), 1000, 0);
    counts.follow('update', pod({ node: 'n', phase: 'Running', readySince: 1000, isDeleted: true }), 4000, 0);
    counts.follow('delete', pod({ node: 'n', isDeleted: true }), 9000, 0);
    for (const series of Object.values(counts.steps(20_000))) {
      expect(series).toEqual([
        { at: 1, value: 1 },
        { at: 4, value: 0 },
      ]);
    }
  });

  it('drop a pod that has failed', () => {
    const counts = new PodCounts();
    counts.follow('create', pod({ node: 'n', phase: 'Running', readySince: 0 }), 0, 0);
    counts.follow('update', pod({ node: 'n', phase: 'Failed' }), 2000, 0);
    expect(counts.steps(5000).pods.at(-1)).toEqual({ at: 2, value: 0 });
  });
});

describe('bars of a pod', () => {
  const live = new PodTrack(pod({}), 0);
  live.follow('create', pod({}), 0);
  live.follow('update', pod({ node: 'n' }), 1000);
  live.follow('update', pod({ node: 'n', waiting: 'ImagePullBackOff' }), 3000);
  live.follow('update', pod({ node: 'n', phase: 'Running', readySince: 6000 }), 6000);
  live.follow('update', pod({ node: 'n', phase: 'Running', readySince: 6000, isDeleted: true }), 8000);
  live.follow('delete', pod({ node: 'n', isDeleted: true }), 9000);

  it('change with its state', () => {
    expect(live.within(0, 20).map(({ from, to, state, status }) => [from, to, state, status])).toEqual([
      [0, 1, 'pending', 'Pending'],
      [1, 3, 'creating', 'ContainerCreating'],
      [3, 6, 'failed', 'ImagePullBackOff'],
      [6, 8, 'ready', 'Running'],
      [8, 9, 'terminating', 'Terminating'],
    ]);
  });

  it('are cut to the run', () => {
    expect(live.within(4, 7).map(({ from, to, state }) => [from, to, state])).toEqual([
      [4, 6, 'failed'],
      [6, 7, 'ready'],
    ]);
    expect(live.within(9, 20)).toEqual([]);
  });

  it('say what is wrong as last known', () => {
    const track = new PodTrack(pod({}), 0);
    track.follow('create', pod({ node: 'n' }), 0);
    track.follow('update', pod({ node: 'n', waiting: 'ErrImagePull' }), 1000);
    expect(track.within(0, 5)[1]?.problem).toBe('ErrImagePull: ');
  });
});

describe('bounds', () => {
  const object = (kind: string, spec: object, status: object = {}) =>
    ({ apiVersion: 'apps/v1', kind, metadata: { name: 'x' }, spec, status }) as unknown as KubernetesObject;

  it.each([
    // maxSurge rounds up, maxUnavailable down.
    [
      'Deployment',
      { replicas: 10, strategy: { type: 'RollingUpdate', rollingUpdate: { maxSurge: '25%', maxUnavailable: '25%' } } },
      {},
      8,
      13,
    ],
    ['Deployment', { replicas: 4, strategy: { type: 'Recreate' } }, {}, undefined, 4],
    ['StatefulSet', { replicas: 3, updateStrategy: { type: 'RollingUpdate' } }, {}, 2, 3],
    ['StatefulSet', { replicas: 3, updateStrategy: { type: 'OnDelete' } }, {}, undefined, 3],
    [
      'StatefulSet',
      { replicas: 8, updateStrategy: { type: 'RollingUpdate', rollingUpdate: { maxUnavailable: '30%' } } },
      {},
      6,
      8,
    ],
    [
      'DaemonSet',
      { updateStrategy: { type: 'RollingUpdate', rollingUpdate: { maxUnavailable: 1, maxSurge: 0 } } },
      { desiredNumberScheduled: 5 },
      4,
      5,
    ],
    [
      'DaemonSet',
      { updateStrategy: { type: 'RollingUpdate', rollingUpdate: { maxUnavailable: 0, maxSurge: '30%' } } },
      { desiredNumberScheduled: 5 },
      5,
      7,
    ],
    ['DaemonSet', { updateStrategy: { type: 'OnDelete' } }, { desiredNumberScheduled: 5 }, undefined, undefined],
    ['ReplicaSet', { replicas: 3 }, {}, undefined, undefined],
  ])('of a %s %j', (kind, spec, status, floor, ceiling) => {
    const bounds = boundsOf(object(kind, spec, status));
    expect([bounds.floor, bounds.ceiling]).toEqual([floor, ceiling]);
    expect([bounds.floorLabel === undefined, bounds.ceilingLabel === undefined]).toEqual([
      floor === undefined,
      ceiling === undefined,
    ]);
  });
});

describe('nodes', () => {
  const write = (verb: WriteEntry['verb'], at: number, object: object): WriteEntry =>
    ({ verb, at, actor: 'test', ref: { kind: '', namespace: '', name: '' }, object }) as unknown as WriteEntry;
  const node = (more: object = {}, ready = 'True') => ({
    apiVersion: 'v1',
    kind: 'Node',
    metadata: { name: 'n', labels: { 'topology.kubernetes.io/zone': 'zone-a' } },
    status: { allocatable: { cpu: '2', memory: '1Gi' }, conditions: [{ type: 'Ready', status: ready }] },
    ...more,
  });
  const placed = (uid: string, phase = 'Running') => ({
    apiVersion: 'v1',
    kind: 'Pod',
    metadata: { name: uid, uid },
    spec: { nodeName: 'n', containers: [{ name: 'c', resources: { requests: { cpu: '500m', memory: '256Mi' } } }] },
    status: { phase },
  });

  it('tell what their pods request, until these have ended', () => {
    const writes = [
      write('create', 0, node()),
      write('create', 1000, placed('a')),
      write('create', 2000, placed('b')),
      write('update', 3000, placed('a', 'Succeeded')),
      write('delete', 4000, placed('b')),
    ];
    const [only] = nodeTimelines(writes, 0);
    expect(only?.cpu.map(({ at, value }) => [at, value])).toEqual([
      [0, 0],
      [1, 0.25],
      [2, 0.5],
      [3, 0.25],
      [4, 0],
    ]);
    expect(only?.memory.map(({ value }) => value)).toEqual([0, 0.25, 0.5, 0.25, 0]);
    expect(only?.zone).toBe('zone-a');
  });

  it('tell their status as kubectl does, and that they are gone', () => {
    const writes = [
      write('create', 0, node()),
      write('update', 1000, node({ spec: { unschedulable: true } })),
      write('update', 2000, node({}, 'Unknown')),
      write('delete', 3000, node()),
    ];
    expect(nodeTimelines(writes, 500)[0]?.status).toEqual([
      { at: 0.5, text: 'Ready' },
      { at: 1, text: 'Ready,SchedulingDisabled' },
      { at: 2, text: 'NotReady' },
      { at: 3, text: '' },
    ]);
    expect(nodeTimelines(writes, 3000)).toEqual([]);
  });
});

describe('the words for a placement', () => {
  it('name the winner’s scores, the runners-up, and each reason once', () => {
    const score = (total: number) => ({ scores: [{ plugin: 'NodeResourcesFit', weight: 1, score: total }], total });
    const taint = { plugin: 'TaintToleration', reasons: ['node(s) had untolerated taint(s)'] };
    const lines = placementLines({
      node: 'w2',
      message: undefined,
      nodes: [
        { node: 'w1', ...score(70), isChosen: false, isTied: false },
        { node: 'w2', ...score(90), isChosen: true, isTied: false },
        { node: 'w3', ...score(90), isChosen: false, isTied: true },
        { node: 'c1', rejected: taint, isChosen: false, isTied: false },
        { node: 'c2', rejected: taint, isChosen: false, isTied: false },
      ],
    });
    expect(lines).toEqual([
      '3 of 5 nodes passed the filters; best score 90 (NodeResourcesFit 90); chance decided between equals.',
      'Also fitting: w3 90, w1 70.',
      'c1, c2: node(s) had untolerated taint(s).',
    ]);
  });

  it('count the rest where there are many nodes', () => {
    const rejected = { plugin: 'NodeResourcesFit', reasons: ['Insufficient cpu'] };
    const nodes = Array.from({ length: 20 }, (_, index) => ({ node: `n${index}`, rejected, isChosen: false, isTied: false }));
    expect(placementLines({ node: undefined, message: 'none', nodes })).toEqual([
      'n0, n1, n2, n3, n4, n5 and 14 more: Insufficient cpu.',
    ]);
  });
});
