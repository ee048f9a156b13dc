// `npm run swarm`: random scenarios against everything that Kubernetes promises, until one breaks a promise.
import { mkdirSync, writeFileSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { parseArgs } from 'node:util';
import { Worker } from 'node:worker_threads';
import { ensureDependencies, root } from '../setup.mjs';

const options = {
  runs: { type: 'string', default: '1000' },
  seed: { type: 'string', default: '1' },
  minutes: { type: 'string', default: '60' },
  threads: { type: 'string', default: String(os.availableParallelism()) },
  failures: { type: 'string', default: '5' },
  'no-shrink': { type: 'boolean', default: false },
};
const usage =
  'npm run swarm [-- [--runs N] [--seed FIRST] [--minutes M] [--threads T] [--failures MOST] [--no-shrink]]\n' +
  'Plays N scenarios of the seeds from FIRST on. Ends early after M minutes, or when MOST have failed.';

const output = path.join(root, 'test/output/swarm');
const handful = 5;

let values;
try {
  values = readArguments();
} catch (error) {
  console.error(`${error.message}\nUsage: ${usage}`);
  process.exit(2);
}

ensureDependencies();
mkdirSync(output, { recursive: true });
const outfile = path.join(output, 'worker.mjs');
const { bundle } = await import('../bundle.mjs');
await bundle(path.join(import.meta.dirname, 'worker.ts'), outfile);
process.exit(await swarm());

function readArguments() {
  const { 'no-shrink': noShrink, ...texts } = parseArgs({ options }).values;
  const numbers = Object.fromEntries(Object.entries(texts).map(([name, text]) => [name, Number(text)]));
  for (const [name, number] of Object.entries(numbers)) {
    const isGood = name === 'minutes' ? number > 0 : Number.isSafeInteger(number) && number > (name === 'seed' ? -1 : 0);
    if (!isGood) throw new Error(`--${name} ${texts[name]}?`);
  }
  return { ...numbers, shrinks: !noShrink };
}

/** 0 when every promise was kept. */
function swarm() {
  const { runs, seed: first, minutes, threads, failures, shrinks } = values;
  const started = performance.now();
  const failed = [];
  let next = first;
  let played = 0;
  let told = started;

  const isOver = () => next >= first + runs || failed.length >= failures || performance.now() - started > minutes * 60_000;
  const seconds = () => ((performance.now() - started) / 1000).toFixed(0);
  const tell = () => console.error(`${played} of ${runs} played in ${seconds()} s, ${failed.length} failed`);

  const take = (report) => {
    played += 1;
    if (report.broken.length > 0) {
      failed.push(report.seed);
      show(report);
    }
    if (performance.now() - told < 5000) return;
    told = performance.now();
    tell();
  };

  const work = () =>
    new Promise((resolve, reject) => {
      const worker = new Worker(outfile, { workerData: { shrinks } });
      const feed = () => {
        if (isOver()) return void worker.terminate().then(resolve);
        const to = Math.min(next + handful, first + runs);
        worker.postMessage(Array.from({ length: to - next }, (_, index) => next + index));
        next = to;
      };
      worker.on('message', (message) => (message === 'more' ? feed() : take(message)));
      worker.on('error', reject);
      feed();
    });

  return Promise.all(Array.from({ length: threads }, work)).then(() => {
    const whole = played === runs ? '' : ` of ${runs}`;
    console.log(
      `${played}${whole} scenarios from seed ${first} in ${seconds()} s: ${played - failed.length} clean, ${failed.length} failed`,
    );
    if (failed.length > 0) console.log(`failed seeds: ${failed.toSorted((a, b) => a - b).join(', ')}`);
    return failed.length > 0 ? 1 : 0;
  });
}

function show({ seed, broken, scenario }) {
  const file = path.join(output, `seed-${seed}.yaml`);
  writeFileSync(file, scenario);
  console.log(`\nseed ${seed}`);
  for (const { invariant, at, what } of broken) console.log(`  ${invariant}\n    at ${at} s, ${what}`);
  console.log(`  scenario: ${path.relative(root, file)}`);
}
