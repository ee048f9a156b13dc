import { qualifiedName } from '../../kubernetes/names.ts';
import type { ApiTypes } from '../../kubernetes/api.ts';
import { type FieldError, forbidden, invalid } from '../field-error.ts';
import { isPod } from '../pod-spec.ts';
import { defineRule, type Site, type Written } from '../rule.ts';

type Term = Written<ApiTypes['core.v1.PodAffinityTerm'] & ApiTypes['core.v1.TopologySpreadConstraint']>;

/** Source: pkg/apis/core/validation/validation.go (ValidateMatchLabelKeysAndMismatchLabelKeys) */
export default defineRule({
  id: 'scheduling-match-label-keys',
  covers: ['SCH-06'],
  summary: 'matchLabelKeys go with a label selector that does not have the same key, and not with the same mismatchLabelKeys.',
  docs: 'https://kubernetes.io/docs/concepts/scheduling-eviction/assign-pod-node/#matchlabelkeys',
  severity: 'error',
  on: ['core.v1.PodAffinityTerm', 'core.v1.TopologySpreadConstraint'],
  *check(written, site) {
    const term: Term = written;
    for (const part of ['matchLabelKeys', 'mismatchLabelKeys'] as const) {
      const keys = term[part] ?? [];
      if (keys.length > 0 && term.labelSelector === undefined) {
        yield forbidden(site.at(part), 'must not be specified when labelSelector is not set');
        continue;
      }
      for (const [index, key] of keys.entries()) {
        for (const complaint of qualifiedName(key)) yield invalid(site.at(part, index), key, complaint);
      }
    }
    yield* selectorErrors(term, site);
    for (const [index, key] of (term.matchLabelKeys ?? []).entries()) {
      if (!term.mismatchLabelKeys?.includes(key)) continue;
      yield invalid(site.at('matchLabelKeys', index), key, 'exists in both matchLabelKeys and mismatchLabelKeys');
    }
  },
});

/**
 * When a pod is made, the server adds a requirement to the selector for each of the keys that the pod has as a label;
 * it then finds the keys that are there twice. It names the term with the key's index. In a template only what is
 * written can be there twice.
 */
function* selectorErrors({ labelSelector, matchLabelKeys = [] }: Term, site: Site): Iterable<FieldError> {
  if (labelSelector === undefined) return;
  const labels = isPod(site) ? (site.object.metadata?.labels ?? {}) : {};
  const added = matchLabelKeys.filter((key) => labels[key] !== undefined);
  const seen = new Set(Object.keys(labelSelector.matchLabels ?? {}));
  const expressions = [...(labelSelector.matchExpressions ?? []).map(({ key = '' }) => key), ...added];
  for (const key of expressions) {
    const index = matchLabelKeys.lastIndexOf(key);
    if (index >= 0 && seen.has(key)) {
      const place = { path: site.at('matchLabelKeys', index), field: `${site.field}[${index}]` };
      yield invalid(place, key, 'exists in both matchLabelKeys and labelSelector');
    }
    seen.add(key);
  }
}
