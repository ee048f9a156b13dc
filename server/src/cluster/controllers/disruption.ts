import type { LabelSelector, Pod, PodDisruptionBudget, PodDisruptionBudgetStatus } from '../../kubernetes/api.ts';
import { withDisruptionAllowed, withVerdict } from '../../kubernetes/disruption-budget.ts';
import { deepEqual } from '../../kubernetes/equality.ts';
import { controllerOf, type KubernetesObject, refOf } from '../../kubernetes/object.ts';
import { resolveIntOrPercent } from '../../kubernetes/percent.ts';
import { isPodReady } from '../../kubernetes/pod-status.ts';
import { matchesSelector } from '../../kubernetes/selector.ts';
import { type Action, type Controller, keyOf, type Reader, type ReconcileContext } from '../engine/types.ts';

export interface DisruptionObservation {
  readonly budget: PodDisruptionBudget;
  readonly pods: readonly Pod[];
  /** The pods' workloads, each once; undefined where a pod's controller cannot be scaled or is gone. */
  readonly expected: Expected;
}

/** How many pods the workloads want, and what stands against counting them. */
interface Expected {
  readonly count: number;
  readonly hasUnmanaged: boolean;
  readonly error?: string;
}

/**
 * Keeps a budget's status: how many of its pods are healthy, how many must be, and how many may go. A budget's pods that were
 * evicted and not yet deleted do not occur here, since an eviction deletes at once.
 * Source: pkg/controller/disruption/disruption.go; https://kubernetes.io/docs/concepts/workloads/pods/disruptions/
 */
export const disruptionController: Controller<DisruptionObservation> = {
  name: 'disruption-controller',
  watches: {
    PodDisruptionBudget: (change) => (change.type === 'deleted' ? [] : [keyOf(change.object)]),
    Pod: ({ object }, read) => budgetsOf(object, read),
  },
  observe(key, read) {
    const slash = key.indexOf('/');
    const budget = read.get<PodDisruptionBudget>('PodDisruptionBudget', key.slice(0, slash), key.slice(slash + 1));
    if (!budget) return undefined;
    const pods = read
      .list<Pod>('Pod', budget.metadata.namespace)
      .filter((pod) => matchesSelector(budget.spec?.selector, pod.metadata.labels));
    return { budget, pods, expected: expectedOf(pods, read) };
  },
  reconcile,
};

/** Only the first of several budgets hears of a pod. */
function budgetsOf(pod: Pod, read: Reader): readonly string[] {
  const budget = read
    .list<PodDisruptionBudget>('PodDisruptionBudget', pod.metadata.namespace)
    .find((each) => matchesSelector(each.spec?.selector, pod.metadata.labels));
  return budget ? [keyOf(budget)] : [];
}

function expectedOf(pods: readonly Pod[], read: Reader): Expected {
  const scales = new Map<string, number>();
  let hasUnmanaged = false;
  for (const pod of pods) {
    const reference = controllerOf(pod);
    if (!reference) {
      hasUnmanaged = true;
      continue;
    }
    const owner = read.byUid(reference.uid);
    if (owner?.kind === 'DaemonSet' || owner?.kind === 'Job') {
      const resource = owner.kind === 'Job' ? 'jobs.batch' : 'daemonsets.apps';
      return { count: 0, hasUnmanaged, error: `${resource} does not implement the scale subresource` };
    }
    const scaled = owner && topOf(owner, read);
    if (!scaled) return { count: 0, hasUnmanaged, error: `found no controllers for pod ${JSON.stringify(pod.metadata.name)}` };
    scales.set(scaled.metadata.uid ?? '', (scaled as { spec?: { replicas?: number } }).spec?.replicas ?? 0);
  }
  return { count: [...scales.values()].reduce((sum, count) => sum + count, 0), hasUnmanaged };
}

/** A Deployment stands for its ReplicaSets. */
function topOf(owner: KubernetesObject, read: Reader): KubernetesObject | undefined {
  const above = owner.kind === 'ReplicaSet' ? controllerOf(owner) : undefined;
  return above?.kind === 'Deployment' ? read.byUid(above.uid) : owner;
}

function reconcile({ budget, pods, expected }: DisruptionObservation, { timestamp }: ReconcileContext): readonly Action[] {
  const actions: Action[] = [];
  const say = (type: 'Normal' | 'Warning', reason: string, message: string) => {
    actions.push({ do: 'event', type, about: refOf(budget), reason, message });
  };
  if (pods.length === 0) say('Normal', 'NoPods', 'No matching pods found');
  const { minAvailable, maxUnavailable } = budget.spec ?? {};
  const needsScale = maxUnavailable !== undefined || typeof minAvailable === 'string';
  if (needsScale && expected.error !== undefined) {
    say('Warning', 'CalculateExpectedPodCountFailed', `Failed to calculate the number of expected pods: ${expected.error}`);
    return [...actions, ...written(budget, failedStatus(budget, expected.error, timestamp))];
  }
  if (needsScale && expected.hasUnmanaged) say('Warning', 'UnmanagedPods', unmanagedText(budget));
  const status = statusOf(budget, pods, needsScale ? expected.count : minAvailable === undefined ? 0 : pods.length);
  return [...actions, ...written(budget, withDisruptionAllowed(budget, status, timestamp))];
}

function unmanagedText({ spec }: PodDisruptionBudget): string {
  return (
    `Pods selected by this PodDisruptionBudget (selector: ${selectorText(spec?.selector)}) were found to be unmanaged. As a ` +
    'result, the status of the PDB cannot be calculated correctly, which may result in undefined behavior. To account for ' +
    'these pods please set ".spec.minAvailable" field of the PDB to an integer value.'
  );
}

/** A selector as Go's generated code prints it. */
function selectorText(selector: LabelSelector | undefined): string {
  if (!selector) return 'nil';
  const labels = Object.entries(selector.matchLabels ?? {}).sort(([one], [other]) => (one < other ? -1 : 1));
  const wanted = labels.map(([name, value]) => `${name}: ${value},`).join('');
  const requirements = (selector.matchExpressions ?? []).map(
    ({ key, operator, values }) =>
      `LabelSelectorRequirement{Key:${key},Operator:${operator},Values:[${(values ?? []).join(' ')}],},`,
  );
  return `&LabelSelector{MatchLabels:map[string]string{${wanted}},MatchExpressions:[]LabelSelectorRequirement{${requirements.join('')}},}`;
}

/** Counts; without the condition that follows from them. */
function statusOf({ spec, metadata }: PodDisruptionBudget, pods: readonly Pod[], expected: number): PodDisruptionBudgetStatus {
  const { minAvailable, maxUnavailable } = spec ?? {};
  const desired =
    maxUnavailable !== undefined
      ? Math.max(0, expected - resolveIntOrPercent(maxUnavailable, expected, 'up'))
      : resolveIntOrPercent(minAvailable, expected, 'up');
  const healthy = pods.filter((pod) => pod.metadata.deletionTimestamp === undefined && isPodReady(pod)).length;
  return {
    currentHealthy: healthy,
    desiredHealthy: desired,
    disruptionsAllowed: expected <= 0 ? 0 : Math.max(0, healthy - desired),
    expectedPods: expected,
    ...(metadata.generation !== undefined && { observedGeneration: metadata.generation }),
  };
}

/** Whatever else is unknown, nothing may go. */
function failedStatus(budget: PodDisruptionBudget, error: string, now: string): PodDisruptionBudgetStatus {
  const { currentHealthy = 0, desiredHealthy = 0, expectedPods = 0, ...others } = budget.status ?? {};
  const status = { ...others, currentHealthy, desiredHealthy, expectedPods, disruptionsAllowed: 0 };
  return withVerdict(budget, status, { status: 'False', reason: 'SyncFailed', message: error }, now);
}

function written(budget: PodDisruptionBudget, status: PodDisruptionBudgetStatus): readonly Action[] {
  if (deepEqual(budget.status, status)) return [];
  return [{ do: 'updateStatus', object: { ...budget, status } as PodDisruptionBudget }];
}
