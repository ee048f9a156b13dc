import type { LabelSelector } from './api.ts';

export type Labels = Readonly<Record<string, string>>;

type Requirement = NonNullable<LabelSelector['matchExpressions']>[number];

/**
 * Whether labels match a label selector. A missing selector matches nothing, an empty one everything.
 * Source: staging/src/k8s.io/apimachinery/pkg/apis/meta/v1/helpers.go (LabelSelectorAsSelector)
 */
export function matchesSelector(selector: LabelSelector | undefined, labels: Labels | undefined): boolean {
  if (selector === undefined) return false;
  const present = labels ?? {};
  return (
    matchesLabels(selector.matchLabels, present) &&
    (selector.matchExpressions ?? []).every((expression) => matchesRequirement(expression, present))
  );
}

/** Whether all wanted pairs are there (Service selectors, matchLabels). */
export function matchesLabels(wanted: Labels | undefined, labels: Labels | undefined): boolean {
  for (const key in wanted) {
    if (labels?.[key] !== wanted[key]) return false;
  }
  return true;
}

/** One requirement. An unknown operator matches nothing. NotIn and DoesNotExist are true where the label is missing. */
export function matchesRequirement(requirement: Requirement, labels: Labels): boolean {
  const value = labels[requirement.key];
  switch (requirement.operator) {
    case 'In':
      return value !== undefined && (requirement.values ?? []).includes(value);
    case 'NotIn':
      return value === undefined || !(requirement.values ?? []).includes(value);
    case 'Exists':
      return value !== undefined;
    case 'DoesNotExist':
      return value === undefined;
    default:
      return false;
  }
}

export function isEmptySelector(selector: LabelSelector | undefined): boolean {
  return Object.keys(selector?.matchLabels ?? {}).length === 0 && (selector?.matchExpressions ?? []).length === 0;
}
