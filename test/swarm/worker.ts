import { parentPort, workerData } from 'node:worker_threads';
import { stringify } from 'yaml';
import type { ScenarioFile } from '../../server/src/scenario/types.ts';
import type { Violation } from '../cluster/invariants/index.ts';
import { generate, type Play } from './generate.ts';
import { play } from './play.ts';
import { shrink } from './shrink.ts';

/** What a thread of the swarm tells about one seed. */
export interface Report {
  readonly seed: number;
  readonly broken: readonly Violation[];
  /** A smaller scenario that breaks the first of them too, as a YAML document. */
  readonly scenario?: string;
}

/** One in so many scenarios is played twice, to see the same. */
const twiceEvery = 10;
/** Runs that making a scenario smaller may take. */
const mostShrinking = 600;

function playSeed(seed: number, doesShrink: boolean): Report {
  const given = generate(seed);
  const twice = seed % twiceEvery === 0;
  const broken = play(given, { twice });
  const [first] = broken;
  if (!first) return { seed, broken };
  const fails = (file: ScenarioFile): boolean =>
    play({ ...given, file }, { twice: twice && first.invariant.includes('same seed') }).some(
      ({ invariant }) => invariant === first.invariant,
    );
  const smaller = doesShrink ? shrink(given.file, fails, mostShrinking) : given.file;
  return { seed, broken, scenario: document(given, smaller, first) };
}

function document({ seed, voluntary }: Play, file: ScenarioFile, { invariant, at, what }: Violation): string {
  const head = [`Seed ${seed}${voluntary ? ', rollouts alone' : ''}. ${invariant}`, `at ${at} s, ${what}`];
  const comment = head.map((line) => `# ${line.replaceAll('\n', ' ')}\n`).join('');
  return comment + stringify({ apiVersion: 'drydock.dev/v1alpha1', kind: 'Scenario', ...file });
}

const { shrinks } = workerData as { readonly shrinks: boolean };
parentPort?.on('message', (seeds: readonly number[]) => {
  for (const seed of seeds) parentPort?.postMessage(playSeed(seed, shrinks));
  parentPort?.postMessage('more');
});
