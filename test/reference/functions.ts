import { hashRevisionData, rawTemplateData } from '../../server/src/cluster/controllers/controller-revision.ts';
import { nodeJudge } from '../../server/src/cluster/controllers/daemonset-nodes.ts';
import { rankForDeletion } from '../../server/src/cluster/controllers/replicaset-deletion-order.ts';
import type {
  DaemonSet,
  LabelSelector,
  Node,
  Pod,
  PodSpec,
  PodTemplateSpec,
  Taint,
  Toleration,
} from '../../server/src/kubernetes/api.ts';
import { applyDefaults } from '../../server/src/kubernetes/defaults/index.ts';
import { semanticEqual } from '../../server/src/kubernetes/equality.ts';
import { podTemplateHash } from '../../server/src/kubernetes/hash.ts';
import { preferredNodeScore, requiredNodeAffinity, toleratesTaint } from '../../server/src/kubernetes/node-matching.ts';
import type { IntOrPercent } from '../../server/src/kubernetes/percent.ts';
import { podLimits, podRequests, qosClassOf } from '../../server/src/kubernetes/pod-resources.ts';
import {
  canonicalQuantity,
  compareQuantities,
  formatQuantity,
  parseQuantity,
  quantityMilli,
  quantityOf,
  quantityValue,
} from '../../server/src/kubernetes/quantity.ts';
import { resolveFenceposts } from '../../server/src/kubernetes/rollout-bounds.ts';
import { type Labels, matchesSelector } from '../../server/src/kubernetes/selector.ts';
import { threeWayMerge } from '../../server/src/kubernetes/three-way-merge.ts';
import { virtualMsOf } from '../../server/src/kubernetes/time.ts';
import { kindKey } from '../../server/src/schema/structure.ts';
import { structure } from '../structure.ts';
import { type Comparison, comparison } from './functions-comparison.ts';
import { kubeletComparisons } from './functions-kubelet.ts';
import { schedulingComparisons } from './functions-scheduling.ts';
import { workloadComparisons } from './functions-workloads.ts';

interface TemplateQuestion {
  readonly template: PodTemplateSpec;
  readonly count: number;
}

interface TemplateAnswer {
  readonly hashes: readonly string[];
  readonly revisions: readonly string[];
  readonly data?: string;
}

interface QuantityAnswer {
  readonly error?: string;
  readonly value?: number;
  readonly milli?: number;
}

type Json = Readonly<Record<string, unknown>>;

interface ApplyQuestion {
  readonly original: Json;
  readonly modified: Json;
  readonly live: Json;
}

interface Applied {
  readonly result: unknown;
  /** Upstream made an item of an instruction to delete one. */
  readonly leftOver?: boolean;
}

interface Placement {
  readonly spec: PodSpec;
  readonly node: Node;
}

export const comparisons: readonly Comparison[] = [
  comparison('templates', 'names of ReplicaSets and revisions', nameHashes),
  comparison('quantities', 'quantities: reading, canonical text, rounding', quantityFacts, (text: string) =>
    /e[+-]?[0-9]{3,}$/i.test(text),
  ),
  comparison('comparisons', 'quantities: order', ([a, b]: [string, string]) => compareQuantities(quantityOf(a), quantityOf(b))),
  comparison('bounds', 'maxSurge and maxUnavailable', rolloutBounds),
  comparison('deletion-order', 'which pods a ReplicaSet deletes first', ({ pods, now }: { pods: Pod[]; now: string }) =>
    rankForDeletion(pods, pods, virtualMsOf(now) ?? 0).map((pod) => pod.metadata.name),
  ),
  comparison('daemon-nodes', 'which nodes run a DaemonSet’s pod', ({ spec, node }: Placement) => {
    const { shouldRun, shouldContinueRunning } = nodeJudge({ spec: { template: { spec } } } as DaemonSet)(node);
    return [shouldRun, shouldContinueRunning];
  }),
  comparison('selectors', 'label selectors', ({ selector, labels }: { selector: LabelSelector | null; labels: Labels }) =>
    matchesSelector(selector ?? undefined, labels),
  ),
  comparison('node-affinity', 'nodeSelector and node affinity', nodeAffinity),
  comparison('tolerations', 'tolerations', ({ tolerations, taint }: { tolerations: Toleration[] | null; taint: Taint }) =>
    toleratesTaint(tolerations ?? [], taint),
  ),
  comparison('pod-resources', 'requests, limits and quality of service', (spec: PodSpec) => ({
    requests: podRequests(spec),
    limits: podLimits(spec),
    qos: qosClassOf(spec),
  })),
  comparison(
    'defaults',
    'defaults of every kind',
    (object: Json, theirs: Json) => asTheirs(applyDefaults(object), theirs),
    isKnownDefault,
  ),
  comparison('apply', 'three-way merge', merge, (_, { leftOver }: Applied) => leftOver === true),
  ...schedulingComparisons,
  ...kubeletComparisons,
  ...workloadComparisons,
];

function isKnownDefault({ kind, stringData, spec }: { kind: string; stringData?: unknown; spec?: Json }): boolean {
  if (kind === 'Secret') return stringData !== undefined;
  const { type, rollingUpdate } = (spec?.strategy ?? spec?.updateStrategy ?? {}) as Json;
  return (type === 'Recreate' || type === 'OnDelete') && rollingUpdate !== undefined;
}

/** Their value itself where ours means the same: Go writes some fields even if they are empty. */
function asTheirs(ours: unknown, theirs: unknown): unknown {
  return semanticEqual(ours, theirs) ? theirs : ours;
}

function nameHashes({ template, count }: TemplateQuestion, theirs: TemplateAnswer): TemplateAnswer {
  const stored = applyDefaults({ apiVersion: 'apps/v1', kind: 'StatefulSet', spec: { template } }).spec.template;
  const data = rawTemplateData(stored);
  return {
    hashes: [undefined, 0, count].map((each) => podTemplateHash(stored, each)),
    revisions: [undefined, count].map((each) => hashRevisionData(data, each)),
    ...(theirs.data !== undefined && { data }),
  };
}

function quantityFacts(text: string, theirs: QuantityAnswer): unknown {
  const result = parseQuantity(text);
  if (!result.ok) return { error: result.error };
  const canonical = formatQuantity(result.quantity);
  return {
    text: canonical,
    ...(theirs.value !== undefined && { value: quantityValue(text) }),
    ...(theirs.milli !== undefined && { milli: quantityMilli(text) }),
    again: canonicalQuantity(canonical),
  };
}

function rolloutBounds(question: { surge?: IntOrPercent; unavailable?: IntOrPercent; desired: number }): number[] {
  const { surge, unavailable } = resolveFenceposts(question.surge, question.unavailable, question.desired);
  return [surge, unavailable];
}

function merge({ original, modified, live }: ApplyQuestion, theirs: Applied): Applied {
  const type = structure.kinds[kindKey(String(modified.apiVersion), String(modified.kind))]?.type;
  return { ...theirs, result: asTheirs(threeWayMerge(structure, type, { original, modified, live }), theirs.result) };
}

function nodeAffinity({ spec, node }: Placement, theirs: { score?: number }): unknown {
  const preferred = spec.affinity?.nodeAffinity?.preferredDuringSchedulingIgnoredDuringExecution ?? [];
  return {
    matches: requiredNodeAffinity(spec).matches(node),
    ...(theirs.score !== undefined && { score: preferredNodeScore(preferred)(node) }),
  };
}
