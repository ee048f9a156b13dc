import type { StructuralSchema } from '../../schema/custom-resources/definition.ts';
import { type FieldError, invalid, required, tooLong, tooMany, unsupported } from '../field-error.ts';
import { checkAlternatives } from './alternatives.ts';
import { knownFormat } from './formats.ts';
import { checkNumber } from './numbers.ts';
import { at, formatOf, type Json, type Place, typesOf } from './place.ts';
import { Result } from './result.ts';

/**
 * What the API server says of a value that does not keep to its structural schema, in its words.
 * Source: pkg/validation/validate of k8s.io/kube-openapi, pkg/apiserver/validation of k8s.io/apiextensions-apiserver
 */
export function schemaErrors(schema: StructuralSchema, value: unknown): readonly FieldError[] {
  return check(schema, value, { path: [], name: '' }).errors;
}

export function check(schema: StructuralSchema, value: unknown, place: Place): Result {
  const result = new Result();
  if (value === null) return result.merge(checkType(schema, value, place)).merge(checkEnum(schema, value, place));
  const kind = kindOf(value);
  if (typesOf(schema).length > 0 || formatOf(schema) !== '') result.merge(checkType(schema, value, place)).passed();
  result.merge(checkAlternatives(schema, value, place, check)).passed();
  if (typeof value === 'string') {
    result.merge(checkString(schema, value, place)).passed();
    if (knownFormat(formatOf(schema))) result.merge(checkFormat(schema, value, place)).passed();
  }
  if (typeof value === 'number') result.merge(checkNumber(schema, value, place)).passed();
  if (kind === 'array') result.merge(checkList(schema, value as readonly unknown[], place)).passed();
  result.merge(checkEnum(schema, value, place)).passed();
  if (kind === 'object') result.merge(checkObject(schema, value as Json, place)).passed();
  return result.passed();
}

function kindOf(value: unknown): string {
  if (value === null) return 'null';
  if (Array.isArray(value)) return 'array';
  if (typeof value === 'number') return Number.isInteger(value) ? 'integer' : 'number';
  return typeof value;
}

const goFormats: Readonly<Record<string, string>> = { integer: 'int64', number: 'float64' };

function checkType(schema: StructuralSchema, value: unknown, place: Place): Result {
  const result = new Result();
  const types = typesOf(schema);
  const format = formatOf(schema);
  const kind = kindOf(value);
  const refuse = (wanted: string, got: string): Result =>
    result.add(invalid(at(place), got, `${place.name} in body must be of type ${wanted}: ${quote(got)}`));
  if (kind === 'null') return types.length > 0 && !schema.nullable ? refuse(types.join(','), 'null') : result.passed();
  const isNumberForInteger = kind === 'integer' && types.includes('number');
  const isText = kind === 'string' || kind === 'array';
  const got = goFormats[kind] ?? '';
  if (!isText && format !== '' && !(types.includes(kind) || got === format || isNumberForInteger)) return refuse(format, got);
  const isNumeric = types.includes('number') || types.includes('integer');
  if (!isNumeric && format !== '' && isText) return result.passed();
  return types.includes(kind) || isNumberForInteger ? result.passed() : refuse(types.join(','), kind);
}

function checkString(schema: StructuralSchema, value: string, place: Place): Result {
  const result = new Result();
  const { maxLength, minLength, pattern } = schema;
  const length = Array.from(value).length;
  if (maxLength !== undefined && length > maxLength) return result.add(tooLong(at(place), maxLength));
  if (minLength !== undefined && length < minLength) {
    return result.add(invalid(at(place), value, `${place.name} in body should be at least ${minLength} chars long`));
  }
  if (pattern === undefined || pattern === '' || matches(pattern, value)) return result;
  return result.add(invalid(at(place), value, `${place.name} in body should match '${pattern}'`));
}

const expressions = new Map<string, RegExp | undefined>();

/** An expression of Go that this engine cannot read refuses nothing. */
function matches(pattern: string, value: string): boolean {
  if (!expressions.has(pattern)) expressions.set(pattern, compiled(pattern));
  return expressions.get(pattern)?.test(value) ?? true;
}

function compiled(pattern: string): RegExp | undefined {
  try {
    return new RegExp(pattern, 'u');
  } catch {
    return undefined;
  }
}

function checkFormat(schema: StructuralSchema, value: string, place: Place): Result {
  const format = formatOf(schema);
  const result = new Result();
  if (knownFormat(format)?.(value) ?? true) return result;
  return result.add(invalid(at(place), value, `${place.name} in body must be of type ${schema.format ?? ''}: ${quote(value)}`));
}

function checkList(schema: StructuralSchema, list: readonly unknown[], place: Place): Result {
  const result = new Result();
  const { items, minItems, maxItems, uniqueItems } = schema;
  for (const [index, item] of items ? list.entries() : []) {
    result.merge(check(items ?? {}, item, { path: [...place.path, index], name: `${place.name}[${index}]` }));
  }
  if (minItems !== undefined && list.length < minItems) {
    result.add(invalid(at(place), list.length, `${place.name} in body should have at least ${minItems} items`));
  }
  if (maxItems !== undefined && list.length > maxItems) result.add(tooMany(at(place), list.length, maxItems));
  if (uniqueItems && new Set(list.map((item) => JSON.stringify(item))).size < list.length) {
    result.add(invalid(at(place), '', `${place.name} in body shouldn't contain duplicates`));
  }
  return result.passed();
}

function checkEnum(schema: StructuralSchema, value: unknown, place: Place): Result {
  const allowed = schema.enum ?? [];
  const result = new Result();
  if (allowed.length === 0 || allowed.some((each) => isSame(each, value))) return result;
  const named = allowed.map((each) => (typeof each === 'string' ? each : JSON.stringify(each)));
  return result.add(unsupported(at(place), value, named));
}

/** The API server converts a number to the type of the one that it compares it with. */
function isSame(allowed: unknown, value: unknown): boolean {
  if (value === null) return false;
  const isWhole = typeof value === 'number' && Number.isInteger(allowed);
  return JSON.stringify(allowed) === JSON.stringify(isWhole ? Math.trunc(value) : value);
}

function checkObject(schema: StructuralSchema, object: Json, place: Place): Result {
  const result = new Result();
  const { properties = {}, additionalProperties, required: needed = [], minProperties, maxProperties } = schema;
  const size = Object.keys(object).length;
  if (minProperties !== undefined && size < minProperties) {
    result.add(invalid(at(place), size, `${place.name} in body should have at least ${minProperties} properties`));
  }
  if (maxProperties !== undefined && size > maxProperties) result.add(tooMany(at(place), size, maxProperties));
  for (const [key, value] of Object.entries(object)) {
    const path = [...place.path, key];
    if (Object.hasOwn(properties, key)) {
      result.merge(check(properties[key] ?? {}, value, { path, name: place.name === '' ? key : `${place.name}.${key}` }));
    } else if (additionalProperties === false) {
      result.add(invalid(at(place), key, `${place.name}.${key} in body is a forbidden property`));
    } else if (typeof additionalProperties === 'object') {
      result.merge(check(additionalProperties, value, { path, name: `${place.name}.${key}` }));
    }
  }
  for (const key of needed) {
    if (!Object.hasOwn(object, key)) result.add(required(at({ path: [...place.path, key], name: `${place.name}.${key}` })));
  }
  return result;
}

function quote(text: string): string {
  return JSON.stringify(text);
}
