// One process, one measurement of Drydock's emulator. Bundled, then run as `node … TASK`, a JSON of what is below.
import { readStructure } from '../../server/src/hosts/structure-file.ts';
import type { Deployment } from '../../server/src/kubernetes/api.ts';
import type { KubernetesObject } from '../../server/src/kubernetes/object.ts';
import { clusterParts, decodeError } from '../../server/src/preview/cluster-parts.ts';
import { Rehearsal } from '../../server/src/preview/rehearsal.ts';
import { createSchema } from '../../server/src/schema/index.ts';
import { clusterSpec, type EqualNodes } from './emulator-cluster.ts';

interface Task {
  /** Folder of the structure files. */
  readonly schemas: string;
  readonly cluster: EqualNodes;
  readonly deployments: readonly Deployment[];
  /** What is applied once all of that is available, and is to end with its progress deadline exceeded. */
  readonly failing?: Deployment;
  readonly runs: number;
}

const task = JSON.parse(process.argv[2] ?? '') as Task;

let rehearsal: Rehearsal | undefined;
const runs = Array.from({ length: task.runs }, measure);
console.log(JSON.stringify({ runs, peakMemoryMb: process.resourceUsage().maxRSS / 1024 }));

/** The first run reads the structure and starts all; later ones start a new cluster, as `Reset Cluster` does. */
function measure() {
  const begun = clocks();
  if (rehearsal) rehearsal.reset();
  else rehearsal = start();
  const started = clocks();
  run(rehearsal, task.deployments);
  const available = clocks();
  const wanted = task.deployments.reduce((sum, { spec }) => sum + (spec?.replicas ?? 0), 0);
  const reached = deployments(rehearsal).reduce((sum, { status }) => sum + (status?.availableReplicas ?? 0), 0);
  if (reached !== wanted) throw new Error(`only ${reached} of ${wanted} pods are available`);
  return {
    startMs: started.wall - begun.wall,
    availableMs: available.wall - started.wall,
    availableCpuMs: available.cpu - started.cpu,
    cpuMs: available.cpu - begun.cpu,
    ...(task.failing && { failing: fail(rehearsal, task.failing) }),
  };
}

function fail(on: Rehearsal, deployment: Deployment) {
  const before = clocks();
  const from = on.now;
  run(on, [deployment]);
  const after = clocks();
  const progressing = deployments(on)[0]?.status?.conditions?.find(({ type }) => type === 'Progressing');
  if (progressing?.reason !== 'ProgressDeadlineExceeded') throw new Error(`the rollout ended as ${progressing?.reason}`);
  if (on.now - from < 600) throw new Error(`the rollout ended after ${on.now - from} s`);
  return { wallMs: after.wall - before.wall, cpuMs: after.cpu - before.cpu };
}

function run(on: Rehearsal, objects: readonly KubernetesObject[]): void {
  on.run(objects.map((object) => ({ object, uri: 'file:///web.yaml', line: 0 })));
}

function deployments(of: Rehearsal): readonly Deployment[] {
  return of.objects().flatMap((object) => (object.kind === 'Deployment' ? [object as Deployment] : []));
}

function clocks(): { wall: number; cpu: number } {
  const { user, system } = process.cpuUsage();
  return { wall: performance.now(), cpu: (user + system) / 1000 };
}

function start(): Rehearsal {
  const structure = readStructure(task.schemas);
  const schema = createSchema(structure);
  const parts = clusterParts(structure, clusterSpec(task.cluster), 1);
  return new Rehearsal({ ...parts, decodeError: (each) => decodeError(schema, each) });
}
