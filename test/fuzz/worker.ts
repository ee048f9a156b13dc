import { readFileSync } from 'node:fs';
import { parentPort, workerData } from 'node:worker_threads';
import { allStructures } from '../structures.ts';
import { Player } from './player.ts';

/** Longer ones are edited no otherwise, only more slowly. */
const longestManifest = 4000;

const { files } = workerData as { readonly files: readonly string[] };
const texts = files.map((file) => readFileSync(file, 'utf8')).filter(({ length }) => length <= longestManifest);
const player = new Player(allStructures, texts, startClock);

/** Time that passed, less what the processor gave to others. */
function startClock(): () => number {
  const started = performance.now();
  const before = process.cpuUsage();
  return () => {
    const { user, system } = process.cpuUsage(before);
    return Math.min(performance.now() - started, (user + system) / 1000);
  };
}

parentPort?.on('message', (seeds: readonly number[]) => {
  for (const seed of seeds) {
    parentPort?.postMessage({ playing: seed });
    const failure = player.play(seed);
    if (failure) parentPort?.postMessage({ failure });
  }
  parentPort?.postMessage({ played: seeds.length });
});
