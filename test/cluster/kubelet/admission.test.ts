import { describe, expect, it } from 'vitest';
import type { PodSpec } from '../../../server/src/kubernetes/api.ts';
import { node, pod, World } from './world.ts';

// Reasons and messages: pkg/kubelet/lifecycle/predicate.go, pkg/kubelet/kubelet.go (rejectPod).

function rejected(
  spec: Parameters<typeof pod>[1],
  options: ConstructorParameters<typeof World>[0] = {},
  before: readonly Partial<PodSpec>[] = [],
) {
  const world = new World(options);
  before.forEach((other, index) => world.create(pod(`before-${index}`, other)));
  world.settle();
  world.create(pod('a', spec));
  world.settle();
  return { world, status: world.pod('a').status };
}

const resources = (requests: Record<string, string>) => ({ containers: [{ name: 'c', image: 'x:1', resources: { requests } }] });

describe('a pod that the kubelet refuses', () => {
  it.each([
    ['OutOfcpu', resources({ cpu: '3' }), [resources({ cpu: '1500m' })], 'cpu, requested: 3000, used: 1500, capacity: 4000'],
    ['OutOfmemory', resources({ memory: '9Gi' }), [], 'memory, requested: 9663676416, used: 0, capacity: 8485076992'],
    ['OutOfpods', {}, [{}, {}], 'pods, requested: 1, used: 2, capacity: 2'],
  ])('%s', (reason, spec, before, shortage) => {
    const capacity = { cpu: '4', memory: '8Gi', pods: before.length === 2 ? '2' : '10' };
    const { world, status } = rejected(spec, { nodes: [node('n1', { capacity })] }, before);
    const message = `Node didn't have enough resource: ${shortage}`;
    expect(status).toMatchObject({ phase: 'Failed', reason, message: `Pod was rejected: ${message}` });
    expect(status?.containerStatuses).toBeUndefined();
    expect(world.told().at(-1)).toBe(`${reason}: ${message}`);
  });

  it('NodeAffinity', () => {
    const { status } = rejected({ nodeSelector: { disk: 'ssd' } });
    expect(status).toMatchObject({
      phase: 'Failed',
      reason: 'NodeAffinity',
      message: "Pod was rejected: Predicate NodeAffinity failed: node(s) didn't match Pod's node affinity/selector",
    });
  });

  it('NodePorts', () => {
    const container = { ports: [{ containerPort: 80, hostPort: 8080 }] };
    const { status } = rejected({ container }, {}, [{ containers: [{ name: 'c', image: 'x:1', ...container }] }]);
    expect(status).toMatchObject({
      reason: 'NodePorts',
      message: "Pod was rejected: Predicate NodePorts failed: node(s) didn't have free ports for the requested pod ports",
    });
  });

  it('TaintToleration, for NoExecute alone', () => {
    const taints = (effect: 'NoExecute' | 'NoSchedule') => ({ nodes: [node('n1', { taints: [{ key: 'k', effect }] })] });
    expect(rejected({}, taints('NoExecute')).status).toMatchObject({
      reason: 'TaintToleration',
      message: "Pod was rejected: Predicate TaintToleration failed: node(s) had taints that the pod didn't tolerate",
    });
    expect(rejected({}, taints('NoSchedule')).status?.phase).toBe('Running');
    expect(rejected({ tolerations: [{ operator: 'Exists' }] }, taints('NoExecute')).status?.phase).toBe('Running');
  });

  it('stays, and takes no room', () => {
    const { world } = rejected(resources({ cpu: '5' }));
    world.create(pod('b', resources({ cpu: '4' })));
    world.settle();
    expect(world.pod('b').status?.phase).toBe('Running');
    expect(world.pod('a').status?.phase).toBe('Failed');
    world.delete('a');
    world.advance(0.1);
    expect(world.find('a')).toBeUndefined();
  });
});
