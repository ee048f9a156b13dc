import path from 'node:path';
import { nodeCount } from './deployment.mjs';
import {
  bundleDrydock,
  deploymentCount,
  largeNodeCount,
  measureDeadline,
  measureDrydock,
  measureLarge,
  measureThread,
  measureWebernetes,
} from './emulator.mjs';
import { bundleWebernetes } from './peers.mjs';
import { median } from './statistics.mjs';

const peerPrefix = 'webernetes';
const comparedSizes = [100, 500];
const largeSizes = [1000, 2000, 5000];
const firstReplicas = 3;
const manyPods = [1500, 15_000];
const failingReplicas = 50;

/** Ours and theirs in turns, each time in a new process. */
export async function emulatorRows({ output, root, quick, withPeers, tell }) {
  const dist = path.join(root, 'dist');
  const schemas = path.join(dist, 'schemas');
  const bundle = await bundleDrydock('drydock', output);
  const peer = withPeers ? await bundleWebernetes(path.join(output, 'webernetes.mjs')) : undefined;
  const rounds = quick ? 1 : 3;
  const warmRuns = quick ? 3 : 5;
  const ours = new Map();
  const theirs = new Map();
  for (let round = 1; round <= rounds; round += 1) {
    for (const replicas of [firstReplicas, ...comparedSizes]) {
      tell(`Emulator, ${replicas} pods, round ${round} of ${rounds} …`);
      push(ours, replicas, await measureDrydock(bundle, schemas, replicas, 1 + warmRuns));
      if (peer) push(theirs, replicas, await measureWebernetes(peer.bundle, replicas));
    }
    for (const replicas of largeSizes) {
      tell(`Emulator, ${replicas} pods, round ${round} of ${rounds} …`);
      push(ours, replicas, await measureDrydock(bundle, schemas, replicas, 2));
    }
  }
  const large = await largeRows(bundle, { dist, schemas, output, rounds, tell });
  return {
    title: `Emulator: one Deployment on ${nodeCount} nodes until all pods are available`,
    peerName: peer ? `webernetes ${peer.version}` : 'webernetes',
    rows: [...firstRows(ours, theirs), ...comparedRows(ours, theirs), ...growthRows(ours), ...large],
    notes: [
      'cold: the first run of a new process, after its modules are loaded; warm: later runs, each with a new cluster.',
      'webernetes lives in real time and waits for some of it; its processor time leaves the waiting out.',
      `large cluster: ${count(largeNodeCount)} nodes, ${deploymentCount} Deployments, in processor time once the nodes are up, all threads together.`,
    ],
    details: peer ? { webernetesVersion: peer.version } : {},
  };
}

function firstRows(ours, theirs) {
  const total = (run) => run.startMs + run.availableMs;
  return [
    {
      id: 'firstDeploymentMs',
      label: `start of the emulator to ${firstReplicas} available pods`,
      unit: 'ms',
      ours: cold(ours, firstReplicas, total),
      peer: peerPrefix,
      theirs: cold(theirs, firstReplicas, total),
      target: { atMost: 50 },
    },
    {
      id: 'firstDeploymentWarmMs',
      label: 'the same again in the same process',
      unit: 'ms',
      ours: warm(ours, firstReplicas, total),
    },
  ];
}

function comparedRows(ours, theirs) {
  const available = (run) => run.availableMs;
  const processor = (run) => run.cpuMs;
  const rows = comparedSizes.flatMap((replicas) => {
    const both = (id, label, unit, of) => ({ id, label, unit, ours: of(ours), peer: peerPrefix, theirs: of(theirs) });
    return [
      both(`pods${replicas}Ms`, `${replicas} pods, cold`, 'ms', (runs) => cold(runs, replicas, available)),
      { id: `pods${replicas}WarmMs`, label: `${replicas} pods, warm`, unit: 'ms', ours: warm(ours, replicas, available) },
      both(`pods${replicas}CpuMs`, `${replicas} pods, processor time`, 'ms', (runs) => cold(runs, replicas, processor)),
      both(`pods${replicas}PeakMemoryMb`, `${replicas} pods, peak resident memory`, 'MB', (runs) => memory(runs, replicas)),
    ];
  });
  const largest = comparedSizes.at(-1);
  const ratio = quotient(cold(theirs, largest, available), cold(ours, largest, available));
  const target = { atLeast: 500 };
  return [
    ...rows,
    { id: `webernetes${largest}Ratio`, label: `times as fast at ${largest} pods`, unit: 'times', ours: ratio, target },
  ];
}

/** Time per pod should not depend on how many pods there are; of warm runs, since cold ones compile for much of their time. */
function growthRows(ours) {
  const pods = (count) => `${count.toLocaleString('en-US')} pods`;
  const time = (replicas) => warm(ours, replicas, (run) => run.availableMs);
  const rows = largeSizes.map((replicas) => ({
    id: `pods${replicas}WarmMs`,
    label: `${pods(replicas)}, warm`,
    unit: 'ms',
    ours: time(replicas),
  }));
  const [smallest, largest] = [largeSizes[0], largeSizes.at(-1)];
  const growth = time(largest) / largest / (time(smallest) / smallest);
  const label = `time per pod, ${pods(largest)} against ${pods(smallest)}`;
  return [...rows, { id: 'growthPerPod', label, unit: 'times', ours: growth, target: { atMost: 1.5 } }];
}

/** What a large cluster costs, a rollout that fails slowly, and how quickly the thread answers. */
async function largeRows(bundle, { dist, schemas, output, rounds, tell }) {
  const thread = await bundleDrydock('thread', output);
  const results = new Map();
  const deadlines = [];
  const threads = [];
  for (let round = 1; round <= rounds; round += 1) {
    for (const pods of manyPods) {
      tell(`Emulator, ${count(pods)} pods on ${count(largeNodeCount)} nodes, round ${round} of ${rounds} …`);
      push(results, pods, await measureLarge(bundle, schemas, pods));
    }
    tell(`Emulator, a failing rollout, progress and cancelling, round ${round} of ${rounds} …`);
    deadlines.push(await measureDeadline(bundle, schemas, failingReplicas, 4));
    threads.push(await measureThread(thread, dist, manyPods.at(-1)));
  }
  const cpu = (pods) => cold(results, pods, (run) => run.availableCpuMs);
  const [few, many] = manyPods;
  const failing = (runs) => median(runs.map((run) => run.failing.cpuMs));
  const row = (id, label, unit, ours, target) => ({ id, label, unit, ours, target });
  return [
    row(
      'largePodsPerSecond',
      `${count(many)} pods on ${count(largeNodeCount)} nodes, pods a second`,
      'count',
      Math.round((many / cpu(many)) * 1000),
      {
        atLeast: 2700,
      },
    ),
    row('largePeakMemoryMb', 'the same, peak resident memory', 'MB', memory(results, many), { atMost: 500 }),
    row(
      'largeGrowthPerPod',
      `time per pod, ${count(many)} pods against ${count(few)}`,
      'times',
      cpu(many) / many / (cpu(few) / few),
      {
        atMost: 1.3,
      },
    ),
    row(
      'deadlineColdMs',
      `${failingReplicas} replicas until ProgressDeadlineExceeded, cold, processor time`,
      'ms',
      failing(deadlines.map(({ runs }) => runs[0])),
      {
        atMost: 100,
      },
    ),
    row('deadlineWarmMs', 'the same again in the same process', 'ms', failing(deadlines.flatMap(({ runs }) => runs.slice(1)))),
    row('cancelMs', 'cancel of a running simulation, until its answer', 'ms', median(threads.map(({ cancelMs }) => cancelMs)), {
      atMost: 100,
    }),
    row(
      'progressPerSecond',
      'progress messages a second',
      'count',
      Math.round(median(threads.map(({ perSecond }) => perSecond))),
      {
        atLeast: 10,
      },
    ),
  ];
}

const count = (value) => value.toLocaleString('en-US');

function push(results, replicas, result) {
  results.set(replicas, [...(results.get(replicas) ?? []), result]);
}

function cold(results, replicas, of) {
  return median((results.get(replicas) ?? []).map(({ runs }) => of(runs[0])));
}

function warm(results, replicas, of) {
  return median((results.get(replicas) ?? []).flatMap(({ runs }) => runs.slice(1).map(of)));
}

function memory(results, replicas) {
  return median((results.get(replicas) ?? []).map(({ peakMemoryMb }) => peakMemoryMb));
}

function quotient(theirs, ours) {
  return theirs === undefined || ours === undefined ? undefined : theirs / ours;
}
