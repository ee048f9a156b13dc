import { clusterParts } from '../../server/src/preview/cluster-parts.ts';
import { verdicts } from '../../server/src/preview/verdict.ts';
import type { Reader } from '../../server/src/cluster/engine/types.ts';
import type { Deployment, Pod, ReplicaSet } from '../../server/src/kubernetes/api.ts';
import { controllerOf } from '../../server/src/kubernetes/object.ts';
import { matchesSelector } from '../../server/src/kubernetes/selector.ts';
import { virtualMsOf } from '../../server/src/kubernetes/time.ts';
import { readScenario, type Scenario } from '../../server/src/scenario/read.ts';
import { runScenario, type ScenarioRun } from '../../server/src/scenario/run.ts';
import { tooBusy } from '../../server/src/scenario/steps/advance.ts';
import { createSchema } from '../../server/src/schema/index.ts';
import { type Violation, violations } from '../cluster/invariants/index.ts';
import { allStructures } from '../structures.ts';
import type { Play } from './generate.ts';

const schema = createSchema(allStructures);

/** Plays a scenario and says what Kubernetes promises and it does not keep; the first alone of each promise. */
export function play(given: Play, { twice }: { readonly twice: boolean }): readonly Violation[] {
  const { scenario, problems } = readScenario(given.file, schema, () => undefined);
  if (!scenario)
    return problems.map(({ path, message }) => ({ invariant: readable, at: 0, what: `${path.join('.')}: ${message}` }));
  try {
    return firsts(judge(scenario, given, twice));
  } catch (error) {
    const { message, stack = '' } = error as Error;
    return [{ invariant: 'nothing is thrown', at: 0, what: `${message} ${stack.split('\n').slice(1, 4).join(' ')}` }];
  }
}

/** A scenario that the language does not take is a mistake of ours, whoever drew it. */
export const readable = 'the scenario can be read';

function judge(scenario: Scenario, given: Play, twice: boolean): readonly Violation[] {
  const run = runWith(scenario, given.seed);
  const at = run.cluster.now / 1000;
  const settled = run.cluster.isSettled;
  const busy = run.result.failures
    .filter(({ what }) => what.startsWith('the cluster settles') || what.endsWith(' pass'))
    .filter(({ found }) => found.startsWith(tooBusy) || !isEndless(run))
    .map((failure): Violation => ({ invariant: 'everything comes to rest', at: failure.at, what: failure.found }));
  const found = [...busy, ...violations(run.trace, { settled, voluntary: given.voluntary })];
  if (twice && textOf(run) !== textOf(runWith(scenario, given.seed))) {
    found.push({ invariant: 'the same seed gives the same trace', at, what: 'two runs differ' });
  }
  if (given.certain && settled) found.push(...chances(run, runWith(scenario, given.seed + 1)));
  return found;
}

/**
 * A container that is ready for a moment before each crash is progress of its Deployment each time: as long as its pods are
 * never available all at once, the deadline begins anew for ever. Source: pkg/controller/deployment/util (DeploymentProgressing)
 */
function isEndless({ cluster }: ScenarioRun): boolean {
  return cluster.busy().every((work) => {
    const deployment = deploymentBehind(work, cluster.read);
    return deployment !== undefined && goesInCircles(deployment, cluster);
  });
}

function deploymentBehind(work: string, read: Reader): Deployment | undefined {
  const [, controller, name = ''] = /^(deployment|replicaset)-controller default\/(\S+)$/.exec(work) ?? [];
  if (controller === 'deployment') return read.get<Deployment>('Deployment', 'default', name);
  const replicaSet = controller && read.get<ReplicaSet>('ReplicaSet', 'default', name);
  const owner = replicaSet ? controllerOf(replicaSet) : undefined;
  return owner?.kind === 'Deployment' ? read.get<Deployment>('Deployment', 'default', owner.name) : undefined;
}

/** It has moved on within its deadline, and one of its containers has ended, again, within the longest back-off before that. */
function goesInCircles({ spec, status }: Deployment, { read, now }: ScenarioRun['cluster']): boolean {
  const window = (spec.progressDeadlineSeconds ?? 600) * 1000;
  const progress = status?.conditions?.find(({ type }) => type === 'Progressing');
  if (progress?.status !== 'True' || (virtualMsOf(progress.lastUpdateTime) ?? 0) < now - window) return false;
  return read.list<Pod>('Pod', 'default').some((pod) => {
    if (!matchesSelector(spec.selector, pod.metadata.labels)) return false;
    return pod.status?.containerStatuses?.some(({ restartCount, state, lastState }) => {
      const ended = virtualMsOf((state?.terminated ?? lastState?.terminated)?.finishedAt) ?? 0;
      return restartCount >= 3 && ended >= now - window - longestBackOffMs;
    });
  });
}

const longestBackOffMs = 300_000;

/** How the Deployments and DaemonSets stand at the end: `complete` each, where nothing is in their way. */
export function statesAtEnd({ file, seed }: Play): readonly string[] {
  const { scenario, problems } = readScenario(file, schema, () => undefined);
  if (!scenario) return problems.map(({ message }) => message);
  const { cluster, trace } = runWith(scenario, seed);
  return verdicts({ read: cluster.read, settled: cluster.isSettled, trace })
    .filter(({ kind }) => kind === 'Deployment' || kind === 'DaemonSet')
    .map(({ kind, name, state, reason }) => `${kind}/${name} ${state === 'complete' ? state : `${state}: ${reason}`}`);
}

function runWith(scenario: Scenario, seed: number): ScenarioRun {
  return runScenario(scenario, { schema, parts: ({ cluster }) => clusterParts(allStructures, cluster, seed) });
}

const textOf = ({ trace }: ScenarioRun): string => JSON.stringify(trace);

/** Where another seed comes to another end. */
function chances(one: ScenarioRun, other: ScenarioRun): readonly Violation[] {
  const [first, second] = [endOf(one), endOf(other)];
  const index = first.findIndex((line, position) => line !== second[position]);
  if (index < 0 && first.length === second.length) return [];
  const what = `${first[index] ?? 'nothing'} with one seed, ${second[index < 0 ? first.length : index] ?? 'nothing'} with another`;
  return [{ invariant: 'what settles does not hang on the seed', at: one.cluster.now / 1000, what }];
}

/**
 * Everything about the pods but what is drawn at random, and how the workloads stand. Which of its pods a ReplicaSet deletes
 * first depends on where they run, and so on chance; only one that no Deployment owns has pods of several templates.
 */
function endOf({ cluster, trace }: ScenarioRun): readonly string[] {
  const pods = cluster.read.list<Pod>('Pod', 'default').map((pod) => {
    const isOfBareSet = controllerOf(pod)?.kind === 'ReplicaSet' && pod.metadata.labels?.['pod-template-hash'] === undefined;
    if (isOfBareSet) return `pod ${pod.metadata.labels?.app}`;
    const { phase = '', conditions = [] } = pod.status ?? {};
    const images = pod.spec?.containers.map(({ image }) => image).join(' ') ?? '';
    return `pod ${pod.metadata.labels?.app} ${images} ${phase} ready=${conditions.find(({ type }) => type === 'Ready')?.status}`;
  });
  const stands = verdicts({ read: cluster.read, settled: true, trace })
    .filter(({ kind }) => kind !== 'ReplicaSet')
    .map(({ kind, name, state, reason }) => `${kind} ${name} ${state} ${reason}`);
  return [...pods, ...stands].toSorted();
}

function firsts(found: readonly Violation[]): readonly Violation[] {
  return found.filter(({ invariant }, index) => found.findIndex((other) => other.invariant === invariant) === index);
}
