import { Ajv } from 'ajv';
import fc from 'fast-check';
import { expect, it } from 'vitest';
import { accepts } from '../../server/src/schema/accepts.ts';
import type { JsonSchema } from '../../server/src/schema/shape-schema.ts';

const ajv = new Ajv({ strict: false, validateSchema: false, meta: false });
const names = fc.constantFrom('a', 'b', 'c');

const { schema } = fc.letrec<{ schema: JsonSchema }>((tie) => ({
  schema: fc.oneof(
    { depthSize: 'small', withCrossShrink: true },
    fc.constantFrom<JsonSchema>(
      {},
      { type: ['string', 'null'] },
      { type: ['boolean', 'null'] },
      { type: ['integer', 'null'], minimum: -2, maximum: 2 },
    ),
    tie('schema').map((items): JsonSchema => ({ type: ['array', 'null'], items })),
    tie('schema').map((additionalProperties): JsonSchema => ({ type: ['object', 'null'], additionalProperties })),
    fc
      .dictionary(names, tie('schema'))
      .map((properties): JsonSchema => ({ type: ['object', 'null'], properties, additionalProperties: false })),
  ),
}));

const { value } = fc.letrec<{ value: unknown }>((tie) => ({
  value: fc.oneof(
    { depthSize: 'small', withCrossShrink: true },
    fc.constantFrom(null, true, 'text', '', -3, 0, 2, 0.5),
    fc.array(tie('value'), { maxLength: 3 }),
    fc.dictionary(names, tie('value'), { maxKeys: 3 }),
  ),
}));

it('tells of JSON values what ajv tells', () => {
  const typeNamed = (): JsonSchema => ({});
  fc.assert(
    fc.property(schema, value, (each, one) => {
      expect(accepts(each, one, typeNamed)).toBe(ajv.validate(each, one));
    }),
    { numRuns: 300 },
  );
});
