// Two emulators, one Deployment: each measurement in a process of its own.
import { execFile } from 'node:child_process';
import path from 'node:path';
import { promisify } from 'node:util';
import * as esbuild from 'esbuild';
import { deployment, nodeCount } from './deployment.mjs';

const run = promisify(execFile);

export const largeNodeCount = 5000;
export const deploymentCount = 150;

const roomyCluster = {
  nodeCount,
  zones: 0,
  capacity: { cpu: '64', memory: '256Gi', 'ephemeral-storage': '100Gi', pods: '1000' },
  images: [],
};
const largeCluster = {
  nodeCount: largeNodeCount,
  zones: 3,
  capacity: { cpu: '4', memory: '32Gi', pods: '110' },
  images: [],
};

/** Bundles what runs in a process of its own: `drydock` on the emulator itself, `thread` on its thread. */
export async function bundleDrydock(name, output) {
  const outfile = path.join(output, `emulator-${name}.cjs`);
  await esbuild.build({
    entryPoints: [path.join(import.meta.dirname, `emulator-${name}.ts`)],
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
  return measure(bundle, { schemas, cluster: roomyCluster, deployments: [deployment(replicas)], runs });
}

/** Many Deployments on many nodes, started once. */
export function measureLarge(bundle, schemas, pods) {
  return measure(bundle, { schemas, ...largeTask(pods), runs: 1 });
}

/** A rollout of an image that never becomes ready, until its progress deadline is exceeded. */
export function measureDeadline(bundle, schemas, replicas, runs) {
  const never = 'registry.k8s.io/never:1';
  const cluster = { ...roomyCluster, images: [{ image: never, neverReady: true }] };
  const failing = deployment(replicas, { image: never, readinessProbe: { tcpSocket: { port: 80 } } });
  return measure(bundle, { schemas, cluster, deployments: [deployment(replicas)], failing, runs });
}

/** Progress and cancelling, on the large cluster. */
export function measureThread(bundle, dist, pods) {
  const files = { worker: path.join(dist, 'worker.cjs'), schemas: path.join(dist, 'schemas') };
  return measure(bundle, { ...files, ...largeTask(pods), cancelAfterMs: 1000 });
}

function largeTask(pods) {
  const requests = { cpu: '100m', memory: '500Mi' };
  const each = pods / deploymentCount;
  const deployments = Array.from({ length: deploymentCount }, (_, index) =>
    deployment(each, { resources: { requests } }, `web-${index + 1}`),
  );
  return { cluster: largeCluster, deployments };
}

export function measureWebernetes(bundle, replicas) {
  const main = path.join(import.meta.dirname, 'emulator-webernetes.mjs');
  return measure(main, { bundle, deployment: deployment(replicas), nodeCount });
}

async function measure(main, task) {
  const { stdout } = await run(process.execPath, [main, JSON.stringify(task)]);
  return JSON.parse(stdout.trim().split('\n').at(-1));
}
