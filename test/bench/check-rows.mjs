// `drydock check` beside kubeconform, which looks at the schema alone: the same files, both with schemas on the disk.
import { spawnSync } from 'node:child_process';
import { existsSync, mkdirSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { writeCorpus, writeSchemas } from './check-corpus.mjs';
import { median } from './statistics.mjs';

const documents = 5000;
const kubeconformVersion = 'v0.8.0';

export async function checkRows({ output, root, quick, tell }) {
  const { folder } = writeCorpus(output, documents);
  const schemas = writeSchemas(output, root);
  const peer = buildKubeconform(output, tell);
  const cli = path.join(root, 'dist/cli.cjs');
  const threads = String(os.availableParallelism());
  const ours = [];
  const theirs = [];
  const rounds = quick ? 1 : 5;
  for (let round = 1; round <= rounds; round += 1) {
    tell(`Check, round ${round} of ${rounds} …`);
    ours.push(timed(process.execPath, [cli, 'check', folder]));
    const args = ['-n', threads, '-strict', '-summary', '-schema-location', schemas, folder];
    if (peer.file) theirs.push(timed(peer.file, args));
  }
  const perSecond = (runs) => (runs.length === 0 ? undefined : documents / (median(runs) / 1000));
  const both = { ours: perSecond(ours), theirs: perSecond(theirs) };
  return {
    title: `Check: ${documents.toLocaleString('en-US')} documents in ${documents / 10} files`,
    peerName: peer.file ? `kubeconform ${kubeconformVersion.slice(1)}` : 'kubeconform',
    rows: [
      { id: 'checkMs', label: 'whole command', unit: 'ms', ours: median(ours), peer: 'kubeconform', theirs: median(theirs) },
      { id: 'checkDocumentsPerSecond', label: 'documents per second', unit: 'count', ...rounded(both), peer: 'kubeconform' },
      {
        id: 'kubeconformRatio',
        label: 'documents per second, against theirs',
        unit: 'times',
        ours: both.theirs && both.ours / both.theirs,
        target: { atLeast: 1 },
      },
    ],
    notes: [
      'kubeconform compares with the schema; Drydock also says what the API server says beyond it, and what the files say of each other.',
      ...(peer.problem ? [`kubeconform was not measured: ${peer.problem}`] : []),
    ],
    details: peer.file ? { kubeconformVersion } : {},
  };
}

function rounded({ ours, theirs }) {
  return { ours: Math.round(ours), theirs: theirs === undefined ? undefined : Math.round(theirs) };
}

/** Milliseconds from start to end of a command that finds nothing wrong. */
function timed(command, args) {
  const started = performance.now();
  const { status, stderr, stdout } = spawnSync(command, args, { encoding: 'utf8' });
  const ms = performance.now() - started;
  if (status !== 0) throw new Error(`${path.basename(command)} ended with ${status}: ${`${stderr}${stdout}`.slice(0, 500)}`);
  return ms;
}

/** Once; where there is no Go, ours is measured alone. */
function buildKubeconform(output, tell) {
  const folder = path.join(output, 'bin');
  const file = path.join(folder, process.platform === 'win32' ? 'kubeconform.exe' : 'kubeconform');
  if (existsSync(file)) return { file };
  mkdirSync(folder, { recursive: true });
  tell('Building kubeconform (once) …');
  const module = `github.com/yannh/kubeconform/cmd/kubeconform@${kubeconformVersion}`;
  const { status, stderr, error } = spawnSync('go', ['install', module], {
    env: { ...process.env, GOBIN: folder },
    encoding: 'utf8',
  });
  if (status === 0) return { file };
  return { problem: error?.code === 'ENOENT' ? 'there is no Go to build it with.' : `${stderr}`.trim().split('\n').at(-1) };
}
