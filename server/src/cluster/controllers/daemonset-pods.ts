import type { Affinity, DaemonSet, Pod, PodSpec } from '../../kubernetes/api.ts';
import { resolveIntOrPercent } from '../../kubernetes/percent.ts';
import { isPodTerminal } from '../../kubernetes/pod-status.ts';
import { templateGeneration } from '../../kubernetes/template-generation.ts';
import { podRevisionLabel } from './controller-revision.ts';
import { daemonTolerations } from './daemonset-nodes.ts';
import { podFromTemplate } from './pod-control.ts';

/** Source for all of this file: pkg/controller/daemon/util/daemonset_util.go */

const templateGenerationLabel = 'pod-template-generation';

/** The pod of a node. The default scheduler binds it; its node affinity leaves only that node. */
export function daemonPod(daemonSet: DaemonSet, hash: string, nodeName: string): Pod {
  const pod = podFromTemplate(daemonSet.spec.template, daemonSet);
  const generation = templateGeneration(daemonSet);
  const spec = pod.spec ?? ({} as PodSpec);
  return {
    ...pod,
    metadata: {
      ...pod.metadata,
      labels: {
        ...pod.metadata.labels,
        ...(generation !== undefined && {
          [templateGenerationLabel]: generation,
        }),
        [podRevisionLabel]: hash,
      },
    },
    spec: {
      ...spec,
      tolerations: daemonTolerations(spec),
      affinity: pinnedTo(nodeName, spec.affinity),
    },
  };
}

/** Required node affinity is replaced whole: the template's own terms were checked when the node was chosen. */
function pinnedTo(nodeName: string, affinity: Affinity | undefined): Affinity {
  return {
    ...affinity,
    nodeAffinity: {
      ...affinity?.nodeAffinity,
      requiredDuringSchedulingIgnoredDuringExecution: {
        nodeSelectorTerms: [
          {
            matchFields: [{ key: 'metadata.name', operator: 'In', values: [nodeName] }],
          },
        ],
      },
    },
  };
}

/** The node that a pod runs on or is pinned to. */
export function targetNodeName(pod: Pod): string | undefined {
  if (pod.spec?.nodeName) return pod.spec.nodeName;
  const terms = pod.spec?.affinity?.nodeAffinity?.requiredDuringSchedulingIgnoredDuringExecution?.nodeSelectorTerms ?? [];
  const fields = terms.flatMap((term) => term.matchFields ?? []);
  const pin = fields.find((field) => field.key === 'metadata.name' && field.operator === 'In');
  return pin?.values?.length === 1 ? pin.values[0] : undefined;
}

/** Pods by node. Terminal pods that are being deleted are somebody else's work, and left out. */
export function podsByNode(pods: readonly Pod[]): Map<string, Pod[]> {
  const byNode = new Map<string, Pod[]>();
  for (const pod of pods) {
    const node = targetNodeName(pod);
    if (node === undefined || (isPodTerminal(pod) && pod.metadata.deletionTimestamp !== undefined)) continue;
    const onNode = byNode.get(node);
    if (onNode) onNode.push(pod);
    else byNode.set(node, [pod]);
  }
  return byNode;
}

/** Bound pods first, then the older, then by name. */
export function oldestFirst(pods: readonly Pod[]): readonly Pod[] {
  if (pods.length < 2) return pods;
  const rank = (pod: Pod) => [pod.spec?.nodeName ? 0 : 1, pod.metadata.creationTimestamp ?? '', pod.metadata.name ?? ''] as const;
  return [...pods].sort((a, b) => {
    const [left, right] = [rank(a), rank(b)];
    const at = left.findIndex((value, index) => value !== right[index]);
    return at === -1 ? 0 : (left[at] ?? 0) < (right[at] ?? 0) ? -1 : 1;
  });
}

/** Of the current revision, by hash or by the older template generation. */
export function isPodUpdated(daemonSet: DaemonSet, pod: Pod, hash: string): boolean {
  const generation = templateGeneration(daemonSet);
  if (generation !== undefined && pod.metadata.labels?.[templateGenerationLabel] === generation) return true;
  return hash !== '' && pod.metadata.labels?.[podRevisionLabel] === hash;
}

/** How many of so many nodes may have a second pod during an update. Percentages round up. */
export function surgeCount(daemonSet: DaemonSet, nodes: number): number {
  const { type, rollingUpdate } = daemonSet.spec.updateStrategy ?? {};
  return type === 'RollingUpdate' ? resolveIntOrPercent(rollingUpdate?.maxSurge, nodes, 'up') : 0;
}

/** How many of so many nodes may lack an available pod during an update. Percentages round up. */
export function unavailableCount(daemonSet: DaemonSet, nodes: number): number {
  const { type, rollingUpdate } = daemonSet.spec.updateStrategy ?? {};
  return type === 'RollingUpdate' ? resolveIntOrPercent(rollingUpdate?.maxUnavailable, nodes, 'up') : 0;
}
