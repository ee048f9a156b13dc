import { qualifiedName } from '../../kubernetes/names.ts';
import { invalid } from '../field-error.ts';
import { defineRule } from '../rule.ts';

const standard: ReadonlySet<string> = new Set(['kubernetes', 'orphan', 'foregroundDeletion']);

/** Upstream names the list, not the item. Source: pkg/apis/core/validation/validation.go (ValidateNamespace) */
export default defineRule({
  id: 'namespace-finalizers',
  covers: [],
  summary: 'What must be done before a Namespace goes is named with a domain, or is the standard “kubernetes”.',
  docs: 'https://kubernetes.io/docs/concepts/overview/working-with-objects/finalizers/',
  severity: 'error',
  on: 'core.v1.NamespaceSpec',
  *check({ finalizers = [] }, site) {
    for (const [index, finalizer] of finalizers.entries()) {
      const place = { path: site.at('finalizers', index), field: 'spec.finalizers' };
      for (const complaint of qualifiedName(finalizer)) yield invalid(place, finalizer, complaint);
      if (!finalizer.includes('/') && !standard.has(finalizer)) {
        yield invalid(place, finalizer, 'name is neither a standard finalizer name nor is it fully qualified');
      }
    }
  },
});
