import type { DaemonSet, Node, PodSpec, Toleration } from '../../kubernetes/api.ts';
import { findUntoleratedTaint, requiredNodeAffinity, taintText } from '../../kubernetes/node-matching.ts';

/** May a node run a DaemonSet's pod? Source: pkg/controller/daemon/daemon_controller.go (nodeShouldRunDaemonPod) */
export interface NodeVerdict {
  /** A pod belongs there, and is created where there is none. */
  readonly shouldRun: boolean;
  /** A pod that is already there may stay (taints with NoSchedule do not drive it away). */
  readonly shouldContinueRunning: boolean;
}

export interface NodeExplanation extends NodeVerdict {
  /** Why no pod belongs on the node, in words; absent where one does. */
  readonly reason?: string;
}

/** Judges many nodes for one DaemonSet; what depends on the template alone is prepared once. */
export function nodeJudge(daemonSet: DaemonSet): (node: Node) => NodeVerdict {
  const explain = nodeExplainer(daemonSet, () => '');
  return (node) => explain(node);
}

/** Whether one node gets a pod of this DaemonSet and, if it gets none, which taint, label or name is in the way. */
export function explainNode(daemonSet: DaemonSet, node: Node): NodeExplanation {
  return nodeExplainer(daemonSet, (reason) => reason())(node);
}

function nodeExplainer(daemonSet: DaemonSet, say: (reason: () => string) => string): (node: Node) => NodeExplanation {
  const spec: Partial<PodSpec> = daemonSet.spec.template.spec ?? {};
  const tolerations = daemonTolerations(spec);
  const affinity = requiredNodeAffinity(spec);
  const never = { shouldRun: false, shouldContinueRunning: false };
  return (node) => {
    if (spec.nodeName && spec.nodeName !== node.metadata.name) {
      return {
        ...never,
        reason: say(() => `the pod template names the node ${spec.nodeName ?? ''}`),
      };
    }
    if (!affinity.matches(node)) return { ...never, reason: say(() => affinity.mismatch(node) ?? '') };
    const taint = findUntoleratedTaint(node.spec?.taints, tolerations, ['NoExecute', 'NoSchedule']);
    if (taint === undefined) return { shouldRun: true, shouldContinueRunning: true };
    const drivenAway = findUntoleratedTaint(node.spec?.taints, tolerations, ['NoExecute']) !== undefined;
    return {
      shouldRun: false,
      shouldContinueRunning: !drivenAway,
      reason: say(() => `the taint ${taintText(taint)} is not tolerated`),
    };
  };
}

/**
 * The tolerations of a DaemonSet's pods: those of the template, and those that keep them on nodes in trouble.
 * Source: pkg/controller/daemon/util/daemonset_util.go (AddOrUpdateDaemonPodTolerations)
 */
export function daemonTolerations(spec: Partial<PodSpec>): Toleration[] {
  const automatic: [key: string, effect: 'NoExecute' | 'NoSchedule'][] = [
    ['not-ready', 'NoExecute'],
    ['unreachable', 'NoExecute'],
    ['disk-pressure', 'NoSchedule'],
    ['memory-pressure', 'NoSchedule'],
    ['pid-pressure', 'NoSchedule'],
    ['unschedulable', 'NoSchedule'],
  ];
  if (spec.hostNetwork) automatic.push(['network-unavailable', 'NoSchedule']);
  let tolerations: Toleration[] = spec.tolerations ?? [];
  for (const [name, effect] of automatic) {
    tolerations = addOrReplace(tolerations, {
      key: `node.kubernetes.io/${name}`,
      operator: 'Exists',
      effect,
    });
  }
  return tolerations;
}

/** A toleration for the same taints is replaced: its tolerationSeconds must not end what the DaemonSet keeps. */
function addOrReplace(tolerations: readonly Toleration[], wanted: Toleration): Toleration[] {
  const isSame = ({ key, operator, effect, value }: Toleration) =>
    key === wanted.key && operator === wanted.operator && effect === wanted.effect && !value;
  if (!tolerations.some(isSame)) return [...tolerations, wanted];
  return tolerations.map((toleration) => (isSame(toleration) ? wanted : toleration));
}
