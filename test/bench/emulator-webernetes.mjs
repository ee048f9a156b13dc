// One process, one measurement of webernetes, used as its README says. Run as `node … TASK`, a JSON of what is read here.
import { pathToFileURL } from 'node:url';

const { bundle, deployment, nodeCount } = JSON.parse(process.argv[2]);
const { Cluster } = await import(pathToFileURL(bundle).toString());
const { replicas } = deployment.spec;
const pollMs = 5;
const patienceMs = 600_000;

const cpuBefore = process.cpuUsage();
const started = performance.now();
const cluster = new Cluster({ nodes: nodeCount });
await cluster.init();
const ready = performance.now();
await cluster.apply([deployment]);
while ((await availableReplicas()) !== replicas) {
  if (performance.now() - ready > patienceMs) throw new Error(`not all ${replicas} pods came up within ${patienceMs / 1000} s`);
  await new Promise((resolve) => setTimeout(resolve, pollMs));
}
const available = performance.now();
const cpu = process.cpuUsage(cpuBefore);
const run = { startMs: ready - started, availableMs: available - ready, cpuMs: (cpu.user + cpu.system) / 1000 };
console.log(JSON.stringify({ runs: [run], peakMemoryMb: process.resourceUsage().maxRSS / 1024 }));
process.exit(0);

async function availableReplicas() {
  const { status } = await cluster.api.appsv1.readNamespacedDeployment({ name: 'web', namespace: 'default' });
  return status?.availableReplicas ?? 0;
}
