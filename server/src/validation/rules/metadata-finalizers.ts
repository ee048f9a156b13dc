import { qualifiedName } from '../../kubernetes/names.ts';
import { invalid } from '../field-error.ts';
import { nameCheck } from '../metadata.ts';
import { defineRule } from '../rule.ts';

const standard: ReadonlySet<string> = new Set(['kubernetes', 'orphan', 'foregroundDeletion']);

/** These validate metadata without the core group's extra check of finalizers. */
const withoutStandardCheck =
  /^(admissionregistration\.k8s\.io|coordination\.k8s\.io|node\.k8s\.io|policy|api(extensions|registration)\.k8s\.io)\//;

/** Source: staging/src/k8s.io/apimachinery/pkg/api/validation/objectmeta.go (ValidateFinalizers), pkg/apis/core/validation */
export default defineRule({
  id: 'metadata-finalizers',
  covers: ['META-09'],
  summary: 'A finalizer is a qualified name with a domain, or one of the standard ones.',
  docs: 'https://kubernetes.io/docs/concepts/overview/working-with-objects/finalizers/',
  severity: 'error',
  on: 'meta.v1.ObjectMeta',
  *check({ finalizers = [] }, site) {
    if (site.ancestors.length !== 1 || nameCheck(site.kind) === undefined) return;
    for (const [index, finalizer] of finalizers.entries()) {
      const path = site.at('finalizers', index);
      for (const complaint of qualifiedName(finalizer))
        yield invalid({ path, field: 'metadata.finalizers' }, finalizer, complaint);
      if (!finalizer.includes('/') && !standard.has(finalizer) && !withoutStandardCheck.test(site.kind)) {
        yield invalid(path, finalizer, 'name is neither a standard finalizer name nor is it fully qualified');
      }
    }
    if (finalizers.includes('orphan') && finalizers.includes('foregroundDeletion')) {
      yield invalid(site.at('finalizers'), finalizers, 'finalizer orphan and foregroundDeletion cannot be both set');
    }
  },
});
