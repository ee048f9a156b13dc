import type { Deployment, DeploymentCondition } from '../../kubernetes/api.ts';

/** Reasons of the Progressing condition. Source: pkg/controller/deployment/util/deployment_util.go */
export const progressReasons = {
  paused: 'DeploymentPaused',
  resumed: 'DeploymentResumed',
  created: 'NewReplicaSetCreated',
  found: 'FoundNewReplicaSet',
  createFailed: 'ReplicaSetCreateError',
  updated: 'ReplicaSetUpdated',
  available: 'NewReplicaSetAvailable',
  timedOut: 'ProgressDeadlineExceeded',
} as const;

/** The value that stands for no limit in progressDeadlineSeconds and revisionHistoryLimit. */
const unlimited = 2 ** 31 - 1;

export type Conditions = readonly DeploymentCondition[];

export function hasProgressDeadline({ spec }: Deployment): boolean {
  return spec.progressDeadlineSeconds !== undefined && spec.progressDeadlineSeconds !== unlimited;
}

export function hasRevisionHistoryLimit({ spec }: Deployment): boolean {
  return spec.revisionHistoryLimit !== undefined && spec.revisionHistoryLimit !== unlimited;
}

export function newCondition(
  type: 'Available' | 'Progressing',
  status: 'True' | 'False' | 'Unknown',
  reason: string,
  message: string,
  timestamp: string,
): DeploymentCondition {
  return { type, status, lastUpdateTime: timestamp, lastTransitionTime: timestamp, reason, message };
}

export function findCondition(conditions: Conditions, type: string): DeploymentCondition | undefined {
  return conditions.find((condition) => condition.type === type);
}

export function progressingCondition(deployment: Deployment): DeploymentCondition | undefined {
  return findCondition(deployment.status?.conditions ?? [], 'Progressing');
}

/** Nothing changes while status and reason stay; else the new condition goes to the end, with its transition time if the status stays. */
export function setCondition(conditions: Conditions, condition: DeploymentCondition): Conditions {
  const current = findCondition(conditions, condition.type ?? '');
  if (current?.status === condition.status && current?.reason === condition.reason) return conditions;
  const lastTransitionTime = current?.status === condition.status ? current?.lastTransitionTime : condition.lastTransitionTime;
  return [...removeCondition(conditions, condition.type ?? ''), { ...condition, lastTransitionTime }];
}

export function removeCondition(conditions: Conditions, type: string): Conditions {
  return conditions.filter((condition) => condition.type !== type);
}

/** A Deployment with one more condition and nothing else changed in its status. */
export function withCondition(deployment: Deployment, condition: DeploymentCondition): Deployment {
  const conditions = [...setCondition(deployment.status?.conditions ?? [], condition)];
  return { ...deployment, status: { ...deployment.status, conditions } };
}
