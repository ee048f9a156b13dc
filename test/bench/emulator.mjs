// Two emulators, one Deployment: each measurement in a process of its own.
import { execFile } from 'node:child_process';
import path from 'node:path';
import { promisify } from 'node:util';
import * as esbuild from 'esbuild';
import { deployment, nodeCount } from './deployment.mjs';

const run = promisify(execFile);

export async function bundleDrydock(outfile) {
  await esbuild.build({
    entryPoints: [path.join(import.meta.dirname, 'emulator-drydock.ts')],
    outfile,
    bundle: true,
    platform: 'node',
    format: 'cjs',
    mainFields: ['module', 'main'],
    logLevel: 'error',
  });
  return outfile;
}

/** Times from an idle cluster to all pods being available, in a new process: the first is cold, the others warm. */
export function measureDrydock(bundle, schemas, replicas, runs) {
  return measure(bundle, { schemas, deployment: deployment(replicas), nodeCount, runs });
}

export function measureWebernetes(bundle, replicas) {
  const main = path.join(import.meta.dirname, 'emulator-webernetes.mjs');
  return measure(main, { bundle, deployment: deployment(replicas), nodeCount });
}

async function measure(main, task) {
  const { stdout } = await run(process.execPath, [main, JSON.stringify(task)]);
  return JSON.parse(stdout.trim().split('\n').at(-1));
}
