import { configKey } from '../../kubernetes/names.ts';
import { decodedLength, mostDataBytes, totalBytes } from '../data.ts';
import { invalid, tooLong } from '../field-error.ts';
import { defineRule } from '../rule.ts';

/** Of the size the API server complains about a field without a name. Source: pkg/apis/core/validation/validation.go (ValidateConfigMap) */
export default defineRule({
  id: 'configmap-data',
  covers: ['CM-01'],
  summary: 'The keys of a ConfigMap are file names of their own, and all of it is at most 1 MiB.',
  docs: 'https://kubernetes.io/docs/concepts/configuration/configmap/#configmap-object',
  severity: 'error',
  on: 'core.v1.ConfigMap',
  *check({ data = {}, binaryData = {} }) {
    for (const key of Object.keys(data)) {
      for (const complaint of configKey(key)) yield invalid(['data', key], key, complaint);
      if (key in binaryData) yield invalid(['data', key], key, 'duplicate of key present in binaryData');
    }
    for (const key of Object.keys(binaryData)) {
      for (const complaint of configKey(key)) yield invalid(['binaryData', key], key, complaint);
    }
    const binary = Object.values(binaryData).reduce((sum, value) => sum + decodedLength(value ?? ''), 0);
    if (totalBytes(Object.values(data).map((value) => value ?? '')) + binary > mostDataBytes) {
      yield tooLong({ path: ['data'], field: '[]' }, mostDataBytes);
    }
  },
});
