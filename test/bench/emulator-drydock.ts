// One process, one measurement of Drydock's emulator. Bundled, then run as `node … TASK`, a JSON of what is below.
import { readStructure } from '../../server/src/hosts/structure-file.ts';
import type { Deployment } from '../../server/src/kubernetes/api.ts';
import type { KubernetesObject } from '../../server/src/kubernetes/object.ts';
import { clusterParts, decodeError } from '../../server/src/preview/cluster-parts.ts';
import { Rehearsal } from '../../server/src/preview/rehearsal.ts';
import { createSchema } from '../../server/src/schema/index.ts';

interface Task {
  /** Folder of the structure files. */
  readonly schemas: string;
  readonly deployment: Deployment;
  readonly nodeCount: number;
  readonly runs: number;
}

const task = JSON.parse(process.argv[2] ?? '') as Task;
const object = task.deployment as KubernetesObject;
const replicas = task.deployment.spec?.replicas;

let rehearsal: Rehearsal | undefined;
const runs = Array.from({ length: task.runs }, measure);
console.log(JSON.stringify({ runs, peakMemoryMb: process.resourceUsage().maxRSS / 1024 }));

/** The first run reads the structure and starts all; later ones start a new cluster, as `Reset Cluster` does. */
function measure() {
  const cpuBefore = process.cpuUsage();
  const started = performance.now();
  if (rehearsal) rehearsal.reset();
  else rehearsal = start();
  const ready = performance.now();
  rehearsal.run([{ object, uri: 'file:///web.yaml', line: 0 }]);
  const settled = performance.now();
  const cpu = process.cpuUsage(cpuBefore);
  const web = rehearsal.objects().find(({ kind }) => kind === 'Deployment') as Deployment | undefined;
  if (web?.status?.availableReplicas !== replicas) throw new Error(`only ${web?.status?.availableReplicas} pods are available`);
  return { startMs: ready - started, availableMs: settled - ready, cpuMs: (cpu.user + cpu.system) / 1000 };
}

function start(): Rehearsal {
  const structure = readStructure(task.schemas);
  const schema = createSchema(structure);
  const capacity = { cpu: '64', memory: '256Gi', 'ephemeral-storage': '100Gi', pods: '1000' };
  const nodes = Array.from({ length: task.nodeCount }, (_, index) => ({
    name: `node-${index + 1}`,
    labels: {},
    taints: [],
    capacity,
  }));
  const parts = clusterParts(structure, { nodes, images: [] }, 1);
  return new Rehearsal({ ...parts, decodeError: (each) => decodeError(schema, each) });
}
