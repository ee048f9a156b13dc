import { qualifiedName } from '../kubernetes/names.ts';
import type { FieldPath } from '../kubernetes/path.ts';
import { type FieldError, invalid } from './field-error.ts';
import { isExtended, isNative, isStandard, isStandardForContainers } from './resource-names.ts';

/** Source: pkg/apis/core/validation/validation.go (validateResourceName) */
export function* resourceNameErrors(name: string, path: FieldPath): Iterable<FieldError> {
  const complaints = qualifiedName(name);
  for (const complaint of complaints) yield invalid(path, name, complaint);
  if (complaints.length === 0 && !name.includes('/') && !isStandard(name)) {
    yield invalid(path, name, 'must be a standard resource type or fully qualified');
  }
}

/** Source: the same file (ValidateContainerResourceName) */
export function* containerResourceErrors(name: string, path: FieldPath): Iterable<FieldError> {
  yield* resourceNameErrors(name, path);
  if (!name.includes('/')) {
    if (!isStandardForContainers(name)) yield invalid(path, name, 'must be a standard resource for containers');
  } else if (!isNative(name) && !isExtended(name)) {
    yield invalid(path, name, "doesn't follow extended resource name standard");
  }
}
