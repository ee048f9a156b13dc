import type { LabelSelector } from '../../kubernetes/api.ts';
import { valueAt } from '../../kubernetes/path.ts';
import { type Labels, matchesSelector } from '../../kubernetes/selector.ts';
import { invalid } from '../field-error.ts';
import { defineRule, type FieldEdit } from '../rule.ts';
import { isUsable, sortedLabels, workloadSpecs } from '../workload.ts';

/** A missing selector matches nothing, so the complaint comes then too. Source: pkg/apis/apps/validation/validation.go */
export default defineRule({
  id: 'workload-selector-mismatch',
  covers: ['DEP-03', 'RS-03', 'DS-01', 'STS-07'],
  summary: "A workload's selector matches the labels of its pod template.",
  docs: 'https://kubernetes.io/docs/concepts/workloads/controllers/deployment/#selector',
  severity: 'error',
  on: workloadSpecs,
  *check(spec, site) {
    const labels = spec.template?.metadata?.labels;
    if (spec.selector !== undefined && !isUsable(spec.selector)) return;
    if (matchesSelector(spec.selector as LabelSelector | undefined, labels as Labels | undefined)) return;
    yield invalid(site.at('template', 'metadata', 'labels'), sortedLabels(labels), '`selector` does not match template `labels`');
  },
  fix(error, site) {
    const wanted = valueAt(site.object, site.at('selector', 'matchLabels')) as Labels | undefined;
    const labels = valueAt(site.object, error.path) as Labels | undefined;
    const missing = Object.entries(wanted ?? {}).filter(([key, value]) => labels?.[key] !== value);
    if (missing.length === 0) return undefined;
    const edits: FieldEdit[] =
      labels === undefined
        ? [{ do: 'set', path: error.path, value: wanted }]
        : missing.map(([key, value]) => ({ do: 'set', path: [...error.path, key], value }));
    return { title: "Give the pod template the selector's labels", edits };
  },
});
