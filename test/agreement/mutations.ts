import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { kindKey, type FieldShape, type Structure } from '../../server/src/schema/structure.ts';
import { parseYaml } from '../../server/src/yaml/index.ts';
import { splitText } from './documents.ts';
import { createRandom } from './random.ts';
import { replacements, resolve, sample } from './values.ts';

/** One manifest and the name by which its verdict is kept. */
export interface Case {
  readonly id: string;
  readonly text: string;
}

export type Json = Record<string, unknown>;
type Path = readonly (string | number)[];

/** One change: `value` undefined takes the field away. */
export interface Change {
  readonly path: Path;
  readonly value: unknown;
  /** `Type.field kind`: of changes alike in this, only the first few are made. */
  readonly sort: string;
}

interface Base {
  readonly name: string;
  readonly object: Json;
  /** Every change there is. */
  readonly changes: readonly Change[];
  /** Those not alike to others before. */
  readonly chosen: readonly Change[];
}

const alike = 1;
const pairs = 2000;
const seed = 37;

/** Every case, always the same ones in the same order. */
export function mutations(structure: Structure): readonly Case[] {
  const random = createRandom(seed);
  const counts = new Map<string, number>();
  const bases = readBases('./bases.yaml').map((object): Base => {
    const { name, generateName } = object.metadata as { name?: string; generateName?: string };
    return { name: name ?? generateName ?? '', object, ...changesOf(structure, object, counts) };
  });
  const cases: Case[] = [];
  for (const { name, object, chosen } of bases) {
    cases.push({ id: name, text: JSON.stringify(object) });
    chosen.forEach((change) => {
      cases.push({ id: `${name} ${describe(change)}`, text: JSON.stringify(changed(object, change)) });
    });
  }
  for (let index = 0; index < pairs; index++) {
    const base = pick(bases, random);
    const [one, other] = [pick(base.changes, random), pick(base.changes, random)];
    const text = JSON.stringify(changed(changed(base.object, one) as Json, other));
    cases.push({ id: `${base.name} ${describe(one)} & ${describe(other)}`, text });
  }
  const unique = new Map(cases.map((each) => [each.text, each]));
  return [...unique.values()];
}

/** Changes when any case does: verdicts recorded for other cases are of no use. */
export function fingerprint(cases: readonly (Case & { readonly old?: string })[]): string {
  const hash = createHash('sha256');
  for (const { id, text, old } of cases) hash.update(`${id}\n${text}\n${old === undefined ? '' : `${old}\n`}`);
  return hash.digest('hex').slice(0, 16);
}

export function readBases(name: string): readonly Json[] {
  const text = readFileSync(new URL(name, import.meta.url), 'utf8');
  return splitText(text).map((document) => parseYaml(document)[0]?.value as Json);
}

export const pick = <T>(from: readonly T[], random: () => number): T => from[Math.floor(random() * from.length)] as T;

export function describe({ path, value }: Change): string {
  const text = value === undefined ? 'absent' : JSON.stringify(value);
  return `${path.join('.')}=${text.length > 60 ? createHash('sha256').update(text).digest('hex').slice(0, 8) : text}`;
}

export function changesOf(structure: Structure, object: Json, counts: Map<string, number>): Pick<Base, 'changes' | 'chosen'> {
  const changes: Change[] = [];
  const chosen: Change[] = [];
  const info = structure.kinds[kindKey(String(object.apiVersion), String(object.kind))];
  visit(structure, { $ref: info?.type ?? '' }, object, [], '', (change) => {
    const count = (counts.get(change.sort) ?? 0) + 1;
    counts.set(change.sort, count);
    changes.push(change);
    if (count <= alike) chosen.push(change);
  });
  return { changes, chosen };
}

function visit(
  structure: Structure,
  shape: FieldShape | undefined,
  value: unknown,
  path: Path,
  owner: string,
  add: (change: Change) => void,
): void {
  const field = resolve(structure, shape);
  if (!field) return;
  const name = field.type ?? owner;
  const put = (at: Path, next: unknown, what: string): void =>
    add({ path: at, value: next, sort: `${what} ${JSON.stringify(next)}` });
  if (path.length > 0) {
    for (const next of replacements(field)) put(path, next, owner);
    put(path, null, owner);
    put(path, undefined, owner);
  }
  if (Array.isArray(value)) {
    put([...path, value.length], value[0], `${owner} again`);
    put([...path, value.length], null, `${owner} null`);
    value.forEach((item, index) => visit(structure, field.shape.items, item, [...path, index], `${owner}[]`, add));
  } else if (isObject(value) && field.shape.additionalProperties) {
    for (const key of ['bad key!', 'UPPER', 'a/b/c', '/a', 'Ex.com/a', 'a'.repeat(64), '..'])
      put([...path, key], Object.values(value)[0], `${owner} ${key}`);
    for (const [key, item] of Object.entries(value))
      visit(structure, field.shape.additionalProperties, item, [...path, key], `${owner}{}`, add);
  } else if (isObject(value)) {
    put([...path, 'unknownField'], 'a', name);
    for (const [key, below] of Object.entries(field.shape.properties ?? {})) {
      if (skipped(path, key)) continue;
      // Containers of both kinds have the same type and not the same rules.
      const at = key === 'initContainers' ? (change: Change): void => add({ ...change, sort: `init ${change.sort}` }) : add;
      if (Object.hasOwn(value, key)) visit(structure, below, value[key], [...path, key], `${name}.${key}`, at);
      else insert(structure, below, [...path, key], `${name}.${key}`, put);
    }
  }
}

function insert(
  structure: Structure,
  shape: FieldShape,
  path: Path,
  owner: string,
  put: (path: Path, value: unknown, what: string) => void,
): void {
  const field = resolve(structure, shape);
  if (!field) return;
  const key = String(path.at(-1));
  const isLeaf = field.shape.type !== 'object' && field.shape.type !== 'array' && field.shape.type !== undefined;
  const samples = isLeaf
    ? [...replacements(field).filter((_, index) => index % 3 === 0), sample(structure, shape, 0, key)]
    : [0, 1, 2].map((depth) => sample(structure, shape, depth, key));
  for (const value of [...samples, null]) put(path, value, `${owner} inserted`);
}

/** What the server overwrites or what has no say in validation. */
const skipped = (path: Path, key: string): boolean =>
  (path.length === 0 && ['status', 'apiVersion', 'kind'].includes(key)) || key === 'managedFields' || key === 'creationTimestamp';

const isObject = (value: unknown): value is Json => typeof value === 'object' && value !== null && !Array.isArray(value);

export function changed(value: unknown, { path, value: next }: Change): unknown {
  const [key, ...rest] = path;
  if (key === undefined) return next;
  if (Array.isArray(value)) {
    const items: unknown[] = [...(value as unknown[])];
    if (next === undefined && rest.length === 0) items.splice(Number(key), 1);
    else items[Number(key)] = changed(items[Number(key)], { path: rest, value: next, sort: '' });
    return Array.from(items, (item) => (item === undefined ? null : item));
  }
  const { [key]: below, ...others } = isObject(value) ? value : {};
  if (next === undefined && rest.length === 0) return others;
  return { ...(isObject(value) ? value : {}), [key]: changed(below, { path: rest, value: next, sort: '' }) };
}
