import { formatQuantity, parseQuantity, type ParsedQuantity } from '../../kubernetes/quantity.ts';
import { forbidden, invalid } from '../field-error.ts';
import { isHugePages, quantitiesOf } from '../resource-names.ts';
import { defineRule } from '../rule.ts';

const unit = 1_000_000_000n;

/** Source: pkg/apis/core/validation/validation.go (validateResourceRequirements, validateResourceQuantityHugePageValue) */
export default defineRule({
  id: 'resources-huge-pages',
  covers: ['RES-05'],
  summary: 'Huge pages are asked for in whole pages, and only together with cpu or memory.',
  docs: 'https://kubernetes.io/docs/tasks/manage-hugepages/scheduling-hugepages/',
  severity: 'error',
  on: 'core.v1.ResourceRequirements',
  *check(resources, site) {
    const names = [...Object.keys(resources.limits ?? {}), ...Object.keys(resources.requests ?? {})];
    for (const part of ['limits', 'requests'] as const) {
      for (const [name, quantity] of quantitiesOf(resources[part])) {
        if (!isHugePages(name) || isWholePages(name, quantity)) continue;
        const shown = formatQuantity(quantity);
        yield invalid(site.at(part, name), shown, `${shown} is not positive integer multiple of ${name}`);
      }
    }
    if (names.some(isHugePages) && !names.includes('cpu') && !names.includes('memory')) {
      yield forbidden(site.path, 'HugePages require cpu or memory');
    }
  },
});

function isWholePages(name: string, quantity: ParsedQuantity): boolean {
  const size = parseQuantity(name.slice('hugepages-'.length));
  if (!size.ok || size.quantity.nano <= 0n || size.quantity.nano % unit !== 0n) return false;
  const bytes = quantity.nano / unit + (quantity.nano % unit > 0n ? 1n : 0n);
  return bytes % (size.quantity.nano / unit) === 0n;
}
