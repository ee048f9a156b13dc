import type { StructuralSchema } from '../../schema/custom-resources/definition.ts';
import { invalid } from '../field-error.ts';
import { Result } from './result.ts';
import { at, formatOf, type Place } from './place.ts';

/** Bounds, factors, and the range of a number's format. Source: pkg/validation/validate/validator.go of k8s.io/kube-openapi */
export function checkNumber(schema: StructuralSchema, value: number, place: Place): Result {
  const result = new Result();
  const range = rangeProblem(schema, value, place);
  if (range !== undefined) result.add(invalid({ path: place.path, field: '<nil>' }, '', range));
  // A bound of an integer is one too.
  const bound = (number: number | undefined) => (number !== undefined && Number.isInteger(value) ? Math.trunc(number) : number);
  const factor = bound(schema.multipleOf);
  if (factor !== undefined && factor <= 0) {
    result.add(invalid(at(place), factor, `factor MultipleOf declared for ${place.name} must be positive: ${factor}`));
  }
  for (const text of [multipleProblem(value, factor), ...boundProblems(schema, value, bound)]) {
    if (text !== undefined) result.add(invalid(at(place), value, `${place.name} in body should be ${text}`));
  }
  return result.passed();
}

function multipleProblem(value: number, factor: number | undefined): string | undefined {
  return factor === undefined || factor <= 0 || isMultiple(value, factor) ? undefined : `a multiple of ${factor}`;
}

function boundProblems(
  { maximum, exclusiveMaximum, minimum, exclusiveMinimum }: StructuralSchema,
  value: number,
  bound: (number: number | undefined) => number | undefined,
): readonly (string | undefined)[] {
  const most = bound(maximum) ?? Infinity;
  const least = bound(minimum) ?? -Infinity;
  const isTooLarge = exclusiveMaximum ? value >= most : value > most;
  const isTooSmall = exclusiveMinimum ? value <= least : value < least;
  return [
    isTooLarge ? `less than ${exclusiveMaximum ? '' : 'or equal to '}${most}` : undefined,
    isTooSmall ? `greater than ${exclusiveMinimum ? '' : 'or equal to '}${least}` : undefined,
  ];
}

function isMultiple(value: number, factor: number): boolean {
  if (Number.isInteger(value) && Number.isInteger(factor)) return value % factor === 0;
  const quotient = factor < 1 ? (1 / factor) * value : value / factor;
  return Math.abs(quotient - Math.round(quotient)) < 1e-9 * Math.max(1, Math.abs(quotient));
}

function rangeProblem(schema: StructuralSchema, value: number, { name }: Place): string | undefined {
  const format = formatOf(schema);
  if (schema.type === 'integer' && !schema['x-kubernetes-int-or-string']) {
    const limit = format === 'int32' ? 2 ** 31 : 2 ** 63;
    const isInside = Number.isInteger(value) && value >= -limit && value < limit;
    const kind = format === '' ? '(default format)' : `with format ${format}`;
    return isInside ? undefined : `Checked value must be of type integer ${kind} in ${name}`;
  }
  const isTooLarge = schema.type === 'number' && format === 'float' && Math.abs(value) > 3.4028234663852886e38;
  return isTooLarge ? `Checked value must be of type number with format float in ${name}` : undefined;
}
