import type {
  Affinity,
  Node,
  NodeSelectorRequirement,
  NodeSelectorTerm,
  PreferredSchedulingTerm,
  Taint,
  Toleration,
} from './api.ts';
import { labelValue, qualifiedName } from './names.ts';

/**
 * Which nodes a pod may use, as all components of Kubernetes decide it: taints against tolerations, and nodeSelector
 * with required node affinity against a node's labels and name.
 * Source: component-helpers `scheduling/corev1` and `scheduling/corev1/nodeaffinity`, api `core/v1/toleration.go`.
 */

/** Where a pod may run, as its spec (or the spec of a template) says it. */
export interface NodeConstraints {
  readonly nodeSelector?: Readonly<Record<string, string>>;
  readonly affinity?: Affinity;
}

/** Tolerations with the operators Lt and Gt match nothing: their feature gate is alpha and off in 1.37. */
export function tolerates(toleration: Toleration, taint: Taint): boolean {
  if (toleration.effect && toleration.effect !== taint.effect) return false;
  if (toleration.key && toleration.key !== taint.key) return false;
  const operator: string = toleration.operator ?? '';
  if (operator === 'Exists') return true;
  return (operator === '' || operator === 'Equal') && (toleration.value ?? '') === (taint.value ?? '');
}

export function toleratesTaint(tolerations: readonly Toleration[] | undefined, taint: Taint): boolean {
  return tolerations?.some((toleration) => tolerates(toleration, taint)) ?? false;
}

/** The first taint, of those with one of these effects, that no toleration covers. */
export function findUntoleratedTaint(
  taints: readonly Taint[] | undefined,
  tolerations: readonly Toleration[] | undefined,
  effects: readonly string[],
): Taint | undefined {
  return taints?.find((taint) => effects.includes(taint.effect) && !toleratesTaint(tolerations, taint));
}

/** `key=value:Effect`, as kubectl prints a taint. */
export function taintText(taint: Taint): string {
  return `${taint.key}${taint.value ? `=${taint.value}` : ''}:${taint.effect}`;
}

/** Compiled once, asked for many nodes. */
export interface NodeMatcher {
  matches(node: Node): boolean;
  /** Why the node does not match, in words: `nodeSelector disktype=ssd, the node has disktype=hdd`. */
  mismatch(node: Node): string | undefined;
}

/** nodeSelector and required node affinity, ANDed. What is malformed matches no node. */
export function requiredNodeAffinity(constraints: NodeConstraints): NodeMatcher {
  const selector = Object.entries(constraints.nodeSelector ?? {});
  const required = constraints.affinity?.nodeAffinity?.requiredDuringSchedulingIgnoredDuringExecution;
  const terms = required?.nodeSelectorTerms.map(compileTerm);
  const missing = (node: Node) => selector.find(([key, value]) => node.metadata.labels?.[key] !== value);
  const affinityFits = (node: Node) => terms === undefined || terms.some((term) => term.failing(node) === undefined);
  return {
    matches: (node) => missing(node) === undefined && affinityFits(node),
    mismatch(node) {
      const pair = missing(node);
      if (pair) return `nodeSelector ${pair[0]}=${pair[1]}, the node has ${actualLabel(node, pair[0])}`;
      if (affinityFits(node)) return undefined;
      const reasons = terms?.map((term) => term.failing(node)).filter((reason) => reason !== undefined) ?? [];
      return reasons.length === 0 ? 'node affinity without terms' : `node affinity ${reasons.join('; nor ')}`;
    },
  };
}

/** Sum of the weights of the preferred terms that match, before any normalisation. */
export function preferredNodeScore(preferred: readonly PreferredSchedulingTerm[]): (node: Node) => number {
  const terms = preferred
    .filter((term) => term.weight !== 0 && !isEmptyTerm(term.preference))
    .map((term) => ({
      weight: term.weight,
      failing: compileTerm(term.preference).failing,
    }));
  return (node) => terms.reduce((sum, term) => (term.failing(node) === undefined ? sum + term.weight : sum), 0);
}

/** Does one node selector term match? An empty term matches nothing. */
export function matchesNodeSelectorTerm(term: NodeSelectorTerm, node: Node): boolean {
  return compileTerm(term).failing(node) === undefined;
}

interface CompiledTerm {
  /** What of the term the node fails, in words; undefined when the node matches. */
  readonly failing: (node: Node) => string | undefined;
}

function isEmptyTerm(term: NodeSelectorTerm): boolean {
  return (term.matchExpressions ?? []).length === 0 && (term.matchFields ?? []).length === 0;
}

function compileTerm(term: NodeSelectorTerm): CompiledTerm {
  if (isEmptyTerm(term)) return { failing: () => 'an empty term, which matches no node' };
  const labels = (term.matchExpressions ?? []).map((requirement) => ({
    requirement,
    test: labelTest(requirement),
  }));
  const fields = (term.matchFields ?? []).map((requirement) => ({
    requirement,
    test: fieldTest(requirement),
  }));
  const malformed = [...labels, ...fields].find(({ test }) => test === undefined);
  if (malformed)
    return {
      failing: () => `${requirementText(malformed.requirement)} (malformed)`,
    };
  return {
    failing(node) {
      const label = labels.find(({ requirement, test }) => !test?.(node.metadata.labels?.[requirement.key]));
      if (label) return `${requirementText(label.requirement)}, the node has ${actualLabel(node, label.requirement.key)}`;
      const field = fields.find(({ requirement, test }) => !test?.(nodeField(node, requirement.key)));
      return field && `${requirementText(field.requirement)}, the node is ${node.metadata.name ?? ''}`;
    },
  };
}

type ValueTest = (actual: string | undefined) => boolean;

/** Undefined for a requirement that Kubernetes cannot parse; what no label can be is such a value, whatever the operator. */
function labelTest({ key, operator, values = [] }: NodeSelectorRequirement): ValueTest | undefined {
  if (qualifiedName(key).length > 0 || values.some((value) => labelValue(value).length > 0)) return undefined;
  switch (operator) {
    case 'In':
      return values.length === 0 ? undefined : (actual) => actual !== undefined && values.includes(actual);
    case 'NotIn':
      return values.length === 0 ? undefined : (actual) => actual === undefined || !values.includes(actual);
    case 'Exists':
      return values.length === 0 ? (actual) => actual !== undefined : undefined;
    case 'DoesNotExist':
      return values.length === 0 ? (actual) => actual === undefined : undefined;
    case 'Gt':
    case 'Lt':
      return values.length === 1 ? comparison(operator, values[0] ?? '') : undefined;
    default:
      return undefined;
  }
}

function comparison(operator: 'Gt' | 'Lt', value: string): ValueTest | undefined {
  const bound = int64(value);
  if (bound === undefined) return undefined;
  return (actual) => {
    const number = int64(actual ?? '');
    return number !== undefined && (operator === 'Gt' ? number > bound : number < bound);
  };
}

/** Fields know only In and NotIn, each with one value. */
function fieldTest({ operator, values = [] }: NodeSelectorRequirement): ValueTest | undefined {
  if (values.length !== 1 || (operator !== 'In' && operator !== 'NotIn')) return undefined;
  return (actual) => (actual === values[0]) === (operator === 'In');
}

/** The only field a node selector can name is metadata.name; any other is empty. */
function nodeField(node: Node, key: string): string {
  return key === 'metadata.name' ? (node.metadata.name ?? '') : '';
}

/** A 64-bit integer as Go's ParseInt reads it in base 10. */
function int64(text: string): bigint | undefined {
  if (!/^[+-]?\d+$/.test(text)) return undefined;
  const value = BigInt(text.replace(/^\+/, ''));
  return BigInt.asIntN(64, value) === value ? value : undefined;
}

function requirementText({ key, operator, values = [] }: NodeSelectorRequirement): string {
  return values.length === 0 ? `${key} ${operator}` : `${key} ${operator} [${values.join(' ')}]`;
}

function actualLabel(node: Node, key: string): string {
  const value = node.metadata.labels?.[key];
  return value === undefined ? `no label ${key}` : `${key}=${value}`;
}
