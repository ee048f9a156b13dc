import type { IntOrPercent } from '../kubernetes/percent.ts';
import { percentage } from '../kubernetes/names.ts';
import type { FieldPath } from '../kubernetes/path.ts';
import { type FieldError, invalid } from './field-error.ts';
import type { Site } from './rule.ts';

export const negativeDetail = 'must be greater than or equal to 0';

/** Complains about each of the named fields that is below 0. */
export function* nonNegative(value: object, site: Site, names: readonly string[]): Iterable<FieldError> {
  for (const name of names) {
    const number = (value as Readonly<Record<string, unknown>>)[name];
    if (typeof number === 'number' && number < 0) yield invalid(site.at(name), number, negativeDetail);
  }
}

/** A count that is not negative, or a percentage. Source: pkg/apis/apps/validation (ValidatePositiveIntOrPercent) */
export function* positiveIntOrPercent(path: FieldPath, value: IntOrPercent): Iterable<FieldError> {
  if (typeof value === 'string') {
    for (const complaint of percentage(value)) yield invalid(path, value, complaint);
  } else if (value < 0) {
    yield invalid(path, value, negativeDetail);
  }
}

/** Source: pkg/apis/apps/validation (IsNotMoreThan100Percent) */
export function* atMost100Percent(path: FieldPath, value: IntOrPercent): Iterable<FieldError> {
  if ((percentIn(value) ?? 0) > 100) yield invalid(path, value, 'must not be greater than 100%');
}

/** The number before the sign, or the count; what is neither is 0. */
export function intOrPercentValue(value: IntOrPercent | undefined): number {
  if (typeof value === 'number') return value;
  return percentIn(value) ?? integerIn(value ?? '');
}

function percentIn(value: IntOrPercent | undefined): number | undefined {
  return typeof value === 'string' && percentage(value).length === 0 ? Number(value.slice(0, -1)) : undefined;
}

function integerIn(text: string): number {
  return /^[+-]?[0-9]+$/.test(text) ? Number(text) : 0;
}
