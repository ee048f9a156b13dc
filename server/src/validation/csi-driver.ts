import { byteLength, dns1123Subdomain } from '../kubernetes/names.ts';
import type { FieldPath } from '../kubernetes/path.ts';
import { type FieldError, invalid, required, tooLong } from './field-error.ts';

/** The name of a CSI driver; capitals are allowed. Source: pkg/apis/core/validation/validation.go (ValidateCSIDriverName) */
export function* csiDriverErrors(driver: string, path: FieldPath): Iterable<FieldError> {
  if (driver === '') {
    yield required(path);
    return;
  }
  if (byteLength(driver) > 63) yield tooLong(path, 63);
  for (const complaint of dns1123Subdomain(driver.toLowerCase())) yield invalid(path, driver, complaint);
}
