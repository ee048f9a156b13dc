import type { Node, NodeCondition } from '../../kubernetes/api.ts';
import { virtualMsOf } from '../../kubernetes/time.ts';
import type { VirtualMs } from '../engine/types.ts';
import { failedSinceAnnotation } from '../node-failure.ts';

/**
 * When a silent node counts as lost. The kubelet renews its lease every 10 s; the controller looks every 5 s and allows
 * 50 s (60 s for a node that never reported). Both grids start at the cluster's start, so the loss is noticed 45 to 55 s
 * after the machine went down.
 * Source: pkg/controller/nodelifecycle/node_lifecycle_controller.go (tryUpdateNodeHealth); kube-controller-manager's
 * --node-monitor-period, --node-monitor-grace-period, --node-startup-grace-period
 */
const renewMs = 10_000;
const monitorMs = 5000;
const graceMs = 50_000;
const startupGraceMs = 60_000;

/** The conditions that the kubelet posts; NetworkUnavailable belongs to the control plane. */
const postedTypes = ['Ready', 'MemoryPressure', 'DiskPressure', 'PIDPressure'];

export function readyCondition(node: Node): NodeCondition | undefined {
  return node.status?.conditions?.find(({ type }) => type === 'Ready');
}

export function isNodeReady(node: Node): boolean {
  return readyCondition(node)?.status === 'True';
}

/** When the controller gives a node up; undefined for a node that reports, and for one that is given up already. */
export function lossDueAt(node: Node): VirtualMs | undefined {
  const ready = readyCondition(node);
  if (ready?.status === 'Unknown') return undefined;
  if (ready === undefined) return nextMonitorTick((virtualMsOf(node.metadata.creationTimestamp) ?? 0) + startupGraceMs);
  const silentSince = virtualMsOf(node.metadata.annotations?.[failedSinceAnnotation]);
  if (silentSince === undefined) return undefined;
  return nextMonitorTick(Math.floor(silentSince / renewMs) * renewMs + graceMs);
}

/** The first look that is later than the grace period's end. */
function nextMonitorTick(graceEnd: VirtualMs): VirtualMs {
  return (Math.floor(graceEnd / monitorMs) + 1) * monitorMs;
}

/** What the controller writes for a node that stopped reporting, or never did. */
export function unknownConditions(node: Node, timestamp: string): NodeCondition[] {
  const conditions = node.status?.conditions ?? [];
  const lost = conditions.map((condition): NodeCondition => {
    if (!postedTypes.includes(condition.type) || condition.status === 'Unknown') return condition;
    const message = 'Kubelet stopped posting node status.';
    return { ...condition, status: 'Unknown', reason: 'NodeStatusUnknown', message, lastTransitionTime: timestamp };
  });
  const never = postedTypes.filter((type) => !conditions.some((condition) => condition.type === type));
  return [...lost, ...never.map((type) => neverPosted(type, node, timestamp))];
}

function neverPosted(type: string, node: Node, timestamp: string): NodeCondition {
  return {
    type,
    status: 'Unknown',
    reason: 'NodeStatusNeverUpdated',
    message: 'Kubelet never posted node status.',
    lastHeartbeatTime: node.metadata.creationTimestamp,
    lastTransitionTime: timestamp,
  };
}

/** What the nodes of a zone say about the zone. Source: ComputeZoneState */
export type ZoneState = 'Normal' | 'PartialDisruption' | 'FullDisruption';

export function zoneState(nodes: readonly Node[]): ZoneState {
  const notReady = nodes.filter((node) => !isNodeReady(node)).length;
  if (notReady === nodes.length && notReady > 0) return 'FullDisruption';
  return notReady > 2 && notReady / nodes.length >= 0.55 ? 'PartialDisruption' : 'Normal';
}

/** Source: component-helpers node/topology/helpers.go (GetZoneKey) */
export function zoneOf(node: Node): string {
  const labels = node.metadata.labels ?? {};
  const zone = labels['failure-domain.beta.kubernetes.io/zone'] ?? labels['topology.kubernetes.io/zone'] ?? '';
  const region = labels['failure-domain.beta.kubernetes.io/region'] ?? labels['topology.kubernetes.io/region'] ?? '';
  return `${region}:${zone}`;
}
