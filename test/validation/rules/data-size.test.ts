import { expect, it } from 'vitest';
import { formatFieldError } from '../../../server/src/validation/field-error.ts';
import { rules } from '../../../server/src/validation/rules/index.ts';
import { createValidator } from '../../../server/src/validation/validate.ts';
import { structure } from '../../structure.ts';

const validator = createValidator({ structure, rules });
const errorsOf = (object: object): readonly string[] => validator.apiServerErrors(object).map(formatFieldError);

const mebibyte = 1024 * 1024;
const metadata = { name: 'a', namespace: 'default' };

// MaxSecretSize of pkg/apis/core/types.go; characters of more than one byte count as such
it.each([
  ['ConfigMap', { data: { a: 'x'.repeat(mebibyte) } }, []],
  ['ConfigMap', { data: { a: 'x'.repeat(mebibyte), b: 'x' } }, ['[]: Too long: may not be more than 1048576 bytes']],
  ['ConfigMap', { data: { a: 'é'.repeat(mebibyte / 2), b: 'x' } }, ['[]: Too long: may not be more than 1048576 bytes']],
  [
    'ConfigMap',
    { data: { a: 'x'.repeat(mebibyte) }, binaryData: { b: 'MQ==' } },
    ['[]: Too long: may not be more than 1048576 bytes'],
  ],
  ['Secret', { stringData: { a: 'x'.repeat(mebibyte) } }, []],
  [
    'Secret',
    { stringData: { a: 'x'.repeat(mebibyte) }, data: { b: 'MQ==' } },
    ['data: Too long: may not be more than 1048576 bytes'],
  ],
  ['Secret', { stringData: { a: 'x'.repeat(mebibyte) }, data: { a: 'MQ==' } }, []],
])('%s %#', (kind, fields, errors) => {
  expect(errorsOf({ apiVersion: 'v1', kind, metadata, ...fields })).toEqual(errors);
});
