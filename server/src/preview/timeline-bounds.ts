import { updateBudget } from '../cluster/controllers/daemonset-update.ts';
import { maxUnavailable } from '../cluster/controllers/statefulset-plan.ts';
import type { DaemonSet, Deployment, StatefulSet } from '../kubernetes/api.ts';
import type { KubernetesObject } from '../kubernetes/object.ts';
import { rolloutBounds } from '../kubernetes/rollout-bounds.ts';

/** What a strategy promises while pods are replaced; absent where it promises nothing. */
export interface Bounds {
  readonly floor?: number;
  readonly ceiling?: number;
  readonly floorLabel?: string;
  readonly ceilingLabel?: string;
}

export function boundsOf(object: KubernetesObject): Bounds {
  if (object.kind === 'Deployment') return deploymentBounds(object as Deployment);
  if (object.kind === 'StatefulSet') return statefulSetBounds(object as StatefulSet);
  if (object.kind === 'DaemonSet') return daemonSetBounds(object as DaemonSet);
  return {};
}

function deploymentBounds(deployment: Deployment): Bounds {
  const { floor, ceiling } = rolloutBounds(deployment);
  const ceilingLabel =
    deployment.spec.strategy?.type === 'Recreate'
      ? `ceiling: replicas = ${ceiling}`
      : `ceiling: replicas + maxSurge = ${ceiling}`;
  if (deployment.spec.strategy?.type === 'Recreate') return { ceiling, ceilingLabel };
  return { floor, ceiling, floorLabel: `floor: replicas − maxUnavailable = ${floor}`, ceilingLabel };
}

/** A StatefulSet never has two pods of one ordinal, so it never has more than `replicas`. */
function statefulSetBounds(set: StatefulSet): Bounds {
  const ceiling = set.spec.replicas ?? 1;
  const above = { ceiling, ceilingLabel: `ceiling: replicas = ${ceiling}` };
  if (set.spec.updateStrategy?.type === 'OnDelete') return above;
  const floor = Math.max(0, ceiling - maxUnavailable(set));
  return { floor, floorLabel: `floor: replicas − maxUnavailable = ${floor}`, ...above };
}

function daemonSetBounds(daemonSet: DaemonSet): Bounds {
  if (daemonSet.spec.updateStrategy?.type === 'OnDelete') return {};
  const nodes = daemonSet.status?.desiredNumberScheduled ?? 0;
  const budget = updateBudget(daemonSet, nodes);
  const floor = Math.max(0, nodes - budget.maxUnavailable);
  const ceiling = nodes + budget.maxSurge;
  return {
    floor,
    ceiling,
    floorLabel: `floor: nodes − maxUnavailable = ${floor}`,
    ceilingLabel: budget.maxSurge > 0 ? `ceiling: nodes + maxSurge = ${ceiling}` : `ceiling: one on each node = ${ceiling}`,
  };
}
