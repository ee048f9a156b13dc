import type { ApiTypes } from '../kubernetes/api.ts';
import { labelValue, qualifiedName } from '../kubernetes/names.ts';
import { valueAt } from '../kubernetes/path.ts';
import type { Labels } from '../kubernetes/selector.ts';
import type { Fix, Site, Written } from './rule.ts';

/** The specs with a label selector and a pod template of which Kubernetes makes any number of pods. */
export const workloadSpecs = [
  'apps.v1.DaemonSetSpec',
  'apps.v1.DeploymentSpec',
  'apps.v1.ReplicaSetSpec',
  'apps.v1.StatefulSetSpec',
] as const;

export type WorkloadSpec = Written<ApiTypes[(typeof workloadSpecs)[number]]>;
export type Selector = Written<ApiTypes['meta.v1.LabelSelector']>;

/** `Deployment`, for a site in `apps/v1/Deployment`. */
export function kindOf(site: Site): string {
  return site.kind.slice(site.kind.lastIndexOf('/') + 1);
}

export function isEmpty(selector: Selector): boolean {
  return Object.keys(selector.matchLabels ?? {}).length + (selector.matchExpressions ?? []).length === 0;
}

/**
 * Whether a selector can be asked at all: its keys, values and operators are well-formed.
 * Source: staging/src/k8s.io/apimachinery/pkg/labels/selector.go (NewRequirement)
 */
export function isUsable(selector: Selector): boolean {
  const pairs = Object.entries(selector.matchLabels ?? {});
  return (
    pairs.every(([key, value]) => qualifiedName(key).length === 0 && labelValue(value ?? '').length === 0) &&
    (selector.matchExpressions ?? []).every(isUsableExpression)
  );
}

type Expression = NonNullable<Selector['matchExpressions']>[number];

function isUsableExpression({ key, operator, values = [] }: Expression): boolean {
  if (qualifiedName(key ?? '').length > 0) return false;
  switch (operator) {
    case 'In':
    case 'NotIn':
      return values.length > 0 && values.every((value) => labelValue(value).length === 0);
    case 'Exists':
    case 'DoesNotExist':
      return values.length === 0;
    default:
      return false;
  }
}

/** As Go writes maps: with sorted keys. A missing map is null. */
export function sortedLabels(labels: Written<Labels> | undefined): Readonly<Record<string, string | undefined>> | null {
  if (labels === undefined) return null;
  return Object.fromEntries(Object.entries(labels).sort(([a], [b]) => (a < b ? -1 : 1)));
}

/** As the API server prints it: labels first, in the order of their keys. */
export function printedSelector({ matchLabels, matchExpressions }: Selector): unknown {
  return {
    ...(matchLabels === undefined ? {} : { matchLabels: sortedLabels(matchLabels) }),
    ...(matchExpressions === undefined
      ? {}
      : {
          matchExpressions: matchExpressions.map(({ key, operator, values }) => ({
            key: key ?? '',
            operator: operator ?? '',
            values,
          })),
        }),
  };
}

/** Selects exactly what the pod template carries, if it carries anything. */
export function selectTemplateLabels(site: Site): Fix | undefined {
  const labels = valueAt(site.object, site.at('template', 'metadata', 'labels')) as Labels | undefined;
  if (labels === undefined || Object.keys(labels).length === 0) return undefined;
  return {
    title: "Select the pod template's labels",
    edits: [{ do: 'set', path: site.at('selector'), value: { matchLabels: labels } }],
  };
}
