import { dns1123Label } from '../../kubernetes/names.ts';
import { invalid } from '../field-error.ts';
import { defineRule } from '../rule.ts';

/** Source: pkg/apis/batch/validation/validation.go (validateNameAllowsCompletions) */
export default defineRule({
  id: 'job-indexed-name',
  covers: ['JOB-06'],
  summary: 'The name of an Indexed Job leaves room for the index in the names of its pods.',
  docs: 'https://kubernetes.io/docs/concepts/workloads/controllers/job/#completion-mode',
  severity: 'error',
  on: 'batch.v1.Job',
  *check({ metadata, spec }) {
    const completions = spec?.completions ?? 0;
    if (spec?.completionMode !== 'Indexed' || completions <= 0) return;
    const name = metadata?.name ?? '';
    const hostname = `${name}-${completions - 1}`;
    // Of a generated name nothing is known yet but that it is longer.
    if (name === '' || dns1123Label(hostname).length === 0) return;
    yield invalid(['metadata', 'name'], name, `will not able to create pod with invalid DNS label: ${hostname}`);
  },
});
