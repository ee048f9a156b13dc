import { byteLength, configKey } from '../../kubernetes/names.ts';
import { decodedLength, mostDataBytes } from '../data.ts';
import { invalid, tooLong } from '../field-error.ts';
import { defineRule } from '../rule.ts';

/** What stands in `stringData` is data to the API server. Source: pkg/apis/core/validation/validation.go (ValidateSecret) */
export default defineRule({
  id: 'secret-data',
  covers: ['SECR-01'],
  summary: 'The keys of a Secret are file names, and all of it is at most 1 MiB.',
  docs: 'https://kubernetes.io/docs/concepts/configuration/secret/#restriction-names-data',
  severity: 'error',
  on: 'core.v1.Secret',
  *check({ data = {}, stringData = {} }) {
    for (const [field, values] of Object.entries({ data, stringData })) {
      for (const key of Object.keys(values)) {
        if (field === 'data' && key in stringData) continue;
        for (const complaint of configKey(key)) yield invalid({ path: [field, key], field: `data[${key}]` }, key, complaint);
      }
    }
    const plain = Object.values(stringData).reduce((sum, value) => sum + byteLength(value ?? ''), 0);
    const encoded = Object.entries(data).filter(([key]) => !(key in stringData));
    const size = encoded.reduce((sum, [, value]) => sum + decodedLength(value ?? ''), plain);
    if (size > mostDataBytes) yield tooLong(['data'], mostDataBytes);
  },
});
