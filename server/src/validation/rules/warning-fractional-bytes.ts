import { formatQuantity, quantityOf } from '../../kubernetes/quantity.ts';
import { warning } from '../field-error.ts';
import { defineRule } from '../rule.ts';

const nanoPerUnit = 1_000_000_000n;

/** Mostly a slip of units: `500m` of memory is half a byte. Source: pkg/api/pod/warnings.go (warningsForPodSpecAndMeta) */
export default defineRule({
  id: 'warning-fractional-bytes',
  covers: ['WARN-03'],
  summary: 'Memory and storage come in whole bytes.',
  docs: 'https://kubernetes.io/docs/concepts/configuration/manage-resources-containers/#meaning-of-memory',
  severity: 'warning',
  on: 'core.v1.Container',
  *check({ resources }, site) {
    for (const name of ['memory', 'ephemeral-storage']) {
      for (const list of ['limits', 'requests'] as const) {
        const amount = resources?.[list]?.[name];
        if (amount === undefined) continue;
        const quantity = quantityOf(amount);
        if (quantity.nano % nanoPerUnit === 0n) continue;
        const detail = `fractional byte value "${formatQuantity(quantity)}" is invalid, must be an integer`;
        yield warning(site.at('resources', list, name), detail);
      }
    }
  },
  fix(error) {
    const amount = /"(\d+)m"/.exec(error.detail)?.[1];
    return amount === undefined
      ? undefined
      : { title: `Write ${amount}Mi`, edits: [{ do: 'set', path: error.path, value: `${amount}Mi` }] };
  },
});
