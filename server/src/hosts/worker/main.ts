import { parentPort, workerData } from 'node:worker_threads';
import { createMessageConnection, PortMessageReader, PortMessageWriter } from 'vscode-jsonrpc/node';
import { defaultClusterSpec } from '../../cluster/system/default-spec.ts';
import { clusterParts, decodeError } from '../../preview/cluster-parts.ts';
import { Rehearsal, type RunOptions } from '../../preview/rehearsal.ts';
import type { ClusterAction, ObjectName, TreeParams } from '../../protocol.ts';
import { requests } from '../../protocol.ts';
import { clusterOf } from '../../scenario/read.ts';
import { runScenario } from '../../scenario/run.ts';
import { createSchema } from '../../schema/index.ts';
import { newestVersion } from '../../schema/versions.ts';
import { StructureFiles } from '../structure-file.ts';
import {
  type ConfigureParams,
  type ObjectYamlParams,
  type RehearseParams,
  type RunParams,
  type WorkerSetup,
  workerNotifications,
  workerRequests,
} from './protocol.ts';

/** The emulator's thread: a rehearsal behind JSON-RPC. */
if (!parentPort) throw new Error('this file runs as a worker thread');

const setup = workerData as WorkerSetup;
const cancel = new Int32Array(setup.cancel);
const structures = new StructureFiles(setup.schemas);
let structure = structures.of(newestVersion);
let schema = createSchema(structure);
const connection = createMessageConnection(new PortMessageReader(parentPort), new PortMessageWriter(parentPort));

/** The least time between two progress messages, in real milliseconds. */
const progressEveryMs = 100;

let rehearsal: Rehearsal | undefined;
const current = (): Rehearsal =>
  (rehearsal ??= new Rehearsal({ ...clusterParts(structure, defaultClusterSpec, 1), decodeError: decode }));

function decode(object: Parameters<typeof decodeError>[1]): string | undefined {
  return decodeError(schema, object);
}

function runOptions(): RunOptions {
  let told = performance.now();
  return {
    shouldStop: () => {
      const late = performance.now() - told;
      if (late >= progressEveryMs) {
        // In step with the clock, not with the questions: what comes late does not put off the next.
        told += late - (late % progressEveryMs);
        void connection.sendNotification(workerNotifications.progress, current().now);
      }
      return Atomics.load(cancel, 0) !== 0;
    },
  };
}

connection.onRequest(workerRequests.configure, ({ spec, seed, kubernetesVersion }: ConfigureParams) => {
  structure = structures.of(kubernetesVersion);
  schema = createSchema(structure);
  rehearsal = new Rehearsal({ ...clusterParts(structure, spec, seed), decodeError: decode });
  return null;
});
connection.onRequest(workerRequests.run, ({ manifests }: RunParams) => current().run(manifests, runOptions()));
connection.onRequest(workerRequests.rehearse, ({ name, spec, files, seed, cluster }: RehearseParams) => {
  const scenario = { name, spec, cluster: clusterOf(spec, cluster), files: new Map(files) };
  const parts = clusterParts(structure, scenario.cluster, seed);
  const run = runScenario(scenario, { schema, parts: () => parts, shouldStop: runOptions().shouldStop ?? (() => false) });
  current().adopt({ ...parts, decodeError: decode }, run.cluster, run.startMs);
  return run.result;
});
connection.onRequest(requests.act, (action: ClusterAction) => current().act(action, runOptions()));
connection.onRequest(requests.tree, (params: TreeParams) => current().tree(params));
connection.onRequest(requests.timeline, () => current().timeline());
connection.onRequest(requests.objectYaml, ({ object, at }: ObjectYamlParams) => current().objectYaml(object, at));
connection.onRequest(requests.revisions, (object: ObjectName) => current().revisions(object));
connection.listen();
