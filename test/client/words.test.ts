import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { looksLikeManifest } from '../../client/src/manifest.ts';
import { objectPath, objectQuery, parseObjectUri } from '../../client/src/object-uri.ts';
import { checkReplicas } from '../../client/src/replicas.ts';
import { formatMoment } from '../../client/src/time.ts';

describe('which files get a button', () => {
  it.each([
    ['apiVersion: v1\nkind: Pod\n', true],
    ['a: 1\n---\nkind: Pod\napiVersion: v1\n', true],
    ['apiVersion: v1\n---\nkind: Pod\n', false],
    ['services:\n  web:\n    image: nginx\n', false],
    ['spec:\n  apiVersion: v1\n  kind: Pod\n', false],
    ['', false],
  ])('%j: %s', (text, expected) => {
    expect(looksLikeManifest(text)).toBe(expected);
  });
});

describe('the address of an object', () => {
  it('is read back as it was written, whatever the names', () => {
    fc.assert(
      fc.property(fc.string(), fc.string(), fc.string(), (kind, namespace, name) => {
        expect(parseObjectUri(objectQuery({ kind, namespace, name }))).toEqual({ kind, namespace, name });
      }),
    );
  });

  it.each(['', 'null', '["Pod"]', '[1,2,3]', '{'])('%j names no object', (query) => {
    expect(parseObjectUri(query)).toBeUndefined();
  });

  it('has no namespace where the kind has none', () => {
    expect(objectPath({ kind: 'Node', namespace: '', name: 'worker-1' })).toBe('/Node/worker-1.yaml');
    expect(objectPath({ kind: 'Pod', namespace: 'default', name: 'web-0' })).toBe('/default/Pod/web-0.yaml');
  });
});

describe('a number of replicas', () => {
  it.each(['0', '3', '5000', ' 4 '])('takes %j', (text) => {
    expect(checkReplicas(text)).toBeUndefined();
  });
  it.each(['', '-1', '1.5', 'three', '5001', '1e3'])('refuses %j', (text) => {
    expect(checkReplicas(text)).toBeTypeOf('string');
  });
});

describe('a moment of virtual time', () => {
  it.each([
    [0, '0 s'],
    [9.56, '9.6 s'],
    [100, '1 min 40 s'],
    [600, '10 min'],
    [3661, '1 h 1 min 1 s'],
  ])('%d s reads %s', (seconds, text) => {
    expect(formatMoment(seconds)).toBe(text);
  });
});
