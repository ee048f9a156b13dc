import { beforeAll, describe, expect, it } from 'vitest';
import type { TraceEntry, WriteEntry } from '../../server/src/cluster/engine/trace.ts';
import type { Pod } from '../../server/src/kubernetes/api.ts';
import type { KubernetesObject } from '../../server/src/kubernetes/object.ts';
import { Lab } from './e2e/lab.ts';
import { deployment } from './e2e/objects.ts';
import { brokenInvariants } from './invariants.ts';

/** The checkers are checked: a trace that was tampered with is found out. */
describe('what must hold', () => {
  let trace: readonly TraceEntry[] = [];
  beforeAll(() => {
    const lab = new Lab();
    lab.run(deployment({ replicas: 3 }));
    lab.run(deployment({ replicas: 3 }, { image: 'nginx:2' }));
    trace = lab.cluster.trace;
  });

  const tampered = (isMeant: (entry: WriteEntry) => boolean, change: (entry: WriteEntry) => WriteEntry): readonly string[] => {
    const index = trace.findLastIndex((entry) => entry.verb !== 'event' && isMeant(entry));
    const entry = trace[index] as WriteEntry;
    return brokenInvariants(trace.toSpliced(index, 1, change(entry)), { settled: true, voluntary: true });
  };
  const with_ = (entry: WriteEntry, changes: object): WriteEntry => ({
    ...entry,
    object: { ...entry.object, ...changes } as KubernetesObject,
  });
  const isPodUpdate = ({ verb, ref, object }: WriteEntry) =>
    verb === 'update' && ref.kind === 'Pod' && ref.namespace === 'default' && object.metadata.deletionTimestamp === undefined;

  it('holds in a rolling update', () => {
    expect(brokenInvariants(trace, { settled: true, voluntary: true })).toEqual([]);
  });

  it('a version that falls', () => {
    const broken = tampered(isPodUpdate, (entry) =>
      with_(entry, { metadata: { ...entry.object.metadata, resourceVersion: '1' } }),
    );
    expect(broken.join()).toContain('resourceVersion 1 after');
  });

  it('a pod that moves, and no longer fits', () => {
    const broken = tampered(isPodUpdate, (entry) =>
      with_(entry, { spec: { ...(entry.object as Pod).spec, nodeName: 'elsewhere' } }),
    );
    expect(broken.join()).toMatch(/a pod stays on its node: moves from worker-\d to elsewhere/);
    expect(broken.join()).toContain('pods fit their node: 1 pods on elsewhere');
  });

  it('a spec that changes behind the generation', () => {
    const broken = tampered(
      ({ verb, ref }) => verb === 'update' && ref.kind === 'ReplicaSet',
      (entry) => with_(entry, { spec: { replicas: 7 } }),
    );
    expect(broken.join()).toMatch(/generation moves with the spec, and only then: moves by 0/);
    expect(broken.join()).toContain('replicas, at most 4');
  });

  it('a pod that goes too early', () => {
    const first = trace.find((entry) => entry.verb === 'create' && entry.ref.kind === 'Pod' && entry.ref.namespace === 'default');
    const second = trace.findLastIndex((entry) => entry.verb === 'create' && entry.ref.kind === 'ReplicaSet');
    const gone = { ...(first as WriteEntry), verb: 'delete' as const, at: trace[second]?.at ?? 0 };
    const broken = brokenInvariants(trace.toSpliced(second, 0, gone), { settled: true, voluntary: true });
    expect(broken.join()).toContain('web has 2 available pods, its floor is 3');
  });

  it('what outlives its owner', () => {
    const owner = trace.find((entry) => entry.verb === 'create' && entry.ref.kind === 'Deployment') as WriteEntry;
    const gone = { ...owner, verb: 'delete' as const, at: trace.at(-1)?.at ?? 0 };
    const broken = brokenInvariants([...trace, gone], { settled: true });
    expect(broken.join()).toMatch(/ReplicaSet\/default\/web-\w+ has outlived its owner web/);
  });
});
