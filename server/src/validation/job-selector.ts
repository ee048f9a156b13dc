import type { ApiTypes, LabelSelector } from '../kubernetes/api.ts';
import type { FieldPath } from '../kubernetes/path.ts';
import { type Labels, matchesSelector } from '../kubernetes/selector.ts';
import { type FieldError, invalid, required } from './field-error.ts';
import type { Written } from './rule.ts';
import { isUsable, sortedLabels } from './workload.ts';

/**
 * What the API server says of a Job's selector, which is there and matches the template's labels, whoever wrote it.
 * Source: pkg/apis/batch/validation/validation.go (ValidateJobSpec)
 *
 * @param at the path of the spec
 */
export function* jobSelectorErrors(
  { selector, template }: Written<ApiTypes['batch.v1.JobSpec']>,
  at: FieldPath,
): Iterable<FieldError> {
  if (selector === undefined) yield required([...at, 'selector']);
  else if (!isUsable(selector)) return;
  const labels = template?.metadata?.labels;
  if (matchesSelector(selector as LabelSelector | undefined, labels as Labels | undefined)) return;
  const path = [...at, 'template', 'metadata', 'labels'];
  yield invalid(path, sortedLabels(labels), '`selector` does not match template `labels`');
}
