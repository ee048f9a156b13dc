import { EventCorrelator } from '../../server/src/cluster/api/event-correlator.ts';
import { surgeCount, unavailableCount } from '../../server/src/cluster/controllers/daemonset-pods.ts';
import { resizeNew, resizeOld } from '../../server/src/cluster/controllers/deployment-rolling.ts';
import { replicasOf, type Rollout } from '../../server/src/cluster/controllers/deployment-rollout.ts';
import { type Resize, resizeActions, scale } from '../../server/src/cluster/controllers/deployment-scale.ts';
import { disruptionController } from '../../server/src/cluster/controllers/disruption.ts';
import { maxUnavailable } from '../../server/src/cluster/controllers/statefulset-plan.ts';
import { ObjectStore } from '../../server/src/cluster/engine/store.ts';
import type { Action, EventAction } from '../../server/src/cluster/engine/types.ts';
import type {
  DaemonSet,
  Deployment,
  Pod,
  PodDisruptionBudget,
  ReplicaSet,
  StatefulSet,
} from '../../server/src/kubernetes/api.ts';
import type { KubernetesObject } from '../../server/src/kubernetes/object.ts';
import type { IntOrPercent } from '../../server/src/kubernetes/percent.ts';
import { comparison } from './functions-comparison.ts';

interface Budgeted {
  readonly budget: PodDisruptionBudget;
  readonly pods?: readonly Pod[];
  readonly replicaSets?: readonly ReplicaSet[];
  readonly deployments?: readonly Deployment[];
  readonly statefulSets?: readonly StatefulSet[];
}

interface RolloutQuestion {
  readonly deployment: Deployment;
  readonly new: ReplicaSet;
  readonly old?: readonly ReplicaSet[];
}

interface Said {
  readonly at: number;
  readonly object: string;
  readonly type: 'Normal' | 'Warning';
  readonly reason: string;
  readonly message: string;
}

interface UpdateBudget {
  readonly written?: IntOrPercent;
  readonly surge?: IntOrPercent;
  readonly replicas: number;
}

export const workloadComparisons = [
  comparison('budgets', 'how many pods a budget lets go', budgetStatus),
  comparison('rollouts', 'sizes of ReplicaSets in a rollout', rolloutSizes),
  comparison('update-budgets', 'how many pods an update may take', updateBudget),
  comparison('events', 'events that are combined or dropped', correlated),
];

function budgetStatus({ budget, ...others }: Budgeted): unknown {
  const store = new ObjectStore({ placementOf: () => undefined });
  const put = (kind: string, apiVersion: string, objects: readonly { readonly metadata: Pod['metadata'] }[] = []) => {
    for (const object of objects) store.put({ ...object, kind, apiVersion } as KubernetesObject);
  };
  put('PodDisruptionBudget', 'policy/v1', [budget]);
  put('Deployment', 'apps/v1', others.deployments);
  put('ReplicaSet', 'apps/v1', others.replicaSets);
  put('StatefulSet', 'apps/v1', others.statefulSets);
  put('Pod', 'v1', others.pods);
  const observation = disruptionController.observe(`default/${budget.metadata.name ?? ''}`, store, undefined);
  if (!observation) return undefined;
  const actions = disruptionController.reconcile(observation, { now: 0, timestamp: '2026-01-01T00:00:00Z', random: () => 0 });
  const written = actions.flatMap((action) => (action.do === 'updateStatus' ? [action.object as PodDisruptionBudget] : []));
  const status = written[0]?.status;
  const [condition] = status?.conditions ?? [];
  return {
    healthy: status?.currentHealthy,
    desired: status?.desiredHealthy,
    expected: status?.expectedPods,
    allowed: status?.disruptionsAllowed,
    condition: `${condition?.status ?? ''} ${condition?.reason ?? ''}`,
    said: actions.filter(isEvent).map(({ type, reason, message }) => `${type} ${reason} ${message}`),
  };
}

function isEvent(action: Action): action is EventAction {
  return action.do === 'event';
}

function rolloutSizes(question: RolloutQuestion): unknown {
  const rollout: Rollout = {
    deployment: question.deployment,
    newReplicaSet: question.new,
    oldReplicaSets: (question.old ?? []).toReversed(),
    now: 0,
    timestamp: '2026-01-01T00:00:00Z',
  };
  const grown = resizeNew(rollout, question.new);
  const rolled = grown.length > 0 ? grown : resizeOld(rollout, question.new);
  return { scaled: sizesAfter(rollout, scale(rollout)), rolled: sizesAfter(rollout, rolled) };
}

function sizesAfter({ deployment }: Rollout, resizes: readonly Resize[]): Record<string, number> {
  const written = resizeActions(deployment, resizes).flatMap((action) =>
    action.do === 'update' ? [action.object as ReplicaSet] : [],
  );
  return Object.fromEntries(written.map((replicaSet) => [replicaSet.metadata.name ?? '', replicasOf(replicaSet)]));
}

function updateBudget({ written, surge, replicas }: UpdateBudget): readonly number[] {
  const rollingUpdate = { maxUnavailable: written, maxSurge: surge };
  const updateStrategy = { type: 'RollingUpdate', rollingUpdate };
  const daemonSet = { spec: { updateStrategy } } as unknown as DaemonSet;
  const statefulSet = { spec: { replicas, updateStrategy } } as unknown as StatefulSet;
  return [maxUnavailable(statefulSet), unavailableCount(daemonSet, replicas), surgeCount(daemonSet, replicas)];
}

function correlated(events: readonly Said[]): readonly (string | null)[] {
  const correlator = new EventCorrelator();
  return events.map(({ at, object, type, reason, message }) => {
    const about = { apiVersion: 'v1', kind: 'Pod', namespace: 'default', name: object };
    return correlator.correlate({ do: 'event', type, about, reason, message }, 'kubelet', object, at * 1000) ?? null;
  });
}
