import { describe, expect, it } from 'vitest';
import {
  canonicalQuantity,
  compareQuantities,
  parseQuantity,
  quantityMilli,
  quantityOf,
  quantityValue,
} from '../../server/src/kubernetes/quantity.ts';

describe('quantities', () => {
  // From the documentation of resource.Quantity and upstream's quantity_test.go.
  it.each([
    ['1.5', '1500m'],
    ['1.5Gi', '1536Mi'],
    ['1024Mi', '1Gi'],
    ['100m', '100m'],
    ['0.1', '100m'],
    ['1000', '1k'],
    ['1e3', '1e3'],
    ['12.34Ei', '9223372036854775807'],
    ['0', '0'],
    ['0Mi', '0'],
    ['-1', '-1'],
    ['1Ki', '1Ki'],
    ['1023Ki', '1023Ki'],
    ['0.5Mi', '512Ki'],
    ['.5', '500m'],
    ['1.', '1.'],
    ['1500Mi', '1500Mi'],
    ['Ki', '0'],
    ['100000', '100k'],
    ['1e-3', '1e-3'],
    ['0.0000000001', '1n'],
  ])('writes %s as %s', (written, canonical) => {
    expect(canonicalQuantity(written)).toBe(canonical);
  });

  it.each(['', 'abc', '1 Gi', '1,5', '1.2.3', '1Mib'])('refuses %s', (written) => {
    expect(parseQuantity(written)).toEqual({
      ok: false,
      error: "quantities must match the regular expression '^([+-]?[0-9.]+)([eEinumkKMGTP]*[-+]?[0-9]*)$'",
    });
  });

  it('knows a wrong suffix', () => {
    expect(parseQuantity('--1')).toMatchObject({ ok: false, error: "unable to parse quantity's suffix" });
    expect(parseQuantity('1Mii')).toMatchObject({ ok: false, error: "unable to parse quantity's suffix" });
    expect(parseQuantity('1K')).toMatchObject({ ok: false, error: "unable to parse quantity's suffix" });
  });

  it('counts bytes and millicores, rounding up', () => {
    expect(quantityValue('128Mi')).toBe(134_217_728);
    expect(quantityMilli('0.25')).toBe(250);
    expect(quantityMilli('100u')).toBe(1);
    expect(compareQuantities(quantityOf('1'), quantityOf('1000m'))).toBe(0);
  });
});
