import type { PlacementExplanation } from '../cluster/scheduler/explain.ts';
import { notModelled } from '../cluster/kubelet/index.ts';
import type { Pod } from '../kubernetes/api.ts';
import { refOf } from '../kubernetes/object.ts';
import { podStatus } from '../kubernetes/printers/index.ts';
import type { TreeItem } from '../protocol.ts';
import { placementLines } from './placement.ts';
import { podProblem } from './pod-problem.ts';
import { podState } from './pod-state.ts';

/** `place` says what stands above the pod, so that this is not said twice. */
export interface PodItemContext {
  /** Virtual seconds. */
  readonly at: number;
  readonly place: 'node' | 'owner';
  /** Why the scheduler put the pod with this uid where it is. */
  readonly placementOf: (uid: string) => PlacementExplanation | undefined;
}

/** Namespaces that a row need not name: the usual one, and that of the cluster's own pods. The tooltip names all. */
const plainNamespaces: ReadonlySet<string> = new Set(['default', 'kube-system']);

/** A pod as the tree shows it. */
export function podItem(pod: Pod, { at, place, placementOf }: PodItemContext): TreeItem {
  const printed = podStatus(pod, Math.round(at * 1000));
  const ref = refOf(pod);
  const node = pod.spec?.nodeName;
  const details = [stateText(printed)];
  const restarts = Number.parseInt(printed.restarts, 10);
  if (restarts > 0) details.push(`${restarts} ${restarts === 1 ? 'restart' : 'restarts'}`);
  if (place === 'owner' && node) details.push(node);
  if (place === 'node' && !plainNamespaces.has(ref.namespace)) details.push(ref.namespace);
  return {
    id: `pod/${pod.metadata.uid ?? ref.name}`,
    label: ref.name,
    description: details.join(' · '),
    tooltip: podTooltip(pod, `${printed.status} ${printed.ready}`, placementOf(pod.metadata.uid ?? '')),
    icon: podState(pod),
    object: ref,
    context: 'pod',
    children: [],
  };
}

/** STATUS and READY as kubectl prints them, short where there is nothing to tell: the side bar cuts what is long. */
function stateText({ status, ready }: { readonly status: string; readonly ready: string }): string {
  return status === 'Running' && ready === '1/1' ? status : `${status} ${ready}`;
}

function podTooltip(pod: Pod, status: string, placement: PlacementExplanation | undefined): string {
  const problem = podProblem(pod);
  const images = (pod.spec?.containers ?? []).map(({ name, image }) => `${name}: \`${image ?? ''}\``);
  const absent = notModelled(pod);
  return [
    `**${pod.metadata.name ?? ''}** ${status}`,
    problem && `${problem.reason}: ${problem.message}`,
    [
      `Namespace ${pod.metadata.namespace ?? ''}`,
      pod.spec?.nodeName && `Node ${pod.spec.nodeName}`,
      pod.status?.podIP && `IP ${pod.status.podIP}`,
    ]
      .filter(Boolean)
      .join(' · '),
    images.join('  \n'),
    placement && [pod.spec?.nodeName ? 'Why here:' : 'Why nowhere:', ...placementLines(placement)].join('  \n'),
    absent.length > 0 && `Not emulated: ${absent.join('; ')}`,
  ]
    .filter(Boolean)
    .join('\n\n');
}
