import { existsSync, readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { parse } from 'yaml';
import { Cluster } from '../../server/src/cluster/cluster.ts';
import type { TraceEntry } from '../../server/src/cluster/engine/trace.ts';
import { clusterParts } from '../../server/src/preview/cluster-parts.ts';
import { kindsOf } from '../../server/src/scenario/kinds.ts';
import { readScenario, type Scenario } from '../../server/src/scenario/read.ts';
import { runStep } from '../../server/src/scenario/steps/index.ts';
import type { World } from '../../server/src/scenario/world.ts';
import { createSchema } from '../../server/src/schema/index.ts';
import { structure } from '../structure.ts';
import { scriptedKubelet } from './scripted-kubelet.ts';
import { type Difference, differences, normalRun, type Recorded, type Run } from './trace-normal.ts';

const here = (name: string): string => fileURLToPath(new URL(name, import.meta.url));
const recordings = here('golden/traces');
const folders = [here('scenarios'), here('../scenarios')];
const schema = createSchema(structure);

export interface TraceRecording extends Recorded {
  readonly kubernetes: string;
  /** Of the scenario as it was recorded. */
  readonly scenario: string;
  readonly runs: number;
}

/** Scenarios that Kubernetes was recorded with. */
export function recordedScenarios(): readonly string[] {
  return readdirSync(recordings)
    .map((file) => path.basename(file, '.json'))
    .sort();
}

export function recordingOf(name: string): TraceRecording {
  return JSON.parse(readFileSync(path.join(recordings, `${name}.json`), 'utf8')) as TraceRecording;
}

/** Scenarios that were made to be recorded. */
export function scenariosToRecord(): readonly string[] {
  return readdirSync(here('scenarios')).map((file) => path.basename(file, '.yaml'));
}

/** Where a scenario stands. */
export function fileOf(name: string): string {
  const file = folders.map((folder) => path.join(folder, `${name}.yaml`)).find((each) => existsSync(each));
  if (file === undefined) throw new Error(`there is no scenario ${name}`);
  return file;
}

export function scenarioOf(name: string): Scenario {
  const source = fileOf(name);
  const value: unknown = parse(readFileSync(source, 'utf8'));
  const beside = (each: string): string => readFileSync(path.join(path.dirname(source), each), 'utf8');
  const { scenario, problems } = readScenario(value, schema, beside);
  if (!scenario) throw new Error(`${name}: ${JSON.stringify(problems)}`);
  return scenario;
}

/** Plays a scenario in the emulator, with the recorder's kubelet. */
export function play(scenario: Scenario, seed = 1): Run {
  const cluster = new Cluster({ ...clusterParts(structure, scenario.cluster, seed), kubelet: scriptedKubelet });
  const from = cluster.trace.length;
  const world: World = {
    cluster,
    schema,
    kinds: kindsOf(schema),
    files: scenario.files,
    nodeCount: scenario.cluster.nodes.length,
    shouldStop: () => false,
    judge: () => [],
    watch: () => undefined,
    failure: (at, what, found) => ({ at: 0, path: at, what, found }),
  };
  const points: Run['points'][number][] = [];
  const answers: Run['answers'][number][] = [];
  scenario.spec.steps.forEach((step, index) => {
    if (step.settle !== undefined) {
      rest(cluster);
      points.push({ step: index, objects: cluster.objects() });
      return;
    }
    const { refusals = [] } = runStep(step, world, []);
    for (const text of refusals) answers.push({ step: index, text, failed: true });
    cluster.advance(commandMs);
  });
  // Where a scenario ends without, the recorder waits once more.
  const last = scenario.spec.steps.length - 1;
  if (points.at(-1)?.step !== last) {
    rest(cluster);
    points.push({ step: last, objects: cluster.objects() });
  }
  return { points, answers, ...tracesOf(cluster.trace.slice(from)) };
}

/** The next command starts when controllers have seen what this one did, and before the kubelet moves a pod. */
const commandMs = 200;

/** What takes longer than this the recorder does not wait for. */
const patienceMs = 20 * 60_000;

function rest(cluster: Cluster): void {
  for (let revision = -1; revision !== cluster.read.revision; ) {
    ({ revision } = cluster.read);
    if (cluster.settle(patienceMs) === 'settled') return;
  }
}

function tracesOf(trace: readonly TraceEntry[]): Pick<Run, 'writes' | 'events'> {
  const types = { create: 'ADDED', update: 'MODIFIED', delete: 'DELETED' } as const;
  return {
    writes: trace.flatMap((entry) => (entry.verb === 'event' ? [] : [{ type: types[entry.verb], object: entry.object }])),
    events: trace.flatMap((entry) => {
      if (entry.verb !== 'event') return [];
      const { ref, type, reason, message } = entry;
      return [{ kind: ref.kind, name: ref.name, namespace: ref.namespace, type, reason, message }];
    }),
  };
}

export function disagreement(name: string): readonly Difference[] {
  return differences(recordingOf(name), normalRun(play(scenarioOf(name))));
}

/** Where we do not do as Kubernetes does; `KNOWN.md` says why. */
export const known: Readonly<Record<string, readonly string[]>> = {
  'eviction-two-budgets': ['events Pod/web'],
  'recorded-deployment-scale-three-sets': [
    'objects 5 Deployment/web',
    'objects 5 ReplicaSet/web-d57798959',
    'objects 5 ReplicaSet/web-d5dbcf45c',
    'objects 5 Pod/web-d57798959-*',
    'objects 5 Pod/web-d5dbcf45c-*',
    'objects 5 placement ReplicaSet/web-d57798959',
    'objects 5 placement ReplicaSet/web-d5dbcf45c',
    'events Deployment/web',
    'events Pod/web-d57798959-*',
    'events ReplicaSet/web-d57798959',
    'events ReplicaSet/web-d5dbcf45c',
    'moves Deployment/web',
  ],
  'recorded-node-fails-all': ['events Pod/web-75b7ccb8c6-*'],
  'recorded-node-fails-statefulset': ['events Pod/db-*'],
  'recorded-scheduler-cordoned-all': ['events Pod/one'],
  'recorded-statefulset-claims-both': ['events StatefulSet/db'],
  'recorded-statefulset-claims-deleted': ['events StatefulSet/db'],
  'scheduler-insufficient-cpu': ['events Pod/one'],
};

/** How many of the recorded scenarios agree in everything. */
export function traceAgreement(): { readonly scenarios: number; readonly agree: number; readonly differing: readonly string[] } {
  const names = recordedScenarios();
  const differing = names.filter((name) => disagreement(name).length > 0);
  return { scenarios: names.length, agree: names.length - differing.length, differing };
}
