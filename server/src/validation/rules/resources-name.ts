import { qualifiedName } from '../../kubernetes/names.ts';
import { type FieldError, invalid, unsupported } from '../field-error.ts';
import { isExtended, isHugePages, isNative, isStandard, isStandardForContainers } from '../resource-names.ts';
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
        yield* (ofPod ? podComplaints : containerComplaints)(name, site.at(part, name));
      }
    }
  },
});

function* nameComplaints(name: string, path: FieldPath): Iterable<FieldError> {
  const complaints = qualifiedName(name);
  for (const complaint of complaints) yield invalid(path, name, complaint);
  if (complaints.length === 0 && !name.includes('/') && !isStandard(name)) {
    yield invalid(path, name, 'must be a standard resource type or fully qualified');
  }
}

function* containerComplaints(name: string, path: FieldPath): Iterable<FieldError> {
  yield* nameComplaints(name, path);
  if (!name.includes('/')) {
    if (!isStandardForContainers(name)) yield invalid(path, name, 'must be a standard resource for containers');
  } else if (!isNative(name) && !isExtended(name)) {
    yield invalid(path, name, "doesn't follow extended resource name standard");
  }
}

function* podComplaints(name: string, path: FieldPath): Iterable<FieldError> {
  const complaints = [...nameComplaints(name, path)];
  yield* complaints;
  const isSupported = name === 'cpu' || name === 'memory' || isHugePages(name);
  if (complaints.length === 0 && !isSupported) yield unsupported(path, name, ['cpu', 'hugepages-', 'memory']);
}
