import { describe, expect, it } from 'vitest';
import type { Container, PodSpec } from '../../server/src/kubernetes/api.ts';
import { podLimits, podRequests, qosClassOf } from '../../server/src/kubernetes/pod-resources.ts';

const Mi = 1024 ** 2;

function container(name: string, requests: Record<string, string>, more: Partial<Container> = {}): Container {
  return { name, image: 'app:1', resources: { requests }, ...more };
}

function sidecar(name: string, requests: Record<string, string>): Container {
  return container(name, requests, { restartPolicy: 'Always' });
}

describe('podRequests', () => {
  it('adds up containers and rounds CPU up to millicores', () => {
    const spec: PodSpec = {
      containers: [container('a', { cpu: '0.5', memory: '64Mi' }), container('b', { cpu: '1', 'example.com/gpu': '2' })],
    };
    expect(podRequests(spec)).toEqual({
      cpu: 1500,
      memory: 64 * Mi,
      'example.com/gpu': 2,
    });
  });

  // The example of pkg/scheduler/framework/plugins/noderesources/fit.go: computePodResourceRequest.
  it('takes the larger of the init containers and the sum of the containers, per resource', () => {
    const spec: PodSpec = {
      initContainers: [container('i1', { cpu: '2', memory: '1G' }), container('i2', { cpu: '2', memory: '3G' })],
      containers: [container('c1', { cpu: '2', memory: '1G' }), container('c2', { cpu: '1', memory: '1G' })],
    };
    expect(podRequests(spec)).toEqual({ cpu: 3000, memory: 3e9 });
  });

  // staging/src/k8s.io/component-helpers/resource/helpers_test.go, "restartable init, init and regular".
  it('lets sidecars that start earlier count beside an init container', () => {
    const spec: PodSpec = {
      initContainers: [sidecar('s1', { cpu: '10' }), sidecar('s2', { cpu: '10' }), container('i', { cpu: '200' })],
      containers: [container('c', { cpu: '100' })],
    };
    expect(podRequests(spec)).toEqual({ cpu: 220_000 });
  });

  it('leaves out sidecars that start after the init container', () => {
    const spec: PodSpec = {
      initContainers: [container('i', { cpu: '200' }), sidecar('s1', { cpu: '10' })],
      containers: [container('c', { cpu: '100' })],
    };
    expect(podRequests(spec)).toEqual({ cpu: 200_000 });
  });

  it('adds overhead, also to what the pod as a whole requests', () => {
    const spec: PodSpec = {
      containers: [container('c', { cpu: '1', memory: '1Mi', 'ephemeral-storage': '1Mi' })],
      resources: { requests: { cpu: '3', 'ephemeral-storage': '9Mi' } },
      overhead: { cpu: '250m' },
    };
    expect(podRequests(spec)).toEqual({
      cpu: 3250,
      memory: Mi,
      'ephemeral-storage': Mi,
    });
  });

  it('takes defaults only for containers that say nothing, not for an explicit zero', () => {
    const spec: PodSpec = {
      containers: [container('a', { cpu: '0' }), container('b', {})],
    };
    expect(podRequests(spec, { whereMissing: { cpu: 100, memory: 200 * Mi } })).toEqual({ cpu: 100, memory: 400 * Mi });
  });
});

describe('podLimits', () => {
  it('adds overhead only where there is a limit', () => {
    const spec: PodSpec = {
      containers: [{ name: 'c', resources: { limits: { cpu: '1' } } }],
      overhead: { cpu: '100m', memory: '10Mi' },
    };
    expect(podLimits(spec)).toEqual({ cpu: 1100 });
  });
});

// Cases of pkg/apis/core/v1/helper/qos/qos_test.go.
describe('qosClassOf', () => {
  const both = { cpu: '100m', memory: '100Mi' };
  const cases: readonly [string, PodSpec, string][] = [
    ['nothing set', { containers: [{ name: 'c' }] }, 'BestEffort'],
    [
      'zero requests',
      {
        containers: [{ name: 'c', resources: { requests: { cpu: '0', memory: '0' } } }],
      },
      'BestEffort',
    ],
    [
      'requests equal limits, written differently',
      {
        containers: [
          {
            name: 'c',
            resources: {
              requests: both,
              limits: { cpu: '0.1', memory: '100Mi' },
            },
          },
        ],
      },
      'Guaranteed',
    ],
    [
      'only CPU set and equal',
      {
        containers: [
          {
            name: 'c',
            resources: { requests: { cpu: '1' }, limits: { cpu: '1' } },
          },
        ],
      },
      'Burstable',
    ],
    [
      'limits above requests',
      {
        containers: [
          {
            name: 'c',
            resources: {
              requests: both,
              limits: { cpu: '200m', memory: '100Mi' },
            },
          },
        ],
      },
      'Burstable',
    ],
    [
      'one guaranteed, one best effort',
      {
        containers: [{ name: 'c', resources: { requests: both, limits: both } }, { name: 'd' }],
      },
      'Burstable',
    ],
    [
      'an init container without resources',
      {
        initContainers: [{ name: 'i' }],
        containers: [{ name: 'c', resources: { requests: both, limits: both } }],
      },
      'Burstable',
    ],
    [
      'other resources only',
      {
        containers: [
          {
            name: 'c',
            resources: { requests: { 'ephemeral-storage': '1Gi' } },
          },
        ],
      },
      'BestEffort',
    ],
    [
      'the pod as a whole',
      {
        containers: [{ name: 'c' }],
        resources: { requests: both, limits: both },
      },
      'Guaranteed',
    ],
  ];
  it.each(cases)('%s', (_, spec, expected) => {
    expect(qosClassOf(spec)).toBe(expected);
  });
});
