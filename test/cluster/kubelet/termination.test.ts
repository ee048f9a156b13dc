import { describe, expect, it } from 'vitest';
import { failedSinceAnnotation } from '../../../server/src/cluster/node-failure.ts';
import type { Pod } from '../../../server/src/kubernetes/api.ts';
import type { ImageBehavior } from '../../../server/src/cluster/spec.ts';
import { pod, World } from './world.ts';

function running(spec: Parameters<typeof pod>[1] = {}, images: readonly ImageBehavior[] = []): World {
  const world = new World({ images });
  world.create(pod('a', spec));
  world.settle();
  return world;
}

/** Deletes the pod and runs until it is gone: how long that took, and its last status. */
function remove(world: World, grace?: number): { took: number; last: Pod } {
  const from = world.engine.now;
  world.delete('a', grace);
  world.settle();
  expect(world.find('a')).toBeUndefined();
  const last = world.writes.at(-1);
  if (!last) throw new Error('no write');
  return { took: last.at - from - watchLatency, last: last.pod };
}

const watchLatency = 2;
const ended = (of: Pod, index = 0) => of.status?.containerStatuses?.[index]?.state?.terminated;

describe('a deletion', () => {
  it('sends SIGTERM, reports the end, and then removes the pod', () => {
    const world = running();
    const { took, last } = remove(world);
    expect(took).toBe(500);
    expect(last.status?.phase).toBe('Succeeded');
    expect(ended(last)).toMatchObject({ exitCode: 0, reason: 'Completed' });
    expect(world.told().at(-1)).toBe('Killing: Stopping container c');
  });

  it('kills what does not end within the grace period', () => {
    const { took, last } = remove(running({}, [{ image: '*', stopSeconds: 60 }]));
    expect(took).toBe(30_000);
    expect(ended(last)).toMatchObject({ exitCode: 137, reason: 'Error' });
    expect(last.status?.phase).toBe('Failed');
  });

  it('gives at least two seconds', () => {
    expect(remove(running({}, [{ image: '*', stopSeconds: 60 }]), 1).took).toBe(2000);
  });

  it('runs preStop first, out of the same grace period', () => {
    const preStop = { sleep: { seconds: 10 } };
    expect(remove(running({ container: { lifecycle: { preStop } } })).took).toBe(10_500);
    expect(remove(running({ container: { lifecycle: { preStop } } }, [{ image: '*', stopSeconds: 60 }])).took).toBe(30_000);
    const tooLong = { exec: { command: ['sh', '-c', 'sleep 45'] } };
    expect(remove(running({ container: { lifecycle: { preStop: tooLong } } }, [{ image: '*', stopSeconds: 60 }])).took).toBe(
      32_000,
    );
  });

  it('shows the pod running until its end', () => {
    const world = running();
    const before = world.writes.length;
    remove(world);
    const phases = world.writes.slice(before).map(({ pod: written }) => written.status?.phase);
    expect(phases).toEqual(['Succeeded']);
  });

  it('can be hurried', () => {
    const world = running({}, [{ image: '*', stopSeconds: 60 }]);
    const from = world.engine.now;
    world.delete('a');
    world.advance(10);
    world.delete('a', 3);
    world.settle();
    const took = (world.writes.at(-1)?.at ?? 0) - from;
    expect(took).toBeGreaterThanOrEqual(13_000);
    expect(took).toBeLessThanOrEqual(14_000);
  });

  it('of a pod that never ran removes it at once', () => {
    const world = new World({ images: [{ image: '*', pullSeconds: 1000 }] });
    world.create(pod('a'));
    world.advance(5);
    const { took, last } = remove(world);
    expect(took).toBe(0);
    expect(last.status?.phase).toBe('Failed');
    expect(ended(last)).toMatchObject({ exitCode: 137, reason: 'ContainerStatusUnknown' });
    expect(world.told().filter((text) => text.startsWith('Killing'))).toEqual([]);
  });

  it('of a completed pod removes it at once', () => {
    const world = running({ restartPolicy: 'Never' });
    expect(world.pod('a').status?.phase).toBe('Succeeded');
    world.delete('a');
    world.advance(0.1);
    expect(world.find('a')).toBeUndefined();
  });

  it('ends a crash loop', () => {
    const world = running({}, [{ image: '*', exitAfterSeconds: 1, exitCode: 1 }]);
    expect(world.pod('a').status?.containerStatuses?.[0]?.state?.waiting?.reason).toBe('CrashLoopBackOff');
    const { took, last } = remove(world);
    expect(took).toBe(0);
    expect(last.status?.phase).toBe('Failed');
    expect(ended(last)).toMatchObject({ exitCode: 1 });
  });

  it('counts a task that was interrupted as failed', () => {
    const world = new World({ images: [{ image: '*', exitAfterSeconds: 100 }] });
    world.create(pod('a', { restartPolicy: 'Never' }));
    world.advance(20);
    const { last } = remove(world);
    expect(ended(last)).toMatchObject({ exitCode: 143, reason: 'Error' });
    expect(last.status?.phase).toBe('Failed');
  });
});

describe('sidecars', () => {
  const sidecar = (name: string) => ({ name, image: `${name}:1`, restartPolicy: 'Always' });
  const spec = { initContainers: [sidecar('s1'), sidecar('s2')], container: { image: 'main:1' } };

  it('stop after the main containers, the last one first, within one grace period', () => {
    const world = running(spec, [
      { image: 'main:1', stopSeconds: 4 },
      { image: 's1:1', stopSeconds: 1 },
      { image: 's2:1', stopSeconds: 2 },
    ]);
    const { took, last } = remove(world);
    expect(took).toBe(7000);
    const ends = [...(last.status?.containerStatuses ?? []), ...(last.status?.initContainerStatuses ?? []).toReversed()];
    const times = ends.map(({ state }) => state?.terminated?.finishedAt ?? '');
    expect(times).toEqual([...times].sort());
  });

  it('still get two seconds when the main containers have used up all of it', () => {
    const world = running(spec, [{ image: '*', stopSeconds: 60 }]);
    expect(remove(world).took).toBe(32_000);
  });
});

describe('a node that has failed', () => {
  const setFailed = (world: World, failed: boolean) => {
    const { [failedSinceAnnotation]: _, ...others } = world.node().metadata.annotations ?? {};
    const annotations = failed ? { ...others, [failedSinceAnnotation]: 'now' } : others;
    world.put({ ...world.node(), metadata: { ...world.node().metadata, annotations } });
  };

  it('does nothing: pods bound to it do not start, deleted ones stay', () => {
    const world = running();
    setFailed(world, true);
    world.delete('a');
    world.create(pod('b'));
    world.advance(600);
    expect(world.find('a')).toBeDefined();
    expect(world.pod('b').status).toEqual({ phase: 'Pending' });
  });

  it('catches up when it is back', () => {
    const world = running();
    setFailed(world, true);
    world.delete('a');
    world.create(pod('b'));
    world.advance(600);
    setFailed(world, false);
    world.settle();
    expect(world.find('a')).toBeUndefined();
    expect(world.pod('b').status?.phase).toBe('Running');
  });
});

it('starts anew with a pod of the same name', () => {
  const world = running();
  remove(world);
  world.create(pod('a'));
  world.settle();
  expect(world.pod('a').status?.containerStatuses?.[0]).toMatchObject({ restartCount: 0, ready: true });
});
