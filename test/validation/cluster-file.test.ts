import { describe, expect, it } from 'vitest';
import { clusterProblems } from '../../server/src/validation/cluster-file.ts';

type Spec = Parameters<typeof clusterProblems>[0];

const said = (spec: Spec): readonly string[] =>
  clusterProblems(spec).map(({ path, severity, message }) => `${severity} ${path.join('.')}: ${message}`);

describe('a cluster file', () => {
  it('may be as small as one node', () => {
    expect(said({ nodes: [{ name: 'a' }] })).toEqual([]);
  });

  it('is told that no pod runs without nodes', () => {
    const warning = ['warning nodes: on a cluster without nodes no pod can run'];
    expect(said({ nodes: [] })).toEqual(warning);
    expect(said({ nodes: [{ name: 'a', count: 0 }] })).toEqual(warning);
  });

  it('has no two nodes of one name, counted ones included', () => {
    expect(said({ nodes: [{ name: 'a', count: 2 }, { name: 'b' }, { name: 'a-2' }] })).toEqual([
      'error nodes.2.name: there is a node "a-2" already',
    ]);
  });

  it.each<[string, Spec, RegExp]>([
    [
      'negative capacity',
      { nodes: [{ name: 'a', capacity: { cpu: '-2' } }] },
      /^error nodes\.0\.capacity\.cpu: a capacity is not/,
    ],
    [
      'a capacity that is a negative number',
      { nodes: [{ name: 'a', capacity: { pods: -1 } }] },
      /capacity\.pods: a capacity is not/,
    ],
    ['a name that no node can have', { nodes: [{ name: 'Worker_1' }] }, /^error nodes\.0\.name: a lowercase RFC 1123 subdomain/],
    ['a wrong label', { nodes: [{ name: 'a', labels: { 'a b': 'c' } }] }, /^error nodes\.0\.labels\.a b: /],
    ['a wrong key of a taint', { nodes: [{ name: 'a', taints: [{ key: 'a b' }] }] }, /taints\.0\.key: name part must consist of/],
    ['too many nodes', { nodes: [{ name: 'a', count: 5001 }] }, /^error nodes: these are 5001 nodes/],
    ['time that runs back', { images: [{ image: 'a', pullSeconds: -1 }] }, /^error images\.0\.pullSeconds: this is not negative/],
  ])('refuses %s', (_, spec, message) => {
    expect(said(spec)).toHaveLength(1);
    expect(said(spec)[0]).toMatch(message);
  });
});
