import { batch, computed, effect, signal } from '@preact/signals';
import type { Timeline, TimelinePod, TimelineWorkload } from '../../server/src/protocol.ts';
import { keep, kept, post } from './host.ts';
import { eventsOfPod, eventsOfWorkload } from './model/events.ts';
import { allKey, allWorkloads } from './model/all-workloads.ts';
import { chooseWorkload } from './model/choose-workload.ts';
import { barAt, keyOf, podsOf } from './model/pods.ts';
import { rowsOf } from './model/rows.ts';
import { timeScale } from './model/time-scale.ts';

/** undefined: not asked yet; null: nothing was simulated. */
export const timeline = signal<Timeline | null | undefined>(undefined);
export const failure = signal<string | undefined>(undefined);
/** The moment that everything shows, in virtual seconds since the cluster's start. */
export const at = signal(0);
export const workloadKey = signal(kept.workload ?? '');
export const groupBy = signal<'revision' | 'node'>(kept.groupBy ?? 'revision');
export const selectedPod = signal<string | undefined>(kept.pod);
export const selectedNode = signal<string | undefined>(undefined);
export const isPlaying = signal(false);
/** Chosen by the user; else it follows the run's length. */
export const chosenSpeed = signal<number | undefined>(kept.speed);
export const scope = signal<'all' | 'workload' | 'pod'>(kept.scope ?? 'all');
export const warningsOnly = signal(kept.warningsOnly ?? false);
/** How the scheduler came to its decision, unfolded. */
export const showScores = signal(kept.showScores ?? false);
export const foldQuiet = signal(kept.foldQuiet ?? true);

export const workload = computed<TimelineWorkload | undefined>(() => {
  const run = timeline.value;
  if (!run) return undefined;
  if (workloadKey.value === allKey && run.workloads.length > 1) return allWorkloads(run);
  return run.workloads.find((one) => keyOf(one) === workloadKey.value) ?? run.workloads[0];
});

/** The workload that the actions mean: the one in front, or among all that of the chosen pod. */
export const target = computed<TimelineWorkload | undefined>(() => {
  if (workload.value?.kind !== '') return workload.value;
  return timeline.value?.workloads.find((one) => podsOf(one).some(({ uid }) => uid === selectedPod.value));
});

export const ownPods = computed(() => new Set(workload.value ? podsOf(workload.value).map(({ uid }) => uid) : []));

export const rows = computed(() => {
  const run = timeline.value;
  return run && workload.value ? rowsOf(workload.value, groupBy.value, run.nodes) : [];
});

/** Any pod of the run by its uid, the system's among them. */
const podsByUid = computed(() => {
  const run = timeline.value;
  const all = run ? [...run.workloads.flatMap(podsOf), ...run.systemPods] : [];
  return new Map(all.map((pod) => [pod.uid, pod]));
});

export const pod = computed<TimelinePod | undefined>(() => podsByUid.value.get(selectedPod.value ?? ''));

/** The node that the actions mean: the one chosen, else that of the chosen pod. */
export const node = computed(() => selectedNode.value ?? (pod.value?.node || undefined));

const changes = computed(() => {
  const run = timeline.value;
  if (!run) return [];
  const bars = run.workloads.flatMap(podsOf).flatMap(({ bars: all }) => all.flatMap(({ from, to }) => [from, to]));
  const status = run.nodes.flatMap((one) => one.status.map((point) => point.at));
  return [...new Set([...bars, ...status, ...run.events.map((event) => event.at)])].sort((a, b) => a - b);
});

/** Share of the plot's width after the run's last moment. */
const room = 0.07;

const folded = computed(() => timeScale(timeline.value?.from ?? 0, timeline.value?.to ?? 1, { moments: changes.value, room }));
export const canFold = computed(() => folded.value.folds.length > 0);
export const scale = computed(() =>
  foldQuiet.value ? folded.value : timeScale(timeline.value?.from ?? 0, timeline.value?.to ?? 1, { room }),
);

export const speeds = [0.5, 1, 2, 5, 10, 20, 50, 100] as const;

/** About twelve seconds for the whole run. */
export const speed = computed(() => {
  if (chosenSpeed.value !== undefined) return chosenSpeed.value;
  const wanted = scale.value.perWidth / 12;
  return speeds.findLast((one) => one <= wanted) ?? speeds[0];
});

export const events = computed(() => {
  const all = timeline.value?.events ?? [];
  const inScope =
    scope.value === 'pod' && pod.value
      ? eventsOfPod(all, pod.value)
      : scope.value === 'workload' && workload.value
        ? eventsOfWorkload(all, workload.value)
        : all;
  return warningsOnly.value ? inScope.filter(({ type }) => type === 'Warning') : inScope;
});

export const eventMoments = computed(() => [...new Set(events.value.map((event) => event.at))]);

export const isAtEnd = computed(() => at.value >= (timeline.value?.to ?? 0));

export function showTimeline(next: Timeline | null, moment: number | undefined): void {
  batch(() => {
    const isNewRun = next?.from !== timeline.peek()?.from || next?.to !== timeline.peek()?.to;
    timeline.value = next;
    failure.value = undefined;
    if (!next) return;
    if (isNewRun) isPlaying.value = false;
    at.value = moment === undefined ? next.to : within(moment, next);
    workloadKey.value = chooseWorkload(next, workloadKey.peek());
    if (selectedNode.peek() && !next.nodes.some(({ name }) => name === selectedNode.peek())) selectedNode.value = undefined;
  });
}

/** The moment changed elsewhere. */
export function followMoment(moment: number | undefined): void {
  const run = timeline.peek();
  if (!run) return;
  isPlaying.value = false;
  at.value = moment === undefined ? run.to : within(moment, run);
}

/** The user goes to a moment: the tree follows. */
export function goTo(moment: number): void {
  const run = timeline.peek();
  if (!run) return;
  at.value = within(moment, run);
  tellMoment();
}

export function selectPod(uid: string | undefined): void {
  batch(() => {
    selectedPod.value = uid;
    selectedNode.value = undefined;
    const owner = timeline.peek()?.workloads.find((one) => podsOf(one).some((member) => member.uid === uid));
    if (owner && workloadKey.peek() !== allKey) workloadKey.value = keyOf(owner);
  });
}

export function selectNode(name: string): void {
  selectedNode.value = selectedNode.peek() === name ? undefined : name;
}

/** The pod of this name that exists at a moment; a StatefulSet's pods share their names over time. */
export function podNamed(namespace: string, name: string, moment: number): TimelinePod | undefined {
  const run = timeline.peek();
  if (!run) return undefined;
  const named = [...podsByUid.peek().values()].filter((one) => one.namespace === namespace && one.name === name);
  return named.find((one) => barAt(one, moment, run.to)) ?? named[0];
}

function within(moment: number, { from, to }: Timeline): number {
  return Math.min(to, Math.max(from, moment));
}

/** The tree asks the server anew for each moment, so it is told a few times a second, and always the last. */
const tellEveryMs = 120;
let told: number | undefined;
let timer: number | undefined;

function tellMoment(): void {
  if (timer !== undefined) return;
  tellNow();
  timer = window.setTimeout(() => {
    timer = undefined;
    if (moment() !== told) tellMoment();
  }, tellEveryMs);
}

function tellNow(): void {
  told = moment();
  post(told === undefined ? { type: 'at' } : { type: 'at', at: told });
}

function moment(): number | undefined {
  return isAtEnd.peek() ? undefined : at.peek();
}

effect(() =>
  keep({
    workload: workloadKey.value,
    groupBy: groupBy.value,
    pod: selectedPod.value,
    speed: chosenSpeed.value,
    scope: scope.value,
    warningsOnly: warningsOnly.value,
    foldQuiet: foldQuiet.value,
    showScores: showScores.value,
  }),
);
