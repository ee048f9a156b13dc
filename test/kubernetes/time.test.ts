import fc from 'fast-check';
import { expect, it } from 'vitest';
import { formatUnixSeconds, parseUnixSeconds, timestampAt, virtualMsOf } from '../../server/src/kubernetes/time.ts';

it('agrees with the calendar', () => {
  fc.assert(
    fc.property(fc.integer({ min: 0, max: 4_000_000_000 }), (seconds) => {
      const expected = new Date(seconds * 1000).toISOString().replace('.000Z', 'Z');
      expect(formatUnixSeconds(seconds)).toBe(expected);
      expect(parseUnixSeconds(expected)).toBe(seconds);
    }),
  );
});

it('cuts fractions of a second', () => {
  expect(timestampAt(19_400)).toBe('2026-01-01T00:00:19Z');
  expect(virtualMsOf('2026-01-01T00:00:19Z')).toBe(19_000);
});
