import type { PodDisruptionBudget, PodDisruptionBudgetStatus } from './api.ts';

type Condition = NonNullable<PodDisruptionBudgetStatus['conditions']>[number];

/** The condition of a budget that says whether a pod may go. */
export function disruptionAllowed(budget: PodDisruptionBudget): Condition | undefined {
  return budget.status?.conditions?.find(({ type }) => type === 'DisruptionAllowed');
}

/** The condition DisruptionAllowed as it follows from the counts, set in a status that is to be the budget's next. */
export function withDisruptionAllowed(
  budget: PodDisruptionBudget,
  status: PodDisruptionBudgetStatus,
  timestamp: string,
): PodDisruptionBudgetStatus {
  const holds = (status.disruptionsAllowed ?? 0) > 0;
  const verdict = holds
    ? ({ status: 'True', reason: 'SufficientPods', message: '' } as const)
    : ({ status: 'False', reason: 'InsufficientPods', message: '' } as const);
  return withVerdict(budget, status, verdict, timestamp);
}

/**
 * Sets the condition DisruptionAllowed; its time moves only with its status.
 * Source: staging/src/k8s.io/component-helpers/apps/poddisruptionbudget/helpers.go
 */
export function withVerdict(
  budget: PodDisruptionBudget,
  status: PodDisruptionBudgetStatus,
  verdict: Pick<Condition, 'status' | 'reason' | 'message'>,
  timestamp: string,
): PodDisruptionBudgetStatus {
  const before = disruptionAllowed(budget);
  const { observedGeneration } = status;
  const condition = {
    type: 'DisruptionAllowed',
    status: verdict.status,
    reason: verdict.reason,
    message: verdict.message,
    lastTransitionTime: before?.status === verdict.status ? before.lastTransitionTime : timestamp,
    ...(observedGeneration && { observedGeneration }),
  };
  return { ...status, conditions: [condition] };
}
