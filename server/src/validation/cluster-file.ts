import { canonicalQuantity } from '../kubernetes/quantity.ts';
import { dns1123Subdomain, labelValue, qualifiedName } from '../kubernetes/names.ts';
import type { FieldPath } from '../kubernetes/path.ts';
import type { Severity } from './rule.ts';

/** The spec of `drydock.dev/v1alpha1, kind: Cluster`, and of a scenario's cluster, as far as it is judged here. */
interface ClusterSpec {
  readonly nodes?: readonly NodeEntry[];
  readonly images?: readonly object[];
}

interface NodeEntry {
  readonly name?: string;
  readonly count?: number;
  readonly labels?: Readonly<Record<string, string>>;
  readonly taints?: readonly Taint[];
  readonly capacity?: Readonly<Record<string, string | number>>;
}

interface Taint {
  readonly key?: string;
  readonly value?: string;
}

/** The path begins below the spec. */
export interface ClusterProblem {
  readonly rule: string;
  readonly severity: Severity;
  readonly path: FieldPath;
  readonly message: string;
}

/** The largest cluster that Kubernetes supports. Source: https://kubernetes.io/docs/setup/best-practices/cluster-large/ */
export const mostNodes = 5000;

/** What is wrong with a cluster beside its shape. Nothing is rehearsed on a cluster with errors. */
export function clusterProblems({ nodes, images = [] }: ClusterSpec): readonly ClusterProblem[] {
  return [
    ...nodeCountProblems(nodes),
    ...repeatedNames(nodes ?? []),
    ...(nodes ?? []).flatMap(nodeProblems),
    ...images.flatMap(imageProblems),
  ];
}

function problem(rule: string, path: FieldPath, message: string, severity: Severity = 'error'): ClusterProblem {
  return { rule, severity, path, message };
}

function nodeCountProblems(nodes: ClusterSpec['nodes']): readonly ClusterProblem[] {
  if (nodes === undefined) return [];
  const total = nodes.reduce((sum, { count = 1 }) => sum + Math.max(0, count), 0);
  if (total === 0) return [problem('cluster-nodes', ['nodes'], 'on a cluster without nodes no pod can run', 'warning')];
  if (total <= mostNodes) return [];
  return [problem('cluster-nodes', ['nodes'], `these are ${total} nodes; Kubernetes supports at most ${mostNodes}`)];
}

function repeatedNames(nodes: readonly NodeEntry[]): readonly ClusterProblem[] {
  const known = new Set<string>();
  return nodes.flatMap((node, index) => {
    const names = namesOf(node);
    const twice = names.find((name) => known.has(name));
    for (const name of names) known.add(name);
    return twice === undefined
      ? []
      : [problem('cluster-node-unique', ['nodes', index, 'name'], `there is a node "${twice}" already`)];
  });
}

/** With a count, the name is the beginning of several. */
function namesOf({ name, count }: NodeEntry): readonly string[] {
  if (name === undefined) return [];
  if (count === undefined) return [name];
  return Array.from({ length: Math.max(0, Math.min(count, mostNodes)) }, (_, index) => `${name}-${index + 1}`);
}

function nodeProblems(node: NodeEntry, index: number): readonly ClusterProblem[] {
  const { name, count = 1, labels = {}, taints = [], capacity = {} } = node;
  const rule = 'cluster-node';
  const path: FieldPath = ['nodes', index];
  const say = (below: FieldPath, complaints: readonly string[]): readonly ClusterProblem[] =>
    complaints.map((complaint) => problem(rule, [...path, ...below], complaint));
  return [
    ...say(['name'], name === undefined ? [] : dns1123Subdomain(name)),
    ...say(['count'], count < 0 ? ['a count is not negative'] : []),
    ...Object.entries(labels).flatMap(([key, value]) => say(['labels', key], [...qualifiedName(key), ...labelValue(value)])),
    ...taintProblems(taints).flatMap(({ path: below, message }) => say(['taints', ...below], [message])),
    ...Object.entries(capacity).flatMap(([resource, amount]) => say(['capacity', resource], quantityComplaints(amount))),
  ];
}

/** What is wrong with a node's taints. Source: pkg/apis/core/validation (ValidateNode, validateNodeTaints) */
export function taintProblems(taints: readonly Taint[]): readonly { readonly path: FieldPath; readonly message: string }[] {
  return taints.flatMap(({ key = '', value = '' }, index) => [
    ...qualifiedName(key).map((message) => ({ path: [index, 'key'], message })),
    ...labelValue(value).map((message) => ({ path: [index, 'value'], message })),
  ]);
}

function quantityComplaints(amount: string | number): readonly string[] {
  return canonicalQuantity(amount).startsWith('-') ? ['a capacity is not negative'] : [];
}

/** Times and sizes, whatever they are called. */
function imageProblems(image: object, index: number): readonly ClusterProblem[] {
  return Object.entries(image)
    .filter(([key, value]) => /(Seconds|Bytes)$/.test(key) && typeof value === 'number' && value < 0)
    .map(([key]) => problem('cluster-image', ['images', index, key], 'this is not negative'));
}
