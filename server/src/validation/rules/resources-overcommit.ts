import { formatQuantity } from '../../kubernetes/quantity.ts';
import { invalid, required } from '../field-error.ts';
import { isOvercommitAllowed, quantitiesOf } from '../resource-names.ts';
import { defineRule } from '../rule.ts';

/** Source: pkg/apis/core/validation/validation.go (validateResourceRequirements) */
export default defineRule({
  id: 'resources-overcommit',
  covers: ['RES-04'],
  summary: 'Huge pages and what vendors provide are not overcommitted: request and limit are the same.',
  docs: 'https://kubernetes.io/docs/concepts/configuration/manage-resources-containers/#consuming-extended-resources',
  severity: 'error',
  on: 'core.v1.ResourceRequirements',
  *check(resources, site) {
    const limits = quantitiesOf(resources.limits);
    for (const [name, request] of quantitiesOf(resources.requests)) {
      if (isOvercommitAllowed(name)) continue;
      const limit = limits.get(name);
      if (limit !== undefined && limit.nano !== request.nano) {
        const place = { path: site.at('requests', name), field: `${site.field}.requests` };
        yield invalid(place, formatQuantity(request), `must be equal to ${name} limit of ${formatQuantity(limit)}`);
      } else if (resources.limits?.[name] === undefined) {
        yield required(site.at('limits'), 'Limit must be set for non overcommitable resources');
      }
    }
  },
});
