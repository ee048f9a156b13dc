import { readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { measure } from './agreement.ts';
import { rules } from '../../server/src/validation/rules/index.ts';

interface Reached {
  readonly pairs: number;
  readonly texts: number;
}

/** The shares that were reached once; they may only rise. */
const reached = JSON.parse(readFileSync(new URL('./reached.json', import.meta.url), 'utf8')) as Reached;

/** Bad quantities are found while decoding; the rule is for objects that come without their text. */
const coveredByDecoding = ['resources-quantity-format'];

describe('what we say about manifests, against the code of the API server', () => {
  const agreement = measure();
  const share = ({ agree, total }: { agree: number; total: number }): number => agree / total;

  test('nothing is wrong with what the API server accepts', () => {
    expect(agreement.differences.filter(({ kind }) => kind === 'false positive')).toEqual([]);
  });

  test('fields and types of errors agree as well as before', () => {
    expect(share(agreement.pairs)).toBeGreaterThanOrEqual(reached.pairs);
  });

  test('texts agree as well as before', () => {
    expect(share(agreement.texts)).toBeGreaterThanOrEqual(reached.texts);
  });

  test('there are thousands of cases, and some for every rule', () => {
    expect(agreement.cases).toBeGreaterThan(5000);
    expect(rules.map(({ id }) => id).filter((id) => !agreement.hits.has(id))).toEqual(coveredByDecoding);
  });
});
