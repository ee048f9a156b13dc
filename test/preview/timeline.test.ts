import { describe, expect, it } from 'vitest';
import type { Deployment } from '../../server/src/kubernetes/api.ts';
import type { SeriesPoint, Timeline, TimelinePod, TimelineWorkload } from '../../server/src/protocol.ts';
import { rehearsal, run } from './stage.ts';

const minReadySeconds = 5;

function deployment(image: string, more: object = {}): object {
  return {
    apiVersion: 'apps/v1',
    kind: 'Deployment',
    metadata: { name: 'shop', namespace: 'default' },
    spec: {
      replicas: 6,
      minReadySeconds,
      strategy: { type: 'RollingUpdate', rollingUpdate: { maxSurge: 2, maxUnavailable: 1 } },
      selector: { matchLabels: { app: 'shop' } },
      template: {
        metadata: { labels: { app: 'shop' } },
        spec: { containers: [{ name: 'shop', image, resources: { requests: { cpu: '200m', memory: '128Mi' } } }] },
      },
      ...more,
    },
  };
}

const podsOf = (workload: TimelineWorkload | undefined): readonly TimelinePod[] =>
  (workload?.groups ?? []).flatMap(({ pods }) => pods);
const valueAt = (points: readonly SeriesPoint[], at: number) => points.findLast((point) => point.at <= at)?.value;
const only = ({ workloads }: Timeline): TimelineWorkload => {
  expect(workloads).toHaveLength(1);
  return workloads[0] as TimelineWorkload;
};

function rolledOut(): { timeline: Timeline; stage: ReturnType<typeof rehearsal> } {
  const stage = rehearsal();
  run(stage, [deployment('shop:1')]);
  run(stage, [deployment('shop:2')]);
  return { timeline: stage.timeline() as Timeline, stage };
}

describe('the timeline of a rolling update', () => {
  const { timeline, stage } = rolledOut();
  const shop = only(timeline);
  const { series } = shop;

  it('keeps the promises of the strategy: 6 replicas, maxSurge 2, maxUnavailable 1', () => {
    expect(shop).toMatchObject({ floor: 5, ceiling: 8 });
    expect(Math.min(...series.available.map(({ value }) => value))).toBe(5);
    expect(Math.max(...series.pods.map(({ value }) => value))).toBe(8);
    expect(series.floor).toEqual([{ at: timeline.from, value: 5 }]);
    expect(series.ceiling).toEqual([{ at: timeline.from, value: 8 }]);
  });

  it('begins and ends with all replicas, as the status of the Deployment says', () => {
    expect(series.available[0]?.value).toBe(6);
    const { status } = stage.objects().find(({ kind }) => kind === 'Deployment') as Deployment;
    expect(series.available.at(-1)?.value).toBe(status?.availableReplicas);
    expect(series.ready.at(-1)?.value).toBe(status?.readyReplicas);
    expect(series.pods.at(-1)?.value).toBe(6);
  });

  it('groups the pods by revision and tells how each was scaled', () => {
    expect(shop.groups.map(({ label, pods }) => [label.split(' · ')[0], pods.length])).toEqual([
      ['revision 1', 6],
      ['revision 2', 6],
    ]);
    expect(shop.groups[0]?.detail).toMatch(/^shop:1 6 → 5 at 0 s → .*0 at \d/);
    expect(shop.groups[1]?.detail).toMatch(/^shop:2 0 → .* → 6 at \d/);
    expect(shop.groups[1]?.owner).toEqual({
      kind: 'ReplicaSet',
      namespace: 'default',
      name: shop.groups[1]?.label.split(' · ')[1],
    });
  });

  it('draws each life without gaps and within the run', () => {
    for (const { bars, createdAt, endedAt } of podsOf(shop)) {
      expect(bars[0]?.from).toBe(Math.max(createdAt, timeline.from));
      expect(bars.at(-1)?.to).toBe(endedAt ?? timeline.to);
      for (const [index, bar] of bars.entries()) {
        expect(bar.to).toBeGreaterThanOrEqual(bar.from);
        if (index > 0) expect(bar.from).toBe(bars[index - 1]?.to);
      }
    }
  });

  it('counts what the bars show, at every moment', () => {
    const moments = [series.pods, series.ready].flatMap((points) => points.map(({ at }) => at));
    for (const at of moments.filter((moment) => moment < timeline.to)) {
      const states = podsOf(shop).flatMap(({ bars }) =>
        bars.filter((bar) => bar.from <= at && at < bar.to).map(({ state }) => state),
      );
      expect(states.filter((state) => state !== 'terminating')).toHaveLength(valueAt(series.pods, at) ?? -1);
      expect(states.filter((state) => state === 'ready')).toHaveLength(valueAt(series.ready, at) ?? -1);
    }
  });

  it('calls a pod available no earlier than its conditions allow', () => {
    // Conditions are stamped in whole seconds, so up to one second of minReadySeconds may be lost.
    const [first] = series.ready.filter(
      ({ at, value }, index) => at > timeline.from && value > (series.ready[index - 1]?.value ?? 0),
    );
    const [then] = series.available.filter(
      ({ at, value }, index) => at > timeline.from && value > (series.available[index - 1]?.value ?? 0),
    );
    const wait = (then?.at ?? 0) - (first?.at ?? 0);
    expect(wait).toBeLessThanOrEqual(minReadySeconds);
    expect(wait).toBeGreaterThan(minReadySeconds - 1);
  });

  it('says where each pod went and how the scheduler came to it', () => {
    for (const pod of podsOf(shop).filter(({ endedAt }) => endedAt === undefined)) {
      expect(pod.why).toBe(`Successfully assigned default/${pod.name} to ${pod.node}`);
      expect(pod.placement?.[0]).toMatch(/^3 of 4 nodes passed the filters; best score \d+ \(/);
      expect(pod.placement?.at(-1)).toMatch(/^control-plane: node\(s\) had untolerated taint/);
      expect(pod.images).toEqual(['shop:2']);
    }
  });

  it('keeps the pods of the cluster itself apart', () => {
    expect(timeline.systemPods).toHaveLength(4);
    for (const { name } of timeline.systemPods) expect(name).toMatch(/^kube-proxy-/);
  });

  it('has the events of the run only, in order', () => {
    expect(timeline.events.length).toBeGreaterThan(20);
    expect(timeline.events.every(({ at }) => at >= timeline.from && at <= timeline.to)).toBe(true);
    expect(timeline.events.map(({ at }) => at)).toEqual(timeline.events.map(({ at }) => at).toSorted((a, b) => a - b));
  });
});

describe('the timeline of other runs', () => {
  it('of a first rollout starts from nothing', () => {
    const stage = rehearsal();
    run(stage, [deployment('shop:1')]);
    const timeline = stage.timeline() as Timeline;
    const { series } = only(timeline);
    expect(series.available.map(({ value }) => value)).toEqual([0, 6]);
    expect(podsOf(only(timeline)).every(({ createdAt }) => createdAt >= timeline.from)).toBe(true);
  });

  it('moves floor and ceiling when the Deployment is scaled', () => {
    const stage = rehearsal();
    run(stage, [deployment('shop:1')]);
    stage.act({ do: 'scale', object: { kind: 'Deployment', namespace: 'default', name: 'shop' }, replicas: 3 });
    const { series } = only(stage.timeline() as Timeline);
    expect(series.desired.map(({ value }) => value)).toEqual([3]);
    expect(series.floor.map(({ value }) => value)).toEqual([2]);
    expect(series.ceiling.map(({ value }) => value)).toEqual([5]);
    expect(series.pods.map(({ value }) => value)).toEqual([6, 3]);
  });

  it('shows a node that fails, and what becomes of its pods', () => {
    const stage = rehearsal();
    run(stage, [deployment('shop:1')]);
    stage.act({ do: 'failNode', object: { kind: 'Node', namespace: '', name: 'worker-2' } });
    const timeline = stage.timeline() as Timeline;
    expect(timeline.nodes.find(({ name }) => name === 'worker-2')?.status.map(({ text }) => text)).toEqual(['Ready', 'NotReady']);
    const lost = podsOf(only(timeline)).filter(({ node, createdAt }) => node === 'worker-2' && createdAt < timeline.from);
    expect(lost).toHaveLength(2);
    for (const { bars } of lost) {
      expect(bars.map(({ state }) => state)).toEqual(['ready', 'notReady', 'terminating']);
      expect(bars[1]?.problem).toBe('NodeNotReady: Node is not ready');
    }
    expect(Math.min(...only(timeline).series.available.map(({ value }) => value))).toBe(4);
  });

  it('leaves a deleted workload without promises, and out of the next run', () => {
    const stage = rehearsal();
    run(stage, [deployment('shop:1')]);
    stage.act({ do: 'deleteObject', object: { kind: 'Deployment', namespace: 'default', name: 'shop' } });
    const shop = only(stage.timeline() as Timeline);
    expect(shop.floor).toBeUndefined();
    expect(shop.series.desired.at(-1)?.value).toBe(0);
    expect(shop.series.pods.at(-1)?.value).toBe(0);
    run(stage, [{ apiVersion: 'v1', kind: 'ConfigMap', metadata: { name: 'settings' }, data: {} }]);
    expect(stage.timeline()?.workloads).toEqual([]);
  });

  it('says why a pod fits nowhere, once', () => {
    const stage = rehearsal();
    const container = { name: 'shop', image: 'shop:1', resources: { requests: { cpu: '640' } } };
    run(stage, [
      deployment('shop:1', {
        replicas: 1,
        template: { metadata: { labels: { app: 'shop' } }, spec: { containers: [container] } },
      }),
    ]);
    const [pod] = podsOf(only(stage.timeline() as Timeline));
    expect(pod?.node).toBe('');
    expect(pod?.bars.map(({ state }) => state)).toEqual(['pending']);
    expect(pod?.why).toMatch(/^0\/4 nodes are available: [^\n]*Insufficient cpu[^\n]*$/);
    expect(pod?.bars[0]?.problem).toBe(`Unschedulable: ${pod?.why ?? ''}`);
  });

  it('numbers the revisions of a StatefulSet, and keeps one pod of each name at a time', () => {
    const stage = rehearsal();
    const template = { metadata: { labels: { app: 'db' } }, spec: { containers: [{ name: 'db', image: 'db:1' }] } };
    const spec = { serviceName: 'db', replicas: 3, selector: { matchLabels: { app: 'db' } }, template };
    run(stage, [{ apiVersion: 'apps/v1', kind: 'StatefulSet', metadata: { name: 'db', namespace: 'default' }, spec }]);
    stage.act({ do: 'restart', object: { kind: 'StatefulSet', namespace: 'default', name: 'db' } });
    const db = only(stage.timeline() as Timeline);
    expect(db.groups.map(({ label }) => label.split(' · ')[0])).toEqual(['revision 1', 'revision 2']);
    expect(db.groups.map(({ owner }) => owner?.kind)).toEqual(['ControllerRevision', 'ControllerRevision']);
    expect(db).toMatchObject({ floor: 2, ceiling: 3 });
    expect(Math.max(...db.series.pods.map(({ value }) => value))).toBe(3);
    expect(Math.min(...db.series.available.map(({ value }) => value))).toBe(2);
    const [old, next] = db.groups.map(({ pods }) => new Map(pods.map((pod) => [pod.name, pod])));
    for (const [name, pod] of next ?? []) expect(pod.createdAt).toBeGreaterThanOrEqual(old?.get(name)?.endedAt ?? Infinity);
  });

  it('shows what the user runs in kube-system, but not the cluster’s own', () => {
    const stage = rehearsal();
    const template = { metadata: { labels: { app: 'agent' } }, spec: { containers: [{ name: 'agent', image: 'agent:1' }] } };
    const spec = { selector: { matchLabels: { app: 'agent' } }, template };
    run(stage, [{ apiVersion: 'apps/v1', kind: 'DaemonSet', metadata: { name: 'agent', namespace: 'kube-system' }, spec }]);
    const agent = only(stage.timeline() as Timeline);
    expect(agent).toMatchObject({ name: 'agent', floor: 2, ceiling: 3 });
    expect(agent.groups[0]?.label).toMatch(/^revision 1 · agent-/);
    expect(
      podsOf(agent)
        .map(({ node }) => node)
        .toSorted(),
    ).toEqual(['worker-1', 'worker-2', 'worker-3']);
  });
});
