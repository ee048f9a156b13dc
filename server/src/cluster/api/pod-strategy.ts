import type { LabelSelector, Pod, PodAffinityTerm, PodSpec, PodStatus, TopologySpreadConstraint } from '../../kubernetes/api.ts';
import type { KubernetesObject } from '../../kubernetes/object.ts';
import { qosClassOf } from '../../kubernetes/pod-resources.ts';
import type { Labels } from '../../kubernetes/selector.ts';

/** What the API server makes of a new pod. Source: pkg/registry/core/pod/strategy.go (PrepareForCreate) */

/** Pending, with its quality of service, and the reason why it is not scheduled while gates hold it. */
export function initialPodStatus(object: KubernetesObject): PodStatus {
  const { metadata, spec } = object as Pod;
  const status: PodStatus = { phase: 'Pending', qosClass: spec ? qosClassOf(spec) : 'BestEffort' };
  if ((spec?.schedulingGates ?? []).length === 0) return status;
  const gated = {
    type: 'PodScheduled',
    status: 'False',
    reason: 'SchedulingGated',
    message: 'Scheduling is blocked due to non-empty scheduling gates',
    lastTransitionTime: metadata.creationTimestamp,
  };
  return { ...status, conditions: [gated] };
}

/** Merges matchLabelKeys and mismatchLabelKeys, by the pod's own labels, into the selectors beside them. */
export function preparePod(object: KubernetesObject): KubernetesObject {
  const pod = object as Pod;
  const { spec } = pod;
  if (!spec?.affinity && !spec?.topologySpreadConstraints) return pod;
  const prepared: Pod = { ...pod, spec: withMergedSelectors(spec, pod.metadata.labels ?? {}) };
  return prepared;
}

function withMergedSelectors(spec: PodSpec, labels: Labels): PodSpec {
  const { affinity, topologySpreadConstraints } = spec;
  const { podAffinity, podAntiAffinity } = affinity ?? {};
  const merged = <T extends NonNullable<typeof podAffinity>>(group: T): T => withMergedTerms(group, labels);
  return {
    ...spec,
    ...(affinity && {
      affinity: {
        ...affinity,
        ...(podAffinity && { podAffinity: merged(podAffinity) }),
        ...(podAntiAffinity && { podAntiAffinity: merged(podAntiAffinity) }),
      },
    }),
    ...(topologySpreadConstraints && {
      topologySpreadConstraints: topologySpreadConstraints.map((constraint) => withMergedKeys(constraint, labels)),
    }),
  };
}

type Terms = NonNullable<NonNullable<PodSpec['affinity']>['podAffinity']>;

function withMergedTerms<T extends Terms>(group: T, labels: Labels): T {
  const required = group.requiredDuringSchedulingIgnoredDuringExecution?.map((term) => withMergedKeys(term, labels));
  const preferred = group.preferredDuringSchedulingIgnoredDuringExecution?.map((weighted) => ({
    ...weighted,
    podAffinityTerm: withMergedKeys(weighted.podAffinityTerm, labels),
  }));
  return {
    ...group,
    ...(required && { requiredDuringSchedulingIgnoredDuringExecution: required }),
    ...(preferred && { preferredDuringSchedulingIgnoredDuringExecution: preferred }),
  };
}

/** A selector that is missing selects nothing, and keys do not change that. */
function withMergedKeys<T extends PodAffinityTerm | TopologySpreadConstraint>(term: T, labels: Labels): T {
  const added = [
    ...requirements(term.matchLabelKeys, 'In', labels),
    ...('mismatchLabelKeys' in term ? requirements(term.mismatchLabelKeys, 'NotIn', labels) : []),
  ];
  if (added.length === 0 || term.labelSelector === undefined) return term;
  const matchExpressions = [...(term.labelSelector.matchExpressions ?? []), ...added];
  return { ...term, labelSelector: { ...term.labelSelector, matchExpressions } };
}

type Requirement = NonNullable<LabelSelector['matchExpressions']>[number];

function requirements(keys: readonly string[] | undefined, operator: 'In' | 'NotIn', labels: Labels): Requirement[] {
  return (keys ?? []).flatMap((key) => {
    const value = labels[key];
    return value === undefined ? [] : [{ key, operator, values: [value] }];
  });
}
