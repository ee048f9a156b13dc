import { invalid } from '../field-error.ts';
import { defineRule } from '../rule.ts';
import { checkedSource, fileModeForm, isFileMode } from '../volumes.ts';

/** Source: pkg/apis/core/validation/validation.go (validateSecretVolumeSource and its neighbours) */
export default defineRule({
  id: 'volume-file-mode',
  covers: ['VOL-06'],
  summary: 'The mode of a volume’s files is between 0 and 0777, in octal.',
  docs: 'https://kubernetes.io/docs/concepts/configuration/secret/#secret-files-permissions',
  severity: 'error',
  on: 'core.v1.Volume',
  *check(volume, site) {
    for (const source of ['secret', 'configMap', 'downwardAPI', 'projected'] as const) {
      const mode = checkedSource(volume, source, site)?.defaultMode;
      if (mode !== undefined && !isFileMode(mode)) yield invalid(site.at(source, 'defaultMode'), mode, fileModeForm);
    }
  },
  fix(error) {
    // 644 without the leading zero is decimal: the digits are meant to be octal.
    const digits = String(error.value);
    if (!/^[0-7]{3}$/.test(digits)) return undefined;
    const mode = Number.parseInt(digits, 8);
    return { title: `Change to ${mode}, which is 0${digits} in octal`, edits: [{ do: 'set', path: error.path, value: mode }] };
  },
});
