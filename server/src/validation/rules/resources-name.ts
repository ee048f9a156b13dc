import { type FieldError, unsupported } from '../field-error.ts';
import { containerResourceErrors, resourceNameErrors } from '../resource-name-errors.ts';
import { isHugePages } from '../resource-names.ts';
import { defineRule } from '../rule.ts';
import type { FieldPath } from '../../kubernetes/path.ts';

/** Source: pkg/apis/core/validation/validation.go (ValidateContainerResourceName, validatePodResourceName) */
export default defineRule({
  id: 'resources-name',
  covers: ['RES-01', 'POD-26'],
  summary: 'A resource is cpu, memory, ephemeral-storage, huge pages, or has the prefix of the vendor that provides it.',
  docs: 'https://kubernetes.io/docs/concepts/configuration/manage-resources-containers/#resource-types',
  severity: 'error',
  on: 'core.v1.ResourceRequirements',
  *check(resources, site) {
    const ofPod = site.ancestors.at(-1)?.type === 'core.v1.PodSpec';
    for (const part of ['limits', 'requests'] as const) {
      for (const name of Object.keys(resources[part] ?? {})) {
        yield* (ofPod ? podComplaints : containerResourceErrors)(name, site.at(part, name));
      }
    }
  },
});

function* podComplaints(name: string, path: FieldPath): Iterable<FieldError> {
  const complaints = [...resourceNameErrors(name, path)];
  yield* complaints;
  const isSupported = name === 'cpu' || name === 'memory' || isHugePages(name);
  if (complaints.length === 0 && !isSupported) yield unsupported(path, name, ['cpu', 'hugepages-', 'memory']);
}
