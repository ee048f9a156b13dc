import { nameCheck } from '../metadata.ts';
import { required } from '../field-error.ts';
import { defineRule } from '../rule.ts';

/**
 * A LimitRange without a name is given one (pkg/registry/core/limitrange/strategy.go).
 * Source: staging/src/k8s.io/apimachinery/pkg/api/validation/objectmeta.go (ValidateObjectMetaAccessor)
 */
export default defineRule({
  id: 'metadata-name-required',
  covers: ['META-01'],
  summary: 'An object has a name, or a generateName from which the server makes one.',
  docs: 'https://kubernetes.io/docs/concepts/overview/working-with-objects/names/',
  severity: 'error',
  on: 'meta.v1.ObjectMeta',
  *check(metadata, site) {
    if (site.ancestors.length !== 1 || nameCheck(site.kind) === undefined || site.kind === 'v1/LimitRange') return;
    if (!metadata.name && !metadata.generateName) yield required(site.at('name'), 'name or generateName is required');
  },
});
