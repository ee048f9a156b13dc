import { beforeAll, describe, expect, it } from 'vitest';
import { evict } from '../../server/src/cluster/kubectl/evict.ts';
import type { TraceEntry, WriteEntry } from '../../server/src/cluster/engine/trace.ts';
import type { Pod, PodDisruptionBudget, ReplicaSet } from '../../server/src/kubernetes/api.ts';
import type { KubernetesObject } from '../../server/src/kubernetes/object.ts';
import { Lab } from './e2e/lab.ts';
import { budget, daemonSet, deployment, service, statefulSet } from './e2e/objects.ts';
import { invariants, violations } from './invariants/index.ts';

/** The checkers are checked: a trace that was tampered with is found out, each time by the checker that it is meant for. */
describe('what must hold', () => {
  let trace: readonly TraceEntry[] = [];
  let withEviction: readonly TraceEntry[] = [];
  beforeAll(() => {
    const lab = new Lab();
    lab.run(service('web'));
    lab.run(budget('web', { minAvailable: 2 }));
    lab.run(statefulSet({ replicas: 2 }));
    lab.run(daemonSet());
    lab.run(deployment({ replicas: 3 }, { container: { resources: { requests: { cpu: '500m' } } } }));
    lab.run(deployment({ replicas: 3 }, { image: 'nginx:2' }));
    trace = [...lab.cluster.trace];
    evict(lab.cluster, { kind: 'Pod', namespace: 'default', name: lab.pods({ app: 'web' })[0]?.metadata.name ?? '' });
    lab.settle();
    withEviction = lab.cluster.trace;
  });

  type Which = (entry: WriteEntry) => boolean;
  const isWrite = (entry: TraceEntry): entry is WriteEntry => entry.verb !== 'event';
  const lastIndex = (which: Which) => trace.findLastIndex((entry) => isWrite(entry) && which(entry));
  const last = (which: Which) => trace[lastIndex(which)] as WriteEntry;
  const first = (which: Which) => trace.find((entry) => isWrite(entry) && which(entry)) as WriteEntry;
  const changed = (entry: WriteEntry, changes: object): WriteEntry => ({
    ...entry,
    object: { ...entry.object, ...changes } as KubernetesObject,
  });
  const withMetadata = (entry: WriteEntry, changes: object): WriteEntry =>
    changed(entry, { metadata: { ...entry.object.metadata, ...changes } });
  const isA = (kind: string, verb: WriteEntry['verb'], name = 'web'): Which => {
    return ({ verb: done, ref }) =>
      ref.kind === kind && done === verb && ref.namespace === 'default' && ref.name.startsWith(name);
  };
  const isLivePod: Which = (entry) => isA('Pod', 'update')(entry) && entry.object.metadata.deletionTimestamp === undefined;

  /** Where the eviction is counted off the budget. */
  const counting = () =>
    withEviction.findIndex((entry) => isWrite(entry) && entry.actor === 'kubectl' && isA('PodDisruptionBudget', 'update')(entry));
  const budgetSpec = () => (withEviction[counting()] as WriteEntry & { object: PodDisruptionBudget }).object.spec;

  const broken = (tampered: readonly TraceEntry[]) =>
    violations(tampered, { settled: true, voluntary: true }).map(({ invariant, what }) => `${invariant} | ${what}`);
  /** One write is another. */
  const instead = (which: Which, change: (entry: WriteEntry) => WriteEntry) =>
    broken(trace.toSpliced(lastIndex(which), 1, change(last(which))));
  /** One more write at the end, of a version of its own. */
  const then = (...entries: readonly WriteEntry[]) => {
    const at = trace.at(-1)?.at ?? 0;
    return broken([
      ...trace,
      ...entries.map((entry, index) => ({ ...withMetadata(entry, { resourceVersion: `${1e6 + index}` }), at })),
    ]);
  };
  const copyOf = (which: Which, name: string): WriteEntry => {
    const entry = first(which);
    return { ...withMetadata(entry, { name, uid: name }), ref: { ...entry.ref, name } };
  };

  it('holds in an honest trace', () => {
    expect(broken(trace)).toEqual([]);
    expect(violations(withEviction, { settled: true })).toEqual([]);
  });

  const tampered: Readonly<Record<string, () => readonly string[]>> = {
    'an object is created once and keeps its uid | .* is created while': () => then(first(isA('Deployment', 'create'))),
    'an object is created once and keeps its uid | .* does not exist': () =>
      then({ ...copyOf(isA('Deployment', 'create'), 'stranger'), verb: 'update' }),
    'an object is created once and keeps its uid | .* another uid': () =>
      instead(isA('Deployment', 'update'), (entry) => withMetadata(entry, { uid: 'other' })),
    'resourceVersions rise | .* resourceVersion 1 after': () =>
      instead(isLivePod, (entry) => withMetadata(entry, { resourceVersion: '1' })),
    'generation moves .* | .* moves by 0 with a new spec': () =>
      instead(isA('ReplicaSet', 'update'), (entry) =>
        changed(entry, { spec: { ...(entry.object as ReplicaSet).spec, replicas: 7 } }),
      ),
    'generation moves .* | .* moves by 1 without': () =>
      instead(isA('ReplicaSet', 'update'), (entry) =>
        withMetadata(entry, { generation: (entry.object.metadata.generation ?? 0) + 1 }),
      ),
    'observedGeneration is not ahead.* | .* observed': () =>
      instead(isA('Deployment', 'update'), (entry) =>
        changed(entry, { status: { ...Reflect.get(entry.object, 'status'), observedGeneration: 99 } }),
      ),
    'observedGeneration is not .* | Deployment/default/web: \\d observed': () =>
      instead(isA('Deployment', 'update'), (entry) =>
        changed(entry, { status: { ...Reflect.get(entry.object, 'status'), observedGeneration: 1 } }),
      ),
    'a terminal phase is final | .* Succeeded becomes Running': () => {
      const live = last(isLivePod);
      const ended = changed(live, { status: { ...(live.object as Pod).status, phase: 'Succeeded' } });
      return then(ended, live);
    },
    'all containers of a pod .* | .* moves from .* to elsewhere': () =>
      instead(isLivePod, (entry) => changed(entry, { spec: { ...(entry.object as Pod).spec, nodeName: 'elsewhere' } })),
    'all containers of a pod .* | .* and runs at 10.9.9.9': () =>
      instead(isLivePod, (entry) => changed(entry, { status: { ...(entry.object as Pod).status, hostIP: '10.9.9.9' } })),
    'pods fit their node | .* 1000000m cpu': () => {
      const pod = copyOf(isA('Pod', 'create'), 'web-huge');
      const { containers, ...spec } = (pod.object as Pod).spec ?? { containers: [] };
      const resources = { requests: { cpu: '1k' } };
      return then(
        changed(pod, {
          spec: {
            ...spec,
            nodeName: (last(isLivePod).object as Pod).spec?.nodeName,
            containers: [{ ...containers[0], resources }],
          },
        }),
      );
    },
    'a Deployment has no more pods .* | .* asks for': () => {
      const climbing: Which = ({ actor, ...entry }) =>
        actor === 'deployment-controller' && isA('ReplicaSet', 'update')({ actor, ...entry });
      return instead(
        (entry) => climbing(entry) && (entry.object as ReplicaSet).spec.replicas === 3,
        (entry) => changed(entry, { spec: { ...(entry.object as ReplicaSet).spec, replicas: 9 } }),
      );
    },
    'a Deployment has no more pods .* | .* has 7 pods since': () => {
      const pods = Array.from({ length: 4 }, (_, index) => {
        const pod = last(isLivePod);
        const name = `web-more-${index}`;
        return {
          ...withMetadata(pod, { name, uid: name, resourceVersion: `${1e6 + index}` }),
          verb: 'create' as const,
          ref: { ...pod.ref, name },
        };
      });
      const at = trace.at(-1)?.at ?? 0;
      const later = { ...withMetadata(last(isLivePod), { resourceVersion: '2000000' }), at: at + 1000 };
      return broken([...trace, ...pods.map((pod) => ({ ...pod, at })), later]);
    },
    'a rollout keeps the floor .* | .* 2 available pods, its floor is 3': () => {
      const rollout = lastIndex(isA('ReplicaSet', 'create'));
      const gone = { ...first(isA('Pod', 'create')), verb: 'delete' as const, at: trace[rollout]?.at ?? 0 };
      return broken(trace.toSpliced(rollout, 0, gone));
    },
    'at most one daemon pod .* | .* 2 pods for': () => then(copyOf(isA('Pod', 'create', 'agent'), 'agent-twin')),
    'one pod per ordinal, in order | .* 2 pods of ordinal 1': () => then(copyOf(isA('Pod', 'create', 'db-1'), 'db-twin-1')),
    'one pod per ordinal, in order | .* db-2 is not ready': () => then(copyOf(isA('Pod', 'create', 'db-1'), 'db-3')),
    'evictions keep the budget | .* 2 healthy pods are left, 3 are needed': () =>
      broken(
        withEviction.with(
          counting(),
          changed(withEviction[counting()] as WriteEntry, { spec: { ...budgetSpec(), minAvailable: 3 } }),
        ),
      ),
    'evictions keep the budget | .* the budget has not counted it off': () => broken(withEviction.toSpliced(counting(), 1)),
    'no orphan after garbage collection | ReplicaSet/default/web-.* has outlived its owner web': () =>
      then({ ...first(isA('Deployment', 'create')), verb: 'delete' }),
    'no orphan after garbage collection | Pod/.* has outlived its node worker-1': () =>
      then({ ...first(({ ref, verb }) => ref.kind === 'Node' && ref.name === 'worker-1' && verb === 'create'), verb: 'delete' }),
    'statuses at rest count what there is | .* status.readyReplicas: 7, should be 3': () =>
      instead(
        (entry) => isA('ReplicaSet', 'update')(entry) && (entry.object as ReplicaSet).spec.replicas === 3,
        (entry) => changed(entry, { status: { ...(entry.object as ReplicaSet).status, readyReplicas: 7 } }),
      ),
    'endpoints at rest are the ready pods | Service/web: ready are': () =>
      instead(isA('EndpointSlice', 'update'), (entry) => changed(entry, { endpoints: [] })),
  };

  it.each(Object.entries(tampered))('%s', (expected, tamper) => {
    const [invariant = '', what = ''] = expected.split(' | ');
    const lines = tamper();
    expect(
      lines.some((line) => new RegExp(`^${invariant} \\| .*${what}`).test(line)),
      lines.join('\n'),
    ).toBe(true);
  });

  it('every checker is checked', () => {
    const checked = Object.keys(tampered).map((expected) => new RegExp(`^${expected.split(' | ')[0] ?? ''}`));
    expect(invariants.map(({ name }) => name).filter((name) => !checked.some((pattern) => pattern.test(name)))).toEqual([]);
  });
});
