import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { allWorkloads } from '../../client/webview/model/all-workloads.ts';
import { chooseWorkload } from '../../client/webview/model/choose-workload.ts';
import { describeChart, describePod } from '../../client/webview/model/describe.ts';
import { eventsOfPod, eventsOfWorkload, eventWindow, lastIndex, nextMoment } from '../../client/webview/model/events.ts';
import { figuresOf, lowestAvailable, mostPods } from '../../client/webview/model/figures.ts';
import { placementAt } from '../../client/webview/model/placement.ts';
import { barAt, shortName, shortRef, splitName } from '../../client/webview/model/pods.ts';
import { heightOf, rowsOf, rowsWithin } from '../../client/webview/model/rows.ts';
import { stepPath } from '../../client/webview/model/steps.ts';
import { timeScale } from '../../client/webview/model/time-scale.ts';
import { chipOf } from '../../client/webview/model/verdict.ts';
import type {
  SeriesPoint,
  Timeline,
  TimelineBar,
  TimelineEvent,
  TimelinePod,
  TimelineWorkload,
} from '../../server/src/protocol.ts';

/** `'0:6 3:5'` as steps. */
const steps = (text: string): SeriesPoint[] =>
  text
    .split(' ')
    .filter(Boolean)
    .map((step) => {
      const [at, value] = step.split(':').map(Number);
      return { at: at ?? 0, value: value ?? 0 };
    });

type Series = Partial<Record<keyof TimelineWorkload['series'], string>>;

function workload(series: Series = {}, more: Partial<TimelineWorkload> = {}): TimelineWorkload {
  const { pods = '', ready = '', available = '', desired = '', floor = '', ceiling = '' } = series;
  return {
    kind: 'Deployment',
    namespace: 'default',
    name: 'web',
    series: {
      pods: steps(pods),
      ready: steps(ready),
      available: steps(available),
      desired: steps(desired),
      floor: steps(floor),
      ceiling: steps(ceiling),
    },
    groups: [],
    ...more,
  };
}

const bar = (from: number, to: number, state: TimelineBar['state'], more: Partial<TimelineBar> = {}): TimelineBar => ({
  from,
  to,
  state,
  status: state === 'ready' ? 'Running' : 'Pending',
  ready: state === 'ready' ? '1/1' : '0/1',
  restarts: 0,
  ...more,
});

const pod = (name: string, more: Partial<TimelinePod> = {}): TimelinePod => ({
  name,
  namespace: 'default',
  uid: name,
  node: 'w1',
  bars: [bar(10, 20, 'ready')],
  why: '',
  images: ['nginx'],
  createdAt: 5,
  ...more,
});

const timeline = (more: Partial<Timeline> = {}): Timeline => ({
  kubernetesVersion: '1.37',
  seed: 1,
  from: 10,
  to: 20,
  outcome: [],
  workloads: [],
  events: [],
  nodes: [],
  systemPods: [],
  ...more,
});

const event = (at: number, kind: string, name: string, type: TimelineEvent['type'] = 'Normal'): TimelineEvent => ({
  at,
  type,
  object: { kind, namespace: 'default', name },
  reason: 'Reason',
  message: '',
});

describe('the scale of time', () => {
  it('goes evenly from edge to edge', () => {
    const { x, at, folds } = timeScale(10, 20);
    expect([x(10), x(15), x(20)]).toEqual([0, 0.5, 1]);
    expect(at(0.25)).toBe(12.5);
    expect(folds).toEqual([]);
  });

  it('stays within the run', () => {
    const { x, at } = timeScale(10, 20);
    expect([x(0), x(99), at(-1), at(2)]).toEqual([0, 1, 10, 20]);
  });

  it('labels round numbers of seconds since the start', () => {
    expect(
      timeScale(3.9, 29.4)
        .ticks(6)
        .map((tick) => Math.round((tick - 3.9) * 1000) / 1000),
    ).toEqual([0, 5, 10, 15, 20, 25]);
    expect(timeScale(0, 600).ticks(6)).toEqual([0, 120, 240, 360, 480, 600]);
  });

  it('folds long quiet stretches of long runs, and only these', () => {
    const { folds, x } = timeScale(0, 400, { moments: [1, 2, 40, 52, 350, 360, 390] });
    expect(folds.map(({ from, to }) => [Math.round(from), Math.round(to)])).toEqual([[58, 344]]);
    expect(x(344) - x(58)).toBeLessThan(0.06);
    expect(timeScale(0, 60, { moments: [1, 59] }).folds).toEqual([]);
  });

  it('fills the plot with a run that takes no time', () => {
    const { extent, ticks, at } = timeScale(5, 5);
    expect(extent({ from: 5, to: 5 })).toEqual({ left: '0%', width: '100%' });
    expect(ticks(10)).toEqual([5]);
    expect(at(0.7)).toBe(5);
  });

  it('leaves room after the end, where what lasts goes on', () => {
    const { x, at, extent, edge } = timeScale(10, 20, { room: 0.25 });
    expect([x(10), x(20), x(99)]).toEqual([0, 0.75, 1]);
    expect(x(edge)).toBeCloseTo(1, 9);
    expect([at(0.375), at(0.9)]).toEqual([15, 20]);
    expect(extent({ from: 20, to: 20 })).toEqual({ left: '75%', width: '25%' });
    expect(extent({ from: 15, to: 20 }, false)).toEqual({ left: '37.5%', width: '37.5%' });
    expect(extent({ from: 10, to: 15 })).toEqual({ left: '0%', width: '37.5%' });
  });

  it('finds each moment where it drew it, and never goes backwards', () => {
    const moments = fc.uniqueArray(fc.double({ min: 0, max: 1000, noNaN: true }), { minLength: 2, maxLength: 12 });
    fc.assert(
      fc.property(moments, fc.double({ min: 0, max: 1, noNaN: true }), (all, share) => {
        const sorted = all.toSorted((a, b) => a - b);
        const [from = 0, to = 0] = [sorted[0], sorted.at(-1)];
        fc.pre(to - from > 1e-3);
        const scale = timeScale(from, to, { moments: sorted });
        const moment = from + share * (to - from);
        expect(scale.at(scale.x(moment))).toBeCloseTo(moment, 5);
        expect(scale.x(from)).toBeCloseTo(0, 9);
        expect(scale.x(to)).toBeCloseTo(1, 9);
        const places = sorted.map((one) => scale.x(one));
        expect(places).toEqual(places.toSorted((a, b) => a - b));
      }),
    );
  });
});

describe('the figures', () => {
  it('tell the lowest available against the floor', () => {
    expect(lowestAvailable(workload({ available: '0:6 2:5 5:6', floor: '0:5', desired: '0:6' }))).toEqual({ value: 5, limit: 5 });
    expect(lowestAvailable(workload({ available: '0:6 2:3 5:6', floor: '0:5', desired: '0:6' }))).toEqual({ value: 3, limit: 5 });
  });

  it('do not call it a breach when scaling up raises the floor', () => {
    expect(lowestAvailable(workload({ available: '0:6 9:10', floor: '0:5 2:9', desired: '0:6 2:10' }))).toEqual({
      value: 6,
      limit: 5,
    });
  });

  it('know of no lowest while the floor was never reached', () => {
    expect(lowestAvailable(workload({ available: '0:0 3:1', floor: '0:2', desired: '0:2' }))).toBeUndefined();
  });

  it('tell the most pods against the ceiling, not those of a higher replica count before', () => {
    expect(mostPods(workload({ pods: '0:6 1:8 5:6', ceiling: '0:8' }))).toEqual({ value: 8, limit: 8 });
    expect(mostPods(workload({ pods: '0:10 2:4', ceiling: '0:13 1:5' }))).toEqual({ value: 10, limit: 13 });
    expect(mostPods(workload({ pods: '0:6 1:9', ceiling: '0:8' }))).toEqual({ value: 9, limit: 8 });
    expect(mostPods(workload({ pods: '0:3 1:4' }))).toEqual({ value: 4 });
  });

  it('of a first rollout say how long it took instead of a lowest', () => {
    const first = workload({ available: '10:0 14:2 18:4', desired: '10:4', floor: '10:3', pods: '10:4', ceiling: '10:5' });
    const figures = figuresOf(first, timeline());
    expect(figures.map(({ value, label }) => `${value} ${label}`)).toEqual([
      '10 s virtual time',
      '4 of 4 available at the end',
      '8 s until all were available',
      '4 most pods (ceiling 5)',
      '+0 −0 started, stopped',
      '0 warnings',
    ]);
    expect(figures.every(({ tone }) => tone === 'plain')).toBe(true);
  });

  it('show trouble: a broken floor, a rollout that never got there', () => {
    const broken = workload({ available: '10:4 12:2', desired: '10:4', floor: '10:3', pods: '10:4' });
    expect(figuresOf(broken, timeline()).find(({ id }) => id === 'lowest')).toMatchObject({ value: '2 of 4', tone: 'bad' });
    const stuck = workload({ available: '10:0', desired: '10:4', floor: '10:3', pods: '10:4' });
    expect(figuresOf(stuck, timeline()).find(({ id }) => id === 'available')).toMatchObject({ value: '0 of 4', tone: 'bad' });
  });

  it('count pods that came and went within the run, restarts and warnings of the workload alone', () => {
    const pods = [
      pod('web-old', { bars: [bar(10, 12, 'ready'), bar(12, 14, 'terminating')], endedAt: 14 }),
      pod('web-going', { bars: [bar(10, 18, 'ready'), bar(18, 20, 'terminating')] }),
      pod('web-stuck-since-before', { bars: [bar(10, 20, 'terminating')] }),
      pod('web-new', { createdAt: 12, bars: [bar(12, 20, 'ready', { restarts: 2 })] }),
      pod('web-kept', { bars: [bar(10, 15, 'ready', { restarts: 3 }), bar(15, 20, 'failed', { restarts: 4 })] }),
    ];
    const web = workload({}, { groups: [{ label: 'r', detail: '', pods }] });
    const events = [event(11, 'Pod', 'web-old', 'Warning'), event(12, 'Pod', 'other', 'Warning'), event(13, 'Pod', 'web-new')];
    const texts = figuresOf(web, timeline({ events })).map(({ value, label }) => `${value} ${label}`);
    expect(texts).toEqual(expect.arrayContaining(['+1 −2 started, stopped', '3 restarts', '1 warning']));
  });
});

describe('pods at a moment', () => {
  const life = pod('web-x', { bars: [bar(10, 12, 'pending'), bar(12, 20, 'ready')] });

  it('have the bar that covers it, the last one at the end of the run', () => {
    expect(barAt(life, 11, 20)?.state).toBe('pending');
    expect(barAt(life, 12, 20)?.state).toBe('ready');
    expect(barAt(life, 20, 20)?.state).toBe('ready');
    expect(barAt(life, 9, 20)).toBeUndefined();
    expect(barAt({ ...life, endedAt: 20 }, 20, 20)).toBeUndefined();
  });

  it('are placed on their nodes, in zones, the others’ beside their own', () => {
    const pending = pod('web-pending', { node: 'w1', bars: [bar(10, 15, 'pending'), bar(15, 20, 'ready')] });
    const node = (name: string, zone: string, text = 'Ready') => ({
      name,
      zone,
      cpu: steps('10:0.5'),
      memory: steps('10:0.25'),
      status: [{ at: 10, text }],
    });
    const run = timeline({
      workloads: [
        workload({}, { groups: [{ label: 'r', detail: '', pods: [pod('a', { node: 'w2' }), pod('web-x'), pending] }] }),
      ],
      systemPods: [pod('kube-proxy')],
      nodes: [node('w1', 'z1'), node('w2', 'z2', 'Ready,SchedulingDisabled'), node('w3', 'z1', '')],
    });
    const { zones, unplaced } = placementAt(run, new Set(['web-x']), 12);
    expect(zones.map((zone) => [zone.name, zone.nodes.map((card) => [card.name, card.status, card.cpu, card.memory])])).toEqual([
      ['z1', [['w1', '', 0.5, 0.25]]],
      ['z2', [['w2', 'SchedulingDisabled', 0.5, 0.25]]],
    ]);
    expect(zones[0]?.nodes[0]?.pods.map(({ pod: { name }, role }) => [name, role])).toEqual([
      ['web-x', 'workload'],
      ['kube-proxy', 'system'],
    ]);
    expect(unplaced.map(({ pod: { name } }) => name)).toEqual(['web-pending']);
  });

  it('are told apart by what is their own', () => {
    expect(splitName('shop-6567b97b7f-kvghs')).toEqual({ shared: 'shop-6567b97b7f', own: '-kvghs' });
    expect(splitName('web')).toEqual({ shared: '', own: 'web' });
    expect([
      shortRef({ kind: 'Deployment', namespace: 'd', name: 'shop' }),
      shortRef({ kind: 'Pod', namespace: 'd', name: 'a-b-kvghs' }),
    ]).toEqual(['deploy/shop', 'pod/kvghs']);
    expect([shortName('shop-6567b97b7f-kvghs'), shortName('postgres-0')]).toEqual(['kvghs', 'postgres-0']);
  });
});

describe('the rows', () => {
  const many = Array.from({ length: 1000 }, (_, index) => pod(`p-${index}`, { node: `w${index % 3}` }));
  const web = workload(
    {},
    {
      groups: [
        { label: 'revision 1 · a', detail: '', pods: many.slice(0, 400) },
        { label: 'revision 2 · b', detail: '', pods: many.slice(400) },
      ],
    },
  );

  it.each(['revision', 'node'] as const)('by %s hold every pod once, one below the other', (groupBy) => {
    const rows = rowsOf(web, groupBy, []);
    expect(new Set(rows.flatMap((row) => (row.type === 'pod' ? [row.pod.uid] : []))).size).toBe(1000);
    for (const [index, row] of rows.entries()) {
      const before = rows[index - 1];
      expect(row.top).toBe(before ? before.top + before.height : 0);
    }
    expect(heightOf(rows)).toBe((rows.at(-1)?.top ?? 0) + (rows.at(-1)?.height ?? 0));
  });

  it('of a stretch are those that touch it', () => {
    const rows = rowsOf(web, 'revision', []);
    fc.assert(
      fc.property(fc.integer({ min: 0, max: heightOf(rows) - 1 }), fc.integer({ min: 1, max: 900 }), (top, height) => {
        const drawn = rowsWithin(rows, top, top + height);
        const touching = rows.filter((row) => row.top + row.height > top && row.top < top + height);
        expect(drawn).toEqual(expect.arrayContaining(touching));
        expect(drawn.length).toBeLessThanOrEqual(touching.length + 1);
      }),
      { numRuns: 50 },
    );
  });

  it('under nodes put pods without one last', () => {
    const lost = workload({}, { groups: [{ label: 'revision 1 · a', detail: '', pods: [pod('x', { node: '' }), pod('y')] }] });
    const labels = rowsOf(lost, 'node', []).flatMap((row) => (row.type === 'group' ? [row.label] : [row.note]));
    expect(labels).toEqual(['w1', 'revision 1', 'Not scheduled', 'revision 1']);
  });
});

describe('events', () => {
  const web = workload(
    {},
    {
      groups: [
        { label: 'r', detail: '', owner: { kind: 'ReplicaSet', namespace: 'default', name: 'web-1' }, pods: [pod('web-1-a')] },
      ],
    },
  );
  const all = [
    event(10, 'Deployment', 'web'),
    event(11, 'ReplicaSet', 'web-1'),
    event(12, 'Pod', 'web-1-a'),
    event(12, 'Pod', 'b'),
    event(15, 'Node', 'w1'),
  ];

  it('of a workload are its own, its revisions’ and its pods’', () => {
    expect(eventsOfWorkload(all, web)).toEqual(all.slice(0, 3));
  });

  it('of a pod are not those of its namesakes before and after', () => {
    const lives = [event(3, 'Pod', 'db-0'), event(12, 'Pod', 'db-0'), event(19, 'Pod', 'db-0')];
    expect(eventsOfPod(lives, pod('db-0', { createdAt: 11, endedAt: 15 })).map(({ at }) => at)).toEqual([12]);
  });

  it('are current up to the moment', () => {
    expect([9, 10, 12, 14.9, 99].map((at) => lastIndex(all, at))).toEqual([-1, 0, 3, 3, 4]);
  });

  it('are stepped through moment by moment', () => {
    const moments = [10, 12, 15];
    expect([nextMoment(moments, 10, 1), nextMoment(moments, 15, 1)]).toEqual([12, undefined]);
    expect([nextMoment(moments, 12, -1), nextMoment(moments, 10, -1)]).toEqual([10, undefined]);
  });

  it('of a long list are drawn around the current one', () => {
    expect(eventWindow(400, 399)).toEqual({ first: 0, end: 400 });
    fc.assert(
      fc.property(fc.integer({ min: 451, max: 9000 }), fc.double({ min: 0, max: 1, noNaN: true }), (count, share) => {
        const current = Math.floor(share * (count - 1));
        const { first, end } = eventWindow(count, current);
        expect(first).toBeLessThanOrEqual(current);
        expect(end).toBeGreaterThan(current);
        expect(end - first).toBeLessThanOrEqual(450);
      }),
    );
  });
});

describe('several workloads', () => {
  const a = workload(
    { pods: '10:2 12:3', available: '10:0 15:2', desired: '10:2' },
    { name: 'a', groups: [{ label: 'revision 1 · a-1', detail: '', pods: [pod('a-1', { createdAt: 11 })] }] },
  );
  const b = workload(
    { pods: '10:1', available: '10:1 15:0', desired: '10:1' },
    { name: 'b', groups: [{ label: 'revision 1 · b-1', detail: '', pods: [pod('b-1')] }] },
  );
  const outcome = [
    { kind: 'Deployment', namespace: 'default', name: 'a', state: 'complete', reason: '', message: '' },
    { kind: 'Deployment', namespace: 'default', name: 'b', state: 'stuck', reason: '', message: '' },
  ] as const;
  const run = timeline({ workloads: [a, b], outcome });

  it('are added up', () => {
    const all = allWorkloads(run);
    expect(all.series.pods).toEqual(steps('10:3 12:4'));
    expect(all.series.available).toEqual(steps('10:1 15:2'));
    expect(all.groups.map(({ label }) => label)).toEqual(['a', 'b']);
    expect(all.floor).toBeUndefined();
  });

  it('are judged by the worst', () => {
    expect(chipOf(a, run)).toMatchObject({ state: 'complete', text: 'complete' });
    expect(chipOf(allWorkloads(run), run)).toMatchObject({ state: 'stuck', text: '1 of 2 stuck' });
    expect(chipOf(a, timeline({ workloads: [a] }))).toMatchObject({ state: 'deleted' });
  });

  it('show what moved, unless the one in front did', () => {
    expect(chooseWorkload(run, '')).toBe('Deployment/default/a');
    expect(chooseWorkload(run, 'Deployment/default/b')).toBe('Deployment/default/a');
    const both = timeline({ workloads: [a, { ...b, groups: a.groups }] });
    expect(chooseWorkload(both, '')).toBe('all');
    expect(chooseWorkload(both, 'Deployment/default/b')).toBe('Deployment/default/b');
  });
});

describe('drawings and their words', () => {
  it('a step line goes along, then up or down', () => {
    const points = steps('0:1 5:3');
    expect(
      stepPath(
        points,
        10,
        (at) => at * 10,
        (value) => 10 - value,
      ),
    ).toBe('M0 9H50V7H100');
    expect(
      stepPath(
        points,
        10,
        (at) => at,
        (value) => 10 - value,
        10,
      ),
    ).toBe('M0 9H5V7H10V10H0Z');
    expect(stepPath([], 10, Number, Number)).toBe('');
  });

  it('the chart is told in words, in seconds since the start', () => {
    const web = workload(
      { available: '10:6 12.5:5', pods: '10:6', desired: '10:6' },
      { floorLabel: 'floor: replicas − maxUnavailable = 5' },
    );
    expect(describeChart(web, timeline())).toBe(
      'Available: 6 at 0 s, 5 at 2.5 s. Pods that are not terminating: 6 at 0 s. Desired: 6 at 0 s. Floor: replicas − maxUnavailable = 5.',
    );
  });

  it('a pod is told with its place and its states', () => {
    const life = pod('web-x', { bars: [bar(10, 12, 'pending'), bar(12, 20, 'ready')] });
    expect(describePod(life, timeline())).toBe('web-x, on w1: Pending 0/1, 0 s to 2 s; Running 1/1, 2 s to 10 s');
    const flash = { ...life, bars: [bar(10, 10.01, 'pending'), bar(10.01, 20, 'ready')] };
    expect(describePod(flash, timeline())).toBe('web-x, on w1: Running 1/1, 0 s to 10 s');
    expect(describePod({ ...life, node: '' }, timeline())).toMatch(/^web-x, not scheduled: /);
  });
});
