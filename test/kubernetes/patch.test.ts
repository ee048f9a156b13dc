import { describe, expect, it } from 'vitest';
import { jsonPatch, mergePatch } from '../../server/src/kubernetes/json-patch.ts';
import { strategicPatch } from '../../server/src/kubernetes/strategic-patch.ts';
import { structure } from '../structure.ts';

/** The cases of RFC 7386, appendix A. */
describe('merge patch', () => {
  it.each<[unknown, unknown, unknown]>([
    [{ a: 'b' }, { a: 'c' }, { a: 'c' }],
    [{ a: 'b' }, { b: 'c' }, { a: 'b', b: 'c' }],
    [{ a: 'b' }, { a: null }, {}],
    [{ a: 'b', b: 'c' }, { a: null }, { b: 'c' }],
    [{ a: ['b'] }, { a: 'c' }, { a: 'c' }],
    [{ a: 'c' }, { a: ['b'] }, { a: ['b'] }],
    [{ a: { b: 'c' } }, { a: { b: 'd', c: null } }, { a: { b: 'd' } }],
    [{ a: [{ b: 'c' }] }, { a: [1] }, { a: [1] }],
    [
      ['a', 'b'],
      ['c', 'd'],
      ['c', 'd'],
    ],
    [{ a: 'foo' }, null, null],
    [{ e: null }, { a: 1 }, { e: null, a: 1 }],
    [[1, 2], { a: 'b', c: null }, { a: 'b' }],
    [{}, { a: { bb: { ccc: null } } }, { a: { bb: {} } }],
  ])('%j with %j', (value, patch, result) => {
    expect(mergePatch(value, patch)).toEqual(result);
  });
});

/** After RFC 6902, appendix A. */
describe('JSON patch', () => {
  it.each<[unknown, Parameters<typeof jsonPatch>[1], unknown]>([
    [{ foo: 'bar' }, [{ op: 'add', path: '/baz', value: 'qux' }], { foo: 'bar', baz: 'qux' }],
    [{ foo: ['bar', 'baz'] }, [{ op: 'add', path: '/foo/1', value: 'qux' }], { foo: ['bar', 'qux', 'baz'] }],
    [{ foo: ['bar'] }, [{ op: 'add', path: '/foo/-', value: ['abc'] }], { foo: ['bar', ['abc']] }],
    [{ baz: 'qux', foo: 'bar' }, [{ op: 'remove', path: '/baz' }], { foo: 'bar' }],
    [{ foo: ['bar', 'qux', 'baz'] }, [{ op: 'remove', path: '/foo/1' }], { foo: ['bar', 'baz'] }],
    [{ baz: 'qux' }, [{ op: 'replace', path: '/baz', value: 'boo' }], { baz: 'boo' }],
    [{ a: { b: 1 }, c: {} }, [{ op: 'move', from: '/a/b', path: '/c/d' }], { a: {}, c: { d: 1 } }],
    [{ foo: ['all', 'grass', 'eat'] }, [{ op: 'move', from: '/foo/1', path: '/foo/2' }], { foo: ['all', 'eat', 'grass'] }],
    [{ a: 1 }, [{ op: 'copy', from: '/a', path: '/b' }], { a: 1, b: 1 }],
    [{ a: 'x' }, [{ op: 'test', path: '/a', value: 'x' }], { a: 'x' }],
    [{ '/': 9, '~1': 10 }, [{ op: 'replace', path: '/~01', value: 11 }], { '/': 9, '~1': 11 }],
  ])('%j with %j', (value, operations, result) => {
    expect(jsonPatch(value, operations)).toEqual({ ok: true, value: result });
  });

  it.each<[Parameters<typeof jsonPatch>[1]]>([
    [[{ op: 'remove', path: '/nope' }]],
    [[{ op: 'replace', path: '/nope', value: 1 }]],
    [[{ op: 'add', path: '/list/9', value: 1 }]],
    [[{ op: 'add', path: '/nope/deeper', value: 1 }]],
    [[{ op: 'test', path: '/a', value: 2 }]],
  ])('refuses %j', (operations) => {
    expect(jsonPatch({ a: 1, list: [] }, operations)).toMatchObject({ ok: false });
  });
});

describe('strategic merge patch', () => {
  const patch = (spec: object, change: object): unknown =>
    (strategicPatch(structure, 'core.v1.Pod', { spec }, { spec: change }) as { spec: unknown }).spec;

  it('merges lists by their key, in the order of the patch; what only the live list has stands where it can', () => {
    const containers = [{ name: 'a', image: 'x' }, { name: 'b' }];
    expect(patch({ containers }, { containers: [{ name: 'c' }, { name: 'a', image: 'y' }] })).toEqual({
      containers: [{ name: 'c' }, { name: 'a', image: 'y' }, { name: 'b' }],
    });
    expect(patch({ containers }, { containers: [{ name: 'b', image: 'y' }, { name: 'c' }] })).toEqual({
      containers: [{ name: 'a', image: 'x' }, { name: 'b', image: 'y' }, { name: 'c' }],
    });
  });

  it('deletes by directive and by null', () => {
    expect(patch({ containers: [{ name: 'a' }, { name: 'b' }] }, { containers: [{ name: 'a', $patch: 'delete' }] })).toEqual({
      containers: [{ name: 'b' }],
    });
    expect(patch({ nodeName: 'n', hostname: 'h' }, { nodeName: null })).toEqual({ hostname: 'h' });
  });

  it('replaces a list or a map when told to', () => {
    expect(patch({ containers: [{ name: 'a' }] }, { containers: [{ name: 'b' }, { $patch: 'replace' }] })).toEqual({
      containers: [{ name: 'b' }],
    });
    expect(patch({ nodeSelector: { a: '1' } }, { nodeSelector: { $patch: 'replace', b: '2' } })).toEqual({
      nodeSelector: { b: '2' },
    });
  });

  it('replaces lists that have no key', () => {
    expect(patch({ tolerations: [{ key: 'a' }] }, { tolerations: [{ key: 'b' }] })).toEqual({ tolerations: [{ key: 'b' }] });
  });
});
