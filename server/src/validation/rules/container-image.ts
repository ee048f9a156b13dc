import { invalid, required } from '../field-error.ts';
import { containerListOf, isPod } from '../pod-spec.ts';
import { defineRule } from '../rule.ts';

/** Source: pkg/apis/core/validation/validation.go (validateContainerCommon, validateContainerOnlyForPod) */
export default defineRule({
  id: 'container-image',
  covers: ['POD-04'],
  summary: 'A container has an image, without white space around it.',
  docs: 'https://kubernetes.io/docs/concepts/containers/images/#image-names',
  severity: 'error',
  on: ['core.v1.Container', 'core.v1.EphemeralContainer'],
  *check({ image = '' }, site) {
    if (image === '') yield required(site.at('image'));
    const isChecked = isPod(site) || containerListOf(site) === 'ephemeralContainers';
    if (isChecked && image !== image.trim())
      yield invalid(site.at('image'), image, 'must not have leading or trailing whitespace');
  },
  fix(error) {
    if (error.type !== 'Invalid value') return undefined;
    return { title: 'Remove the white space', edits: [{ do: 'set', path: error.path, value: String(error.value).trim() }] };
  },
});
