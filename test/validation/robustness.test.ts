import { readdirSync, readFileSync } from 'node:fs';
import fc from 'fast-check';
import { expect, it } from 'vitest';
import { applyDefaults, type Typed } from '../../server/src/kubernetes/defaults/index.ts';
import { formatFieldError } from '../../server/src/validation/field-error.ts';
import { rules } from '../../server/src/validation/rules/index.ts';
import { createValidator, fixOf } from '../../server/src/validation/validate.ts';
import { parseYaml } from '../../server/src/yaml/index.ts';
import { structure } from '../structure.ts';
import { readFixture } from './fixture.ts';

const validator = createValidator({
  structure,
  rules,
  applyDefaults: (object) => applyDefaults(object as Typed & typeof object),
});
const folder = new URL('./fixtures/', import.meta.url);
const manifests = readdirSync(folder)
  .filter((name) => name.endsWith('.yaml'))
  .flatMap((name) => parseYaml(readFixture(readFileSync(new URL(name, folder), 'utf8')).text).map(({ value }) => value));

/** Puts something else into one place of a manifest; `turns` choose the place. */
function damaged(value: unknown, turns: readonly number[], damage: unknown): unknown {
  const [turn, ...rest] = turns;
  if (turn === undefined || typeof value !== 'object' || value === null) return damage;
  const keys = Object.keys(value);
  const key = keys[turn % Math.max(keys.length, 1)];
  if (key === undefined) return damage;
  if (Array.isArray(value))
    return value.map((item: unknown, index) => (String(index) === key ? damaged(item, rest, damage) : item));
  const map = value as Readonly<Record<string, unknown>>;
  // The words that say which rules apply stay.
  if (key === 'apiVersion' || key === 'kind') return value;
  return { ...map, [key]: damaged(map[key], rest, damage) };
}

const damage = fc.oneof(
  fc.constant(null),
  fc.jsonValue({ maxDepth: 3 }),
  fc.constantFrom('', '..', '/', ':', -1, 2 ** 31, {}, []),
);

it('has an answer for any damaged manifest: complaints that can be printed, and fixes or none', () => {
  fc.assert(
    fc.property(fc.nat(manifests.length - 1), fc.array(fc.nat(30), { maxLength: 12 }), damage, (index, turns, value) => {
      const broken = damaged(manifests[index], turns, value);
      for (const finding of validator.validateObject(broken)) {
        expect(formatFieldError(finding.error)).not.toBe('');
        fixOf(finding);
      }
      expect(validator.apiServerErrors(broken).length).toBeGreaterThanOrEqual(0);
    }),
    { numRuns: 2000 },
  );
}, 60_000);
