import { invalid, required } from '../field-error.ts';
import { defineRule } from '../rule.ts';
import { fileModeForm, isFileMode, isInCheckedSource, localPathErrors } from '../volumes.ts';

/** Source: pkg/apis/core/validation/validation.go (validateKeyToPath) */
export default defineRule({
  id: 'volume-items',
  covers: ['VOL-06', 'VOL-07'],
  summary: 'An item of a ConfigMap or Secret volume has a key and a relative path below the volume.',
  docs: 'https://kubernetes.io/docs/tasks/configure-pod-container/configure-pod-configmap/#add-configmap-data-to-a-specific-path-in-the-volume',
  severity: 'error',
  on: 'core.v1.KeyToPath',
  *check({ key = '', path = '', mode }, site) {
    if (!isInCheckedSource(site)) return;
    if (key === '') yield required(site.at('key'));
    if (path === '') yield required(site.at('path'));
    yield* localPathErrors({ path: site.at('path') }, path);
    if (mode !== undefined && !isFileMode(mode)) yield invalid(site.at('mode'), mode, fileModeForm);
  },
});
