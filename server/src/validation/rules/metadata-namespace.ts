import { dns1123Label } from '../../kubernetes/names.ts';
import { invalid } from '../field-error.ts';
import { nameCheck } from '../metadata.ts';
import { defineRule } from '../rule.ts';

/**
 * A missing namespace is filled in from the request, and one on a cluster-scoped object is dropped (rest.BeforeCreate).
 * Source: staging/src/k8s.io/apimachinery/pkg/api/validation/objectmeta.go (validateObjectMetaAccessorWithOptsCommon)
 */
export default defineRule({
  id: 'metadata-namespace',
  covers: ['META-04'],
  summary: 'The name of a namespace is a DNS label.',
  docs: 'https://kubernetes.io/docs/concepts/overview/working-with-objects/namespaces/#working-with-namespaces',
  severity: 'error',
  on: 'meta.v1.ObjectMeta',
  *check({ namespace }, site) {
    if (site.ancestors.length !== 1 || !namespace || !site.namespaced || nameCheck(site.kind) === undefined) return;
    for (const complaint of dns1123Label(namespace)) yield invalid(site.at('namespace'), namespace, complaint);
  },
});
