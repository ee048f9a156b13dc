import { describe, expect, it } from 'vitest';
import { fnv1, fnv1a, podTemplateHash, safeEncode } from '../../server/src/kubernetes/hash.ts';

/** Vectors of the FNV reference (draft-eastlake-fnv) and of Go's hash/fnv tests. */
describe('FNV', () => {
  it.each([
    ['', 0x811c9dc5, 0x811c9dc5],
    ['a', 0x050c5d7e, 0xe40c292c],
    ['ab', 0x70772d38, 0x4d2505ca],
    ['abc', 0x439c2f4b, 0x1a47e90b],
    ['foobar', 0x31f0b262, 0xbf9cf968],
  ])('%j', (text, one, oneA) => {
    expect(fnv1(text)).toBe(one);
    expect(fnv1a(text)).toBe(oneA);
  });

  it('hashes parts as one text, by their UTF-8 bytes', () => {
    expect(fnv1('foo', 'bar')).toBe(0x31f0b262);
    expect(fnv1a('é€😀')).toBe(fnv1aOfBytes(Buffer.from('é€😀', 'utf8')));
  });
});

function fnv1aOfBytes(bytes: Uint8Array): number {
  let hash = 0x811c9dc5n;
  for (const byte of bytes) hash = ((hash ^ BigInt(byte)) * 16_777_619n) % 2n ** 32n;
  return Number(hash);
}

it('encodes digits to the ten letters of hashes', () => {
  expect(safeEncode('0123456789')).toBe('456789bcdf');
});

it('hashes a template by what it means', () => {
  const template = (extra: object) => ({
    metadata: { labels: { a: 'b' } },
    spec: { containers: [{ name: 'c', image: 'i' }], ...extra },
  });
  expect(podTemplateHash(template({ volumes: [] }), undefined)).toBe(podTemplateHash(template({}), undefined));
  expect(podTemplateHash(template({ nodeName: 'n' }), undefined)).not.toBe(podTemplateHash(template({}), undefined));
  expect(podTemplateHash(template({}), 1)).not.toBe(podTemplateHash(template({}), undefined));
});
