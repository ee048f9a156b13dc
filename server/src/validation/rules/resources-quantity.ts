import { formatQuantity } from '../../kubernetes/quantity.ts';
import { invalid } from '../field-error.ts';
import { isExtended, quantitiesOf } from '../resource-names.ts';
import { defineRule } from '../rule.ts';

const counted: ReadonlySet<string> = new Set([
  'pods',
  'resourcequotas',
  'services',
  'secrets',
  'configmaps',
  'persistentvolumeclaims',
]);

/** Source: pkg/apis/core/validation/validation.go (ValidateResourceQuantityValue) */
export default defineRule({
  id: 'resources-quantity',
  covers: ['RES-02'],
  summary: 'A limit or request is not negative, and what a vendor provides (a GPU) is asked for in whole numbers.',
  docs: 'https://kubernetes.io/docs/concepts/configuration/manage-resources-containers/#extended-resources',
  severity: 'error',
  on: 'core.v1.ResourceRequirements',
  *check(resources, site) {
    for (const part of ['limits', 'requests'] as const) {
      for (const [name, quantity] of quantitiesOf(resources[part])) {
        const path = site.at(part, name);
        if (quantity.nano < 0n) yield invalid(path, formatQuantity(quantity), 'must be greater than or equal to 0');
        const isWhole = quantity.nano % 1_000_000_000n === 0n;
        if (!isWhole && (counted.has(name) || isExtended(name)))
          yield invalid(path, formatQuantity(quantity), 'must be an integer');
      }
    }
  },
});
