import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { disagreement, fileOf, known, play, recordedScenarios, recordingOf, scenarioOf, scenariosToRecord } from './traces.ts';
import { differences, merged, normalRun, type Run } from './trace-normal.ts';
import { fingerprint } from './trace-reduce.ts';

const names = recordedScenarios();

/** The same scenarios, played by Kubernetes and by Drydock; `npm run reference -- traces` records Kubernetes. */
describe('does as Kubernetes does', () => {
  it.each(names.filter((name) => known[name] === undefined))('%s', (name) => {
    expect(disagreement(name)).toEqual([]);
  });
});

describe('still differs where it says so', () => {
  it.each(Object.entries(known))('%s', (name, places) => {
    expect(disagreement(name).map(({ where }) => where)).toEqual(places);
  });
});

it('has a recording of every scenario that was made for it', () => {
  expect(scenariosToRecord().filter((name) => !names.includes(name))).toEqual([]);
});

it.each(names)('was recorded of the scenario as it is: %s', (name) => {
  const { kubernetes, runs, scenario } = recordingOf(name);
  expect({ kubernetes, runs, scenario }).toEqual({
    kubernetes: 'v1.37.2',
    runs: 3,
    scenario: fingerprint(readFileSync(fileOf(name), 'utf8')),
  });
});

describe('the normalisation', () => {
  const name = 'recorded-deployment-rolling-3';
  const played = play(scenarioOf(name));
  const found = (run: Run): readonly string[] => differences(recordingOf(name), normalRun(run)).map(({ where }) => where);

  it('lets pass what is chance: names, times, addresses', () => {
    expect(found(played)).toEqual([]);
    expect(found(play(scenarioOf(name), 7))).toEqual([]);
  });

  it('lets nothing pass that matters: a count, an owner, an event, the order of a rollout', () => {
    const status = changed(played, 'Deployment', (object) => {
      (object.status as { updatedReplicas: number }).updatedReplicas = 2;
    });
    expect(found(status)).toEqual(['objects 2 Deployment/web']);
    const owner = changed(played, 'Pod', (object) => {
      delete (object.metadata as { ownerReferences?: unknown }).ownerReferences;
    });
    expect(found(owner).length).toBeGreaterThan(0);
    expect(found({ ...played, events: played.events.filter(({ reason }) => reason !== 'SuccessfulDelete') })).toHaveLength(1);
    expect(found({ ...played, events: [...played.events].reverse() })).toContain('events Deployment/web');
    expect(found({ ...played, writes: [...played.writes].reverse() })).toContain('moves Deployment/web');
  });

  it('takes of several runs only what was seen in one of them', () => {
    const [one, two, three] = ['1', '2', '3'].map((value) => ({ objects: { a: value }, events: {}, moves: {} }));
    if (!one || !two || !three) throw new Error('no runs');
    expect(differences(merged([one, two]), two)).toEqual([]);
    expect(differences(merged([one, two]), three)).toHaveLength(1);
    expect(differences(merged([one, one]), two)).toHaveLength(1);
  });
});

/** The run with the last point's first object of a kind changed. */
function changed(run: Run, kind: string, change: (object: Record<string, unknown>) => void): Run {
  const points = run.points.map((point, index) => {
    if (index < run.points.length - 1) return point;
    const at = point.objects.findIndex((object) => object.kind === kind && object.metadata.namespace === 'default');
    return { ...point, objects: point.objects.map((object, each) => (each === at ? altered(object, change) : object)) };
  });
  return { ...run, points };
}

function altered<T extends object>(object: T, change: (object: Record<string, unknown>) => void): T {
  const copy = structuredClone(object);
  change(copy as Record<string, unknown>);
  return copy;
}
