// `npm run fuzz`: a great many random edits of manifests, none of which may make the server fail, hang, or point elsewhere.
import { mkdirSync, readdirSync, statSync, writeFileSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { parseArgs } from 'node:util';
import { Worker } from 'node:worker_threads';
import { ensureDependencies, root } from '../setup.mjs';

const options = {
  runs: { type: 'string', default: '100000' },
  seed: { type: 'string', default: '1' },
  corpus: {
    type: 'string',
    multiple: true,
    default: [path.join(root, 'test/samples'), path.join(root, 'test/validation/fixtures')],
  },
  threads: { type: 'string', default: String(os.availableParallelism()) },
  failures: { type: 'string', default: '10' },
};
const usage =
  'npm run fuzz [-- [--runs EDITS] [--seed FIRST] [--corpus DIR]… [--threads T] [--failures MOST]]\n' +
  'Edits the manifests below DIR at random, some 25 times for each seed from FIRST on. Ends early when MOST seeds have failed.';

const output = path.join(root, 'test/output/fuzz');
const editsPerSeed = 25;
const handful = 20;
/** A thread that says nothing for so long hangs. */
const hangsAfterMs = 60_000;

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
process.exit(await fuzz());

function readArguments() {
  const { corpus, ...texts } = parseArgs({ options }).values;
  const numbers = Object.fromEntries(Object.entries(texts).map(([name, text]) => [name, Number(text)]));
  for (const [name, number] of Object.entries(numbers)) {
    if (!Number.isSafeInteger(number) || number < (name === 'seed' ? 0 : 1)) throw new Error(`--${name} ${texts[name]}?`);
  }
  const files = corpus.flatMap((folder) => manifestsBelow(folder));
  if (files.length === 0) throw new Error(`no manifests below ${corpus.join(', ')}`);
  return { ...numbers, files };
}

function manifestsBelow(folder) {
  return readdirSync(folder, { recursive: true })
    .filter((name) => /\.(ya?ml|json)$/.test(name) && !/node_modules/.test(name))
    .map((name) => path.join(folder, name))
    .filter((file) => statSync(file).isFile())
    .sort();
}

/** 0 when nothing failed. */
async function fuzz() {
  const { runs, seed: first, threads, failures: most, files } = values;
  const started = performance.now();
  const seeds = Math.ceil(runs / editsPerSeed);
  const failed = [];
  let next = first;
  let played = 0;
  let told = started;

  const seconds = () => ((performance.now() - started) / 1000).toFixed(0);
  const isOver = () => next >= first + seeds || failed.length >= most;
  const fail = (failure) => {
    failed.push(failure.seed);
    show(failure);
  };

  const work = () =>
    new Promise((resolve, reject) => {
      const worker = new Worker(outfile, { workerData: { files } });
      let playing = first;
      const hangs = () => {
        fail({ seed: playing, edit: '?', what: `no answer for ${hangsAfterMs / 1000} s` });
        void worker.terminate().then(resolve);
      };
      let watch = setTimeout(hangs, hangsAfterMs);
      const feed = () => {
        if (isOver()) {
          clearTimeout(watch);
          return void worker.terminate().then(resolve);
        }
        const to = Math.min(next + handful, first + seeds);
        worker.postMessage(Array.from({ length: to - next }, (_, index) => next + index));
        next = to;
      };
      worker.on('message', (message) => {
        clearTimeout(watch);
        watch = setTimeout(hangs, hangsAfterMs);
        if (message.playing !== undefined) playing = message.playing;
        if (message.failure) fail(message.failure);
        if (message.played === undefined) return;
        played += message.played;
        feed();
        if (performance.now() - told < 10_000) return;
        told = performance.now();
        console.error(
          `${(played * editsPerSeed).toLocaleString('en-US')} edits in ${seconds()} s, ${failed.length} seeds failed`,
        );
      });
      worker.on('error', reject);
      feed();
    });

  await Promise.all(Array.from({ length: threads }, work));
  const edits = (played * editsPerSeed).toLocaleString('en-US');
  console.log(`${edits} edits of ${files.length} files from seed ${first} in ${seconds()} s: ${failed.length} seeds failed`);
  if (failed.length > 0) console.log(`failed seeds: ${failed.toSorted((a, b) => a - b).join(', ')}`);
  return failed.length > 0 ? 1 : 0;
}

function show({ seed, edit, what, before, text }) {
  console.log(`\nseed ${seed}, edit ${edit}: ${what}`);
  if (text === undefined) return;
  // As JSON, which keeps halves of characters and all that a file of text would lose.
  const file = path.join(output, `seed-${seed}.json`);
  writeFileSync(file, JSON.stringify({ before, text }, null, 2));
  console.log(`  texts: ${path.relative(root, file)}`);
}
