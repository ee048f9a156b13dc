// One process, one measurement of the emulator's thread as the language server uses it. Bundled, then run as `node … TASK`.
import { CancellationTokenSource } from 'vscode-jsonrpc/node';
import { workerRequests } from '../../server/src/hosts/worker/protocol.ts';
import { EmulatorThread } from '../../server/src/hosts/worker/thread.ts';
import { newestVersion } from '../../server/src/schema/versions.ts';
import type { Deployment } from '../../server/src/kubernetes/api.ts';
import type { SimulateResult } from '../../server/src/protocol.ts';
import { clusterSpec, type EqualNodes } from './emulator-cluster.ts';

interface Task {
  /** The bundled worker. */
  readonly worker: string;
  readonly schemas: string;
  readonly cluster: EqualNodes;
  readonly deployments: readonly Deployment[];
  /** Real milliseconds after the first progress at which the simulation is cancelled. */
  readonly cancelAfterMs: number;
}

const task = JSON.parse(process.argv[2] ?? '') as Task;
main().catch((error: unknown) => {
  console.error(error);
  process.exit(1);
});

async function main(): Promise<void> {
  const thread = new EmulatorThread({
    file: task.worker,
    schemas: task.schemas,
    onDeath: (reason) => {
      throw new Error(reason);
    },
  });
  await thread.configure({ spec: clusterSpec(task.cluster), seed: 1, kubernetesVersion: newestVersion });
  // The thread starts its cluster before it answers this.
  await thread.request('drydock/revisions', { kind: 'Deployment', namespace: 'default', name: 'none' });

  const manifests = task.deployments.map((object) => ({ object, uri: 'file:///web.yaml', line: 0 }));
  const told: number[] = [];
  let cancelledAt = 0;
  const source = new CancellationTokenSource();
  const result = await thread.request<SimulateResult>(workerRequests.run, { manifests }, source.token, () => {
    told.push(performance.now());
    if (told.length > 1) return;
    setTimeout(() => {
      cancelledAt = performance.now();
      source.cancel();
    }, task.cancelAfterMs);
  });
  const cancelMs = performance.now() - cancelledAt;
  if (!result.cancelled) throw new Error('the simulation ended before it was cancelled');
  const before = told.filter((at) => at <= cancelledAt);
  const perSecond = ((before.length - 1) / ((before.at(-1) ?? 0) - (before[0] ?? 0))) * 1000;
  await thread.dispose();
  console.log(JSON.stringify({ cancelMs, perSecond }));
}
