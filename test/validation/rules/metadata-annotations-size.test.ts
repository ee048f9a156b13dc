import { expect, it } from 'vitest';
import { formatFieldError } from '../../../server/src/validation/field-error.ts';
import rule from '../../../server/src/validation/rules/metadata-annotations-size.ts';
import { createValidator } from '../../../server/src/validation/validate.ts';
import { structure } from '../../structure.ts';

const validator = createValidator({ structure, rules: [rule] });
const complaints = (annotations: Record<string, string>): readonly string[] =>
  validator.apiServerErrors({ apiVersion: 'v1', kind: 'ConfigMap', metadata: { name: 'a', annotations } }).map(formatFieldError);

const most = 256 * 1024;

it('allows 256 KiB of keys and values together', () => {
  expect(complaints({ ab: 'x'.repeat(most / 2 - 2), cd: 'y'.repeat(most / 2 - 2) })).toEqual([]);
});

it('refuses one byte more, and counts bytes, not characters', () => {
  const refusal = ['metadata.annotations: Too long: may not be more than 262144 bytes'];
  expect(complaints({ ab: 'x'.repeat(most - 1) })).toEqual(refusal);
  expect(complaints({ a: 'ä'.repeat(most / 2) })).toEqual(refusal);
});
