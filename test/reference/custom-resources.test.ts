import { readFileSync } from 'node:fs';
import { gunzipSync } from 'node:zlib';
import { describe, expect, it } from 'vitest';
import { unknownFields } from '../../server/src/schema/custom-resources/unknown-fields.ts';
import { formatFieldError } from '../../server/src/validation/field-error.ts';
import { customResourceErrors } from '../../server/src/validation/structural/index.ts';
import { cases } from './custom-resources/cases.ts';

interface Verdict {
  readonly id: string;
  readonly unusable?: string;
  readonly unknown?: readonly string[];
  readonly errors?: readonly string[];
}

const golden = gunzipSync(readFileSync(new URL('golden/custom-resources.jsonl.gz', import.meta.url)))
  .toString('utf8')
  .trim()
  .split('\n')
  .map((line) => JSON.parse(line) as Verdict);

/** Maps have no order in Go: neither have the server's errors. */
const inOrder = (texts: readonly string[] = []): readonly string[] => [...texts].sort();

describe('custom resources, as k8s.io/apiextensions-apiserver 0.37.2 judges them', () => {
  const made = cases();

  it('are those that were recorded, with schemas that a definition may have', () => {
    expect(golden.map(({ id }) => id)).toEqual(made.map(({ id }) => id));
    expect(golden.filter(({ unusable }) => unusable !== undefined)).toEqual([]);
  });

  it('have the unknown fields that strict decoding refuses', () => {
    const ours = made.map(({ id, schema, object }) => {
      const found = unknownFields(schema, object).map(({ path }) =>
        path
          .map((part) => (typeof part === 'number' ? `[${part}]` : `.${part}`))
          .join('')
          .slice(1),
      );
      return { id, unknown: inOrder(found) };
    });
    const differing = ours.filter(
      (each, index) => JSON.stringify(each.unknown) !== JSON.stringify(inOrder(golden[index]?.unknown)),
    );
    expect(differing).toEqual([]);
  });

  it('have the errors of the server, to the letter', () => {
    // What is unknown is refused before: the server drops it when it is told not to mind.
    const ours = made.map(({ id, schema, object }) => ({
      id,
      errors: inOrder(customResourceErrors(schema, object).map(formatFieldError)),
    }));
    const differing = ours.flatMap(({ id, errors }, index) => {
      const { unknown = [], errors: theirs } = golden[index] ?? {};
      const same = JSON.stringify(errors) === JSON.stringify(inOrder(theirs));
      return same || unknown.length > 0 ? [] : [{ id, ours: errors, theirs: inOrder(theirs) }];
    });
    expect(differing).toEqual([]);
  });
});
