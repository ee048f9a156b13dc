import type { PlacementExplanation } from '../cluster/scheduler/explain.ts';
import type { Reader } from '../cluster/engine/types.ts';
import type { Deployment, Namespace, Node, Pod } from '../kubernetes/api.ts';
import { controllerOf, type KubernetesObject, refOf } from '../kubernetes/object.ts';
import { printRow } from '../kubernetes/printers/index.ts';
import type { StateIcon, TreeItem, TreeParams } from '../protocol.ts';
import { notEmulated } from './not-emulated.ts';
import { podItem } from './pod-item.ts';
import { isSystem } from './system-objects.ts';
import { formatSeconds } from './units.ts';
import { explainNodes } from './why.ts';

export interface TreeContext {
  readonly groupBy: TreeParams['groupBy'];
  /** Virtual seconds. */
  readonly at: number;
  readonly seed: number;
  readonly kubernetesVersion: string;
  /** Why the scheduler put the pod with this uid where it is. */
  readonly placementOf: (uid: string) => PlacementExplanation | undefined;
}

/** The Running Pods view: the cluster, and below it nodes or owners with their pods. */
export function treeOf(read: Reader, context: TreeContext): readonly TreeItem[] {
  const nodes = read.list<Node>('Node');
  const pods = read.list<Pod>('Pod');
  const children = context.groupBy === 'node' ? byNode(read, nodes, context) : byOwner(read, context);
  const running = pods.filter((pod) => pod.status?.phase === 'Running').length;
  const cluster: TreeItem = {
    id: 'cluster',
    label: 'Cluster',
    description: `${running}/${counted(pods.length, 'pod')} running · ${formatSeconds(context.at)}`,
    tooltip: [
      `Built-in cluster · Kubernetes ${context.kubernetesVersion} · seed ${context.seed}`,
      `${counted(nodes.length, 'node')} · ${running} of ${counted(pods.length, 'pod')} running`,
      `Virtual time ${formatSeconds(context.at)}: nothing here runs outside the editor.`,
    ].join('\n\n'),
    icon: nodes.length === 0 ? 'error' : 'ok',
    context: 'cluster',
    expanded: true,
    children: nodes.length === 0 ? [noNodes] : children,
  };
  return [cluster];
}

const noNodes: TreeItem = {
  id: 'no-nodes',
  label: 'No nodes',
  description: 'no pod can run anywhere',
  tooltip: 'The cluster file describes no nodes, so every pod stays Pending.',
  icon: 'error',
  context: 'note',
  children: [],
};

function byNode(read: Reader, nodes: readonly Node[], context: TreeContext): TreeItem[] {
  const items = nodes.map((node) => nodeItem(read, node, context));
  const unplaced = read.podsOnNode<Pod>('');
  if (unplaced.length === 0) return items;
  const pending: TreeItem = {
    id: 'unscheduled',
    label: 'Not scheduled',
    description: counted(unplaced.length, 'pod'),
    tooltip: 'Pods that the scheduler has not placed on a node.',
    icon: 'warning',
    context: 'note',
    expanded: true,
    children: unplaced.map((pod) => podItem(pod, { ...context, place: 'node' })),
  };
  return [...items, pending];
}

function nodeItem(read: Reader, node: Node, context: TreeContext): TreeItem {
  const name = node.metadata.name ?? '';
  const pods = read.podsOnNode<Pod>(name);
  const status = columns(node, context.at).get('STATUS') ?? '';
  const zone = node.metadata.labels?.['topology.kubernetes.io/zone'];
  const isFailed = !status.startsWith('Ready');
  const isCordoned = node.spec?.unschedulable === true;
  const icon: StateIcon = isFailed ? 'error' : isCordoned ? 'cordoned' : 'ok';
  return {
    id: `node/${name}`,
    label: name,
    description: [status, counted(pods.length, 'pod'), zone].filter(Boolean).join(' · '),
    tooltip: nodeTooltip(node, status),
    icon,
    object: { kind: 'Node', namespace: '', name },
    context: isFailed ? 'node.failed' : isCordoned ? 'node.cordoned' : 'node',
    expanded: true,
    children: pods.map((pod) => podItem(pod, { ...context, place: 'node' })),
  };
}

function nodeTooltip(node: Node, status: string): string {
  const { allocatable = {} } = node.status ?? {};
  const taints = (node.spec?.taints ?? []).map(({ key, value, effect }) => `\`${key}${value ? `=${value}` : ''}:${effect}\``);
  return [
    `**${node.metadata.name ?? ''}** ${status}`,
    `Allocatable: ${allocatable.cpu ?? 0} cpu, ${allocatable.memory ?? 0} memory, ${allocatable.pods ?? 0} pods`,
    taints.length > 0 ? `Taints: ${taints.join(', ')}` : 'No taints',
  ].join('\n\n');
}

/** Kinds that stand at the top of the owner view, in this order; bare pods come last. */
const ownerKinds = [
  'Deployment',
  'StatefulSet',
  'DaemonSet',
  'ReplicaSet',
  'Job',
  'CronJob',
  'ReplicationController',
  'Pod',
] as const;

function byOwner(read: Reader, context: TreeContext): TreeItem[] {
  const namespaces = read.list<Namespace>('Namespace').map((namespace) => namespace.metadata.name ?? '');
  const groups = namespaces.flatMap((namespace) => {
    const tops = ownerKinds.flatMap((kind) => read.list(kind, namespace)).filter((object) => controllerOf(object) === undefined);
    if (tops.length === 0) return [];
    const group: TreeItem = {
      id: `namespace/${namespace}`,
      label: namespace,
      description: counted(tops.length, 'workload'),
      tooltip: `Namespace ${namespace}`,
      icon: 'ok',
      object: { kind: 'Namespace', namespace: '', name: namespace },
      context: 'namespace',
      expanded: !tops.every(isSystem),
      children: tops.map((object) => ownerItem(read, object, context)),
    };
    return [group];
  });
  return groups.sort((a, b) => Number(a.id === 'namespace/kube-system') - Number(b.id === 'namespace/kube-system'));
}

function ownerItem(read: Reader, object: KubernetesObject, context: TreeContext): TreeItem {
  if (object.kind === 'Pod') return podItem(object, { ...context, place: 'owner' });
  const uid = object.metadata.uid ?? '';
  const replicaSets = read.ownedBy('ReplicaSet', uid).toReversed();
  const shown = columns(object, context.at);
  const note = notEmulated(object.kind);
  const ref = refOf(object);
  const children = [
    ...replicaSets.map((replicaSet) => ownerItem(read, replicaSet, context)),
    ...read.ownedBy<Pod>('Pod', uid).map((pod) => podItem(pod, { ...context, place: 'owner' })),
    ...(object.kind === 'DaemonSet' ? explainNodes(read, object) : []),
  ];
  return {
    id: `${ref.kind}/${ref.namespace}/${ref.name}`,
    label: ref.name,
    description: note
      ? `${ref.kind} · not emulated`
      : [ref.kind, shown.get('READY') ?? readyOf(shown), isPaused(object) && 'paused'].filter(Boolean).join(' · '),
    tooltip:
      note ?? [`**${ref.kind} ${ref.name}**`, [...shown].map(([name, value]) => `${name} ${value}`).join(' · ')].join('\n\n'),
    icon: note ? 'warning' : ownerIcon(object),
    object: ref,
    context: isPaused(object) ? 'deployment.paused' : ref.kind.toLowerCase(),
    expanded: object.kind !== 'ReplicaSet' || children.length > 0,
    children,
  };
}

/** A paused rollout is offered to be resumed. */
function isPaused(object: KubernetesObject): boolean {
  return object.kind === 'Deployment' && (object as Deployment).spec.paused === true;
}

/** DaemonSets and ReplicaSets print READY beside DESIRED. */
function readyOf(shown: ReadonlyMap<string, string>): string {
  const desired = shown.get('DESIRED');
  return desired === undefined ? '' : `${shown.get('READY') ?? 0}/${desired}`;
}

interface WorkloadNumbers {
  readonly spec?: { readonly replicas?: number };
  readonly status?: { readonly readyReplicas?: number; readonly numberReady?: number; readonly desiredNumberScheduled?: number };
}

function ownerIcon(object: KubernetesObject): StateIcon {
  const { spec, status } = object as WorkloadNumbers;
  const wanted = object.kind === 'DaemonSet' ? (status?.desiredNumberScheduled ?? 0) : (spec?.replicas ?? 1);
  const ready = object.kind === 'DaemonSet' ? (status?.numberReady ?? 0) : (status?.readyReplicas ?? 0);
  return ready >= wanted ? 'ok' : 'warning';
}

function columns(object: KubernetesObject, atSeconds: number): ReadonlyMap<string, string> {
  return new Map(printRow(object, Math.round(atSeconds * 1000)).map(({ name, value }) => [name, value]));
}

function counted(count: number, noun: string): string {
  return `${count} ${noun}${count === 1 ? '' : 's'}`;
}
