import { describe, expect, it } from 'vitest';
import type { Node, NodeSelectorRequirement, NodeSelectorTerm, Taint, Toleration } from '../../server/src/kubernetes/api.ts';
import {
  findUntoleratedTaint,
  preferredNodeScore,
  requiredNodeAffinity,
  taintText,
  tolerates,
} from '../../server/src/kubernetes/node-matching.ts';

const node = (labels: Record<string, string> = {}, name = 'node_1'): Node => ({
  apiVersion: 'v1',
  kind: 'Node',
  metadata: { name, labels },
});
const taint = (key: string, value: string | undefined, effect: Taint['effect']): Taint => ({ key, value, effect });
const need = (key: string, operator: NodeSelectorRequirement['operator'], ...values: string[]): NodeSelectorRequirement => ({
  key,
  operator,
  values,
});
const affinity = (...nodeSelectorTerms: NodeSelectorTerm[]) => ({
  nodeAffinity: { requiredDuringSchedulingIgnoredDuringExecution: { nodeSelectorTerms } },
});

// Table: k8s.io/api/core/v1/toleration_test.go (v0.37.2); the comparison operators are behind a gate that is off.
describe('tolerates', () => {
  const [foo, fooBar] = [taint('foo', undefined, 'NoSchedule'), taint('foo', 'bar', 'NoSchedule')];
  it.each<[Toleration, Taint, boolean]>([
    [{ key: 'foo', operator: 'Exists', effect: 'NoSchedule' }, foo, true],
    [{ key: 'foo', operator: 'Exists', effect: 'NoSchedule' }, fooBar, true],
    [{ key: '', operator: 'Exists', effect: 'NoSchedule' }, fooBar, true],
    [{ key: 'foo', operator: 'Equal', value: 'bar', effect: 'NoSchedule' }, fooBar, true],
    [{ key: 'foo', value: 'bar', effect: 'NoSchedule' }, fooBar, true],
    [{ key: 'foo', operator: 'Equal', value: 'value1', effect: 'NoSchedule' }, taint('foo', 'value2', 'NoSchedule'), false],
    [{ key: 'foo', operator: 'Equal', value: 'bar', effect: 'NoSchedule' }, taint('foo', 'bar', 'NoExecute'), false],
    [{ key: 'foo', operator: 'Equal', value: 'bar' }, taint('foo', 'bar', 'NoExecute'), true],
    [{ key: 'foo', operator: 'Exists' }, taint('other', 'bar', 'NoExecute'), false],
    [{ key: 'sla', operator: 'Gt', value: '750', effect: 'NoSchedule' }, taint('sla', '950', 'NoSchedule'), false],
    [{ key: 'sla', operator: 'Lt', value: '950', effect: 'NoSchedule' }, taint('sla', '800', 'NoSchedule'), false],
  ])('%j and %j: %s', (toleration, given, expected) => {
    expect(tolerates(toleration, given)).toBe(expected);
  });

  it('finds the first taint of the effects in question that nothing tolerates', () => {
    const taints = [taint('a', undefined, 'PreferNoSchedule'), taint('b', undefined, 'NoSchedule'), taint('c', 'x', 'NoExecute')];
    expect(findUntoleratedTaint(taints, [{ key: 'b', operator: 'Exists' }], ['NoSchedule', 'NoExecute'])).toBe(taints[2]);
    expect(findUntoleratedTaint(taints, undefined, ['NoSchedule'])).toBe(taints[1]);
    expect(findUntoleratedTaint(taints, [{ operator: 'Exists' }], ['NoSchedule', 'NoExecute'])).toBeUndefined();
    expect(taints.map(taintText)).toEqual(['a:PreferNoSchedule', 'b:NoSchedule', 'c=x:NoExecute']);
  });
});

// Table: component-helpers scheduling/corev1/nodeaffinity/nodeaffinity_test.go (TestPodMatchesNodeSelectorAndAffinityTerms)
describe('requiredNodeAffinity', () => {
  const foo = { foo: 'bar' };
  const gt = need('kernel-version', 'Gt', '0204');
  it.each([
    ['nothing asked for', {}, {}, true],
    ['missing labels', { nodeSelector: foo }, {}, false],
    ['same labels', { nodeSelector: foo }, foo, true],
    ['labels are a superset', { nodeSelector: foo }, { foo: 'bar', baz: 'blah' }, true],
    ['labels are a subset', { nodeSelector: { foo: 'bar', baz: 'blah' } }, foo, false],
    ['In', { affinity: affinity({ matchExpressions: [need('foo', 'In', 'bar', 'value2')] }) }, foo, true],
    ['In, label missing', { affinity: affinity({ matchExpressions: [need('foo', 'In', 'value1')] }) }, {}, false],
    ['Gt', { affinity: affinity({ matchExpressions: [gt] }) }, { 'kernel-version': '0206' }, true],
    ['Gt, equal', { affinity: affinity({ matchExpressions: [gt] }) }, { 'kernel-version': '204' }, false],
    ['Gt, no number', { affinity: affinity({ matchExpressions: [gt] }) }, { 'kernel-version': 'new' }, false],
    ['Lt', { affinity: affinity({ matchExpressions: [need('n', 'Lt', '5')] }) }, { n: '-7' }, true],
    [
      'NotIn',
      { affinity: affinity({ matchExpressions: [need('mem-type', 'NotIn', 'DDR', 'DDR2')] }) },
      { 'mem-type': 'DDR3' },
      true,
    ],
    ['NotIn, label missing', { affinity: affinity({ matchExpressions: [need('mem-type', 'NotIn', 'DDR')] }) }, {}, true],
    ['Exists', { affinity: affinity({ matchExpressions: [need('GPU', 'Exists')] }) }, { GPU: 'x' }, true],
    ['DoesNotExist', { affinity: affinity({ matchExpressions: [need('GPU', 'DoesNotExist')] }) }, { GPU: 'x' }, false],
    ['no terms', { affinity: affinity() }, foo, false],
    ['an empty term', { affinity: affinity({ matchExpressions: [] }) }, foo, false],
    ['affinity that asks for nothing', { affinity: { nodeAffinity: {} } }, foo, true],
    [
      'ANDed, both',
      { affinity: affinity({ matchExpressions: [need('GPU', 'Exists'), need('GPU', 'NotIn', 'AMD', 'INTER')] }) },
      { GPU: 'NVIDIA' },
      true,
    ],
    [
      'ANDed, one',
      { affinity: affinity({ matchExpressions: [need('GPU', 'Exists'), need('GPU', 'In', 'AMD', 'INTER')] }) },
      { GPU: 'NVIDIA' },
      false,
    ],
    [
      'ORed',
      {
        affinity: affinity(
          { matchExpressions: [need('foo', 'In', 'bar')] },
          { matchExpressions: [need('diffkey', 'In', 'wrong')] },
        ),
      },
      foo,
      true,
    ],
    [
      'affinity and selector, both',
      { affinity: affinity({ matchExpressions: [need('foo', 'Exists')] }), nodeSelector: foo },
      foo,
      true,
    ],
    [
      'affinity and selector, one',
      { affinity: affinity({ matchExpressions: [need('foo', 'Exists')] }), nodeSelector: foo },
      { foo: 'barrrrrr' },
      false,
    ],
    [
      'Exists with a value cannot be parsed',
      { affinity: affinity({ matchExpressions: [need('foo', 'Exists', 'x')] }) },
      foo,
      false,
    ],
    [
      'Gt without a number cannot be parsed',
      { affinity: affinity({ matchExpressions: [need('n', 'Gt', 'x')] }) },
      { n: '7' },
      false,
    ],
    ['metadata.name', { affinity: affinity({ matchFields: [need('metadata.name', 'In', 'node_1')] }) }, {}, true],
    ['another metadata.name', { affinity: affinity({ matchFields: [need('metadata.name', 'In', 'node_2')] }) }, {}, false],
    ['not another metadata.name', { affinity: affinity({ matchFields: [need('metadata.name', 'NotIn', 'node_2')] }) }, {}, true],
    [
      'two names cannot be parsed',
      { affinity: affinity({ matchFields: [need('metadata.name', 'In', 'node_1', 'node_2')] }) },
      {},
      false,
    ],
    [
      'name wrong, label right, two terms',
      {
        affinity: affinity({ matchFields: [need('metadata.name', 'In', 'x')] }, { matchExpressions: [need('foo', 'In', 'bar')] }),
      },
      foo,
      true,
    ],
    [
      'name wrong, label right, one term',
      { affinity: affinity({ matchFields: [need('metadata.name', 'In', 'x')], matchExpressions: [need('foo', 'In', 'bar')] }) },
      foo,
      false,
    ],
    [
      'name and label right, one term',
      {
        affinity: affinity({
          matchFields: [need('metadata.name', 'In', 'node_1')],
          matchExpressions: [need('foo', 'In', 'bar')],
        }),
      },
      foo,
      true,
    ],
  ])('%s', (_name, constraints, labels, expected) => {
    const matcher = requiredNodeAffinity(constraints);
    expect(matcher.matches(node(labels))).toBe(expected);
    expect(matcher.mismatch(node(labels)) === undefined).toBe(expected);
  });

  it('says what is in the way', () => {
    const disk = { matchExpressions: [need('disk', 'In', 'ssd', 'nvme')] };
    const why = (constraints: Parameters<typeof requiredNodeAffinity>[0]) =>
      requiredNodeAffinity(constraints).mismatch(node({ zone: 'b' }));
    expect(why({ nodeSelector: { zone: 'a' } })).toBe('nodeSelector zone=a, the node has zone=b');
    expect(why({ affinity: affinity(disk, { matchFields: [need('metadata.name', 'In', 'x')] }) })).toBe(
      'node affinity disk In [ssd nvme], the node has no label disk; nor metadata.name In [x], the node is node_1',
    );
    expect(why({ affinity: affinity() })).toBe('node affinity without terms');
  });

  it('adds up the weights of preferred terms', () => {
    const score = preferredNodeScore([
      { weight: 5, preference: { matchExpressions: [need('zone', 'In', 'b')] } },
      { weight: 3, preference: { matchExpressions: [need('zone', 'In', 'a')] } },
      { weight: 2, preference: {} },
    ]);
    expect(score(node({ zone: 'b' }))).toBe(5);
  });
});
