import type { StructuralSchema } from '../../schema/custom-resources/definition.ts';
import { type FieldError, invalid } from '../field-error.ts';
import { Result } from './result.ts';
import type { Place } from './place.ts';

type Check = (schema: StructuralSchema, value: unknown, place: Place) => Result;

/** `anyOf`, `oneOf`, `allOf` and `not`. Source: pkg/validation/validate/schema_props.go of k8s.io/kube-openapi */
export function checkAlternatives(schema: StructuralSchema, value: unknown, place: Place, check: Check): Result {
  const { anyOf = [], oneOf = [], allOf = [], not } = schema;
  const result = new Result();
  const judge = (each: StructuralSchema): Result => check(each, value, place);
  if (anyOf.length > 0) {
    const results = anyOf.map(judge);
    const success = results.find(({ isValid }) => isValid);
    if (!success) result.add(composite(place, 'must validate at least one schema (anyOf)'));
    result.merge(success ?? best(results));
  }
  if (oneOf.length > 0) {
    const results = oneOf.map(judge);
    const successes = results.filter(({ isValid }) => isValid);
    if (successes.length === 1) for (const success of successes) result.merge(success);
    else {
      const count = successes.length === 0 ? 'Found none valid' : `Found ${successes.length} valid alternatives`;
      result.add(composite(place, `must validate one and only one schema (oneOf). ${count}`));
      if (successes.length === 0) result.merge(best(results));
    }
  }
  if (allOf.length > 0) {
    const results = allOf.map(judge);
    for (const each of results) result.merge(each);
    const valid = results.filter(({ isValid }) => isValid).length;
    const note = valid === 0 ? '. None validated' : '';
    if (valid < results.length) result.add(composite(place, `must validate all the schemas (allOf)${note}`));
  }
  if (not && judge(not).isValid) result.add(composite(place, 'must not validate the schema (not)'));
  return result.passed();
}

/** The API server names no field for these. */
export function composite({ path, name }: Place, message: string): FieldError {
  return invalid({ path, field: '<nil>' }, '', `${JSON.stringify(name)} ${message}`);
}

function best(results: readonly Result[]): Result {
  return results.reduce((most, each) => (each.matches > most.matches ? each : most));
}
