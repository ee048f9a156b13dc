import { parse } from 'yaml';
import { describe, expect, it } from 'vitest';
import type { ScenarioFile } from '../../server/src/scenario/types.ts';
import { generate } from './generate.ts';
import { mended } from './mend.ts';
import { play, statesAtEnd } from './play.ts';
import { shrink } from './shrink.ts';

const seeds = Array.from({ length: 40 }, (_, index) => index + 1);

describe('the swarm', () => {
  it.each(seeds)('seed %i keeps all promises', (seed) => {
    expect(play(generate(seed), { twice: seed % 5 === 0 })).toEqual([]);
  });

  it.each(seeds.slice(0, 25))('seed %i comes to what is asked for, once everything is mended', (seed) => {
    const given = mended(generate(seed));
    expect(statesAtEnd(given).toSorted()).toEqual(given.asked.map((workload) => `${workload} complete`).toSorted());
  });

  it('draws the same scenario from the same seed, and another from another', () => {
    expect(generate(7)).toEqual(generate(7));
    expect(generate(7).file.spec).not.toEqual(generate(8).file.spec);
  });

  it('draws every kind of workload and nearly every kind of step', () => {
    const steps = Array.from({ length: 150 }, (_, seed) => generate(seed).file.spec.steps).flat();
    const verbs = new Set(steps.flatMap((step) => Object.keys(step)));
    const expected =
      'addNode advance apply behave cordon crash delete drain evict failNode label patch pause recoverNode removeNode restart resume scale setImage settle taint uncordon undo';
    expect([...verbs].toSorted().join(' ')).toBe(expected);
    const kinds = new Set(steps.flatMap(({ apply }) => (apply === undefined ? [] : [(parse(apply) as { kind: string }).kind])));
    expect([...kinds].toSorted()).toEqual([
      'DaemonSet',
      'Deployment',
      'Pod',
      'PodDisruptionBudget',
      'ReplicaSet',
      'Service',
      'StatefulSet',
    ]);
  });

  it('says so when a scenario cannot be read', () => {
    const { file, ...given } = generate(1);
    const steps = [{ scale: { target: 'gadget/web', replicas: 1 } }];
    const [broken] = play({ ...given, file: { ...file, spec: { ...file.spec, steps } } }, { twice: false });
    expect(broken).toMatchObject({ invariant: 'the scenario can be read', what: expect.stringContaining('gadget') as string });
  });
});

describe('shrinking', () => {
  const file = generate(3).file;
  const manifest = 'kind: Deployment\nmetadata: { name: web }\nspec: { replicas: 9, minReadySeconds: 3 }\n';
  const padded: ScenarioFile = {
    ...file,
    spec: { ...file.spec, steps: [...file.spec.steps, { apply: manifest }, { failNode: { node: 'a' } }, ...file.spec.steps] },
  };
  const replicas = ({ spec }: ScenarioFile): readonly number[] =>
    spec.steps.flatMap(({ apply }) => {
      const object = parse(apply ?? '{}') as { metadata?: { name?: string }; spec?: { replicas?: number } };
      return object.metadata?.name === 'web' ? [object.spec?.replicas ?? 0] : [];
    });
  const fails = (one: ScenarioFile): boolean =>
    replicas(one).some((count) => count > 4) && one.spec.steps.some(({ failNode }) => failNode !== undefined);

  it('leaves what it takes to fail, and nothing else', () => {
    const smallest = shrink(padded, fails, 5000);
    expect(smallest.spec.steps.map((step) => Object.keys(step)[0])).toEqual(['apply', 'failNode']);
    expect(parse(smallest.spec.steps[0]?.apply ?? '')).toEqual({ metadata: { name: 'web' }, spec: { replicas: 5 } });
  });

  it('stops where it was told to', () => {
    let asked = 0;
    const smaller = shrink(
      padded,
      (one) => {
        asked += 1;
        return fails(one);
      },
      20,
    );
    expect(asked).toBe(20);
    expect(fails(smaller)).toBe(true);
  });
});
