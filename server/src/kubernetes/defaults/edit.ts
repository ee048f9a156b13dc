/**
 * Edits of plain JSON values that never change what they are given: whatever an edit leaves alone is shared with the
 * original, and an edit that changes nothing returns the original itself. New fields are appended in a fixed order.
 */

export type Json = Readonly<Record<string, unknown>>;
export type Edit = (object: Json) => Json;

export function isObject(value: unknown): value is Json {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** Go has no value there: the field is missing, or null. */
export function isMissing(value: unknown): value is undefined | null {
  return value === undefined || value === null;
}

/** Go's zero value for a field that is no pointer: missing, empty or 0 are the same to it. */
export function isZero(value: unknown): boolean {
  return isMissing(value) || value === '' || value === 0;
}

/** Applies edits one after the other. */
export function edits(...steps: readonly Edit[]): Edit {
  return (object) => steps.reduce((current, step) => step(current), object);
}

/** Sets fields that are missing: pointers of the Go type. */
export function fillMissing(values: Json): Edit {
  return (object) => setWhere(object, values, isMissing);
}

/** Sets fields that are missing, empty or 0: plain values of the Go type. */
export function fillZero(values: Json): Edit {
  return (object) => setWhere(object, values, isZero);
}

function setWhere(object: Json, values: Json, test: (value: unknown) => boolean): Json {
  const wanted = Object.entries(values).filter(([key]) => test(object[key]));
  return wanted.length === 0 ? object : { ...object, ...Object.fromEntries(wanted) };
}

export function set(object: Json, key: string, value: unknown): Json {
  return object[key] === value ? object : { ...object, [key]: value };
}

export function remove(object: Json, key: string): Json {
  if (!(key in object)) return object;
  const { [key]: _removed, ...rest } = object;
  return rest;
}

/** Edits the object in a field; a field that holds none stays as it is. */
export function inField(key: string, edit: Edit): Edit {
  return (object) => {
    const value = object[key];
    return isObject(value) ? set(object, key, edit(value)) : object;
  };
}

/** Edits the object in a field of a struct type: Go has one there even where nothing is written. */
export function inStruct(key: string, edit: Edit): Edit {
  return (object) => {
    const value = object[key];
    if (isObject(value)) return set(object, key, edit(value));
    return isMissing(value) ? set(object, key, edit({})) : object;
  };
}

/** Edits every object of a list. */
export function inItems(key: string, edit: Edit): Edit {
  return (object) => {
    const list: unknown = object[key];
    if (!Array.isArray(list)) return object;
    const changed = list.map((item: unknown) => (isObject(item) ? edit(item) : item));
    return changed.every((item, index) => item === list[index]) ? object : set(object, key, changed);
  };
}

/** Adds the entries of `source` that `target` lacks. */
export function mergeMissing(target: Json, source: Json): Json {
  const missing = Object.entries(source).filter(([key]) => !(key in target));
  return missing.length === 0 ? target : { ...target, ...Object.fromEntries(missing) };
}
