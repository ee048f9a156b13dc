import { formatQuantity } from '../../kubernetes/quantity.ts';
import { invalid } from '../field-error.ts';
import { containerResourceErrors } from '../resource-name-errors.ts';
import { isExtended, quantitiesOf } from '../resource-names.ts';
import { defineRule } from '../rule.ts';

/** The server looks at it as at the limits of a container. Source: pkg/apis/core/validation/validation.go (validateOverhead) */
export default defineRule({
  id: 'resources-overhead',
  covers: ['POD-26'],
  summary: 'The overhead of a pod or a RuntimeClass is of resources that containers can ask for, and not negative.',
  docs: 'https://kubernetes.io/docs/concepts/scheduling-eviction/pod-overhead/',
  severity: 'error',
  on: ['core.v1.PodSpec', 'node.v1.Overhead'],
  *check(value, site) {
    const [name, list] =
      'podFixed' in value ? ['podFixed', value.podFixed] : ['overhead', 'overhead' in value ? value.overhead : {}];
    const around = name === 'podFixed' ? site.field : [site.field, 'overhead'].filter((part) => part !== '').join('.');
    for (const resource of Object.keys(list ?? {})) {
      const path = site.at(name, resource);
      const field = `${around}.limits[${resource}]`;
      for (const error of containerResourceErrors(resource, path)) yield { ...error, field };
      const quantity = quantitiesOf(list).get(resource);
      if (quantity === undefined) continue;
      const shown = formatQuantity(quantity);
      if (quantity.nano < 0n) yield invalid({ path, field }, shown, 'must be greater than or equal to 0');
      if (isExtended(resource) && quantity.nano % 1_000_000_000n !== 0n)
        yield invalid({ path, field }, shown, 'must be an integer');
    }
  },
});
