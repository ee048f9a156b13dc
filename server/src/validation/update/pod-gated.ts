import type { PodSpec } from '../../kubernetes/api.ts';
import { semanticEqual } from '../../kubernetes/equality.ts';
import { type FieldError, invalid, unprinted } from '../field-error.ts';

type NodeAffinity = NonNullable<NonNullable<PodSpec['affinity']>['nodeAffinity']>;
type Terms = NonNullable<NodeAffinity['requiredDuringSchedulingIgnoredDuringExecution']>['nodeSelectorTerms'];

const affinityPath = ['spec', 'affinity', 'nodeAffinity'] as const;
const termsPath = [...affinityPath, 'requiredDuringSchedulingIgnoredDuringExecution', 'nodeSelectorTerms'] as const;

/**
 * Where a pod may run can still be narrowed while gates keep it from being scheduled.
 * Source: pkg/apis/core/validation/validation.go (validateNodeSelectorMutation, validateNodeAffinityMutation)
 */
export function* gatedErrors(spec: PodSpec, before: PodSpec): Iterable<FieldError> {
  const { nodeSelector = {} } = spec;
  const isNarrowed = Object.entries(before.nodeSelector ?? {}).every(([key, value]) => nodeSelector[key] === value);
  if (!isNarrowed) {
    const detail = 'only additions to spec.nodeSelector are allowed (no mutations or deletions)';
    yield invalid(['spec', 'nodeSelector'], spec.nodeSelector ?? null, detail);
  }
  const [terms, termsBefore] = [termsOf(spec), termsOf(before)];
  if (termsBefore.length > 0 && terms.length !== termsBefore.length) {
    const detail = 'no additions/deletions to non-empty NodeSelectorTerms list are allowed';
    yield invalid(termsPath, terms.length === 0 ? null : unprinted(terms), detail);
    return;
  }
  for (const [index, term] of termsBefore.entries()) {
    const next = terms[index] ?? {};
    if (onlyAdds(next, term)) continue;
    yield invalid([...termsPath, index], unprinted(next), 'only additions are allowed (no mutations or deletions)');
  }
}

const termsOf = ({ affinity }: PodSpec): Terms =>
  affinity?.nodeAffinity?.requiredDuringSchedulingIgnoredDuringExecution?.nodeSelectorTerms ?? [];

function onlyAdds(next: Terms[number], old: Terms[number]): boolean {
  const lists = (['matchExpressions', 'matchFields'] as const).map((list) => [next[list] ?? [], old[list] ?? []] as const);
  if (lists.every(([, before]) => before.length === 0)) return lists.every(([after]) => after.length === 0);
  return lists.every(([after, before]) => semanticEqual(after.slice(0, before.length), before));
}

/** The spec with what a gated pod may narrow as it was before. */
export function withGatedFieldsOf(spec: PodSpec, before: PodSpec): PodSpec {
  const { nodeAffinity: _, ...others } = spec.affinity ?? {};
  const { nodeAffinity } = before.affinity ?? {};
  const isNone = nodeAffinity === undefined && before.affinity === undefined && Object.keys(others).length === 0;
  return { ...spec, nodeSelector: before.nodeSelector, affinity: isNone ? undefined : { ...others, nodeAffinity } };
}
