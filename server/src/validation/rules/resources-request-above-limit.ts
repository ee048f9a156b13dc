import type { FieldPath } from '../../kubernetes/path.ts';
import { formatQuantity } from '../../kubernetes/quantity.ts';
import { invalid } from '../field-error.ts';
import { isOvercommitAllowed, quantitiesOf } from '../resource-names.ts';
import { defineRule } from '../rule.ts';

/** The server names all of `requests`; the value stands at the resource. Source: pkg/apis/core/validation/validation.go */
export default defineRule({
  id: 'resources-request-above-limit',
  covers: ['RES-03'],
  summary: 'A request is not above the limit of the same resource.',
  docs: 'https://kubernetes.io/docs/concepts/configuration/manage-resources-containers/#requests-and-limits',
  severity: 'error',
  on: 'core.v1.ResourceRequirements',
  *check(resources, site) {
    const limits = quantitiesOf(resources.limits);
    for (const [name, request] of quantitiesOf(resources.requests)) {
      const limit = limits.get(name);
      if (limit === undefined || request.nano <= limit.nano || !isOvercommitAllowed(name)) continue;
      const place = { path: site.at('requests', name), field: `${site.field}.requests` };
      yield invalid(place, formatQuantity(request), `must be less than or equal to ${name} limit of ${formatQuantity(limit)}`);
    }
  },
  fix(error, site) {
    const { limits } = valueAt(site.object, site.path) as Resources;
    const limit = limits?.[String(error.path.at(-1))];
    if (limit === undefined) return undefined;
    return { title: `Lower the request to ${limit}`, edits: [{ do: 'set', path: error.path, value: limit }] };
  },
});

interface Resources {
  readonly limits?: Readonly<Record<string, string | number>>;
}

function valueAt(object: unknown, path: FieldPath): unknown {
  return path.reduce<unknown>((value, part) => (value as Readonly<Record<string | number, unknown>>)[part], object);
}
