import { describe, expect, test } from 'vitest';
import { measure, measureUpdates, reached } from './agreement.ts';
import { rules } from '../../server/src/validation/rules/index.ts';

/** Bad quantities are found while decoding; the rule is for objects that come without their text. */
const coveredByDecoding = ['resources-quantity-format'];

/** All that the server accepts, and a sample of what it refuses: `npm run agreement` compares all. */
describe('what we say about manifests, against the code of the API server', () => {
  const agreement = measure(5);
  const share = ({ agree, total }: { agree: number; total: number }): number => agree / total;

  test('nothing is wrong with what the API server accepts', () => {
    expect(agreement.differences.filter(({ kind }) => kind === 'false positive')).toEqual([]);
  });

  test('fields and types of errors agree as well as before', () => {
    expect(share(agreement.pairs)).toBeGreaterThanOrEqual(reached.sample.pairs);
  });

  test('texts agree as well as before', () => {
    expect(share(agreement.texts)).toBeGreaterThanOrEqual(reached.sample.texts);
  });

  test('there are thousands of cases, and some for every rule', () => {
    expect(agreement.cases).toBeGreaterThan(5000);
    expect(rules.map(({ id }) => id).filter((id) => !agreement.hits.has(id))).toEqual(coveredByDecoding);
  });
});

/** A sample: `npm run agreement` compares all. */
describe('what we say about changes, against the code of the API server', () => {
  const agreement = measureUpdates(12);

  test('nothing is wrong with a change that the API server accepts', () => {
    expect(agreement.cases).toBeGreaterThan(1000);
    expect(agreement.differences.filter(({ kind }) => kind === 'false positive')).toEqual([]);
  });

  test('fields, types and texts agree as well as before', () => {
    expect(agreement.pairs.agree / agreement.pairs.total).toBeGreaterThanOrEqual(reached.updates.pairs - 0.01);
    expect(agreement.texts.agree / agreement.texts.total).toBeGreaterThanOrEqual(reached.updates.texts - 0.01);
  });
});
