import { describe, expect, it } from 'vitest';
import { endpointSliceController } from '../../../server/src/cluster/controllers/endpointslice.ts';
import type { EndpointSlice, Node, Pod, Service } from '../../../server/src/kubernetes/api.ts';
import { World } from './world.ts';

const node: Node = {
  apiVersion: 'v1',
  kind: 'Node',
  metadata: { name: 'n1', labels: { 'topology.kubernetes.io/zone': 'zone-a' } },
};

function service(spec: Partial<Service['spec']> = {}): Service {
  return {
    apiVersion: 'v1',
    kind: 'Service',
    metadata: { name: 'web', namespace: 'default', labels: { team: 'a' } },
    spec: { selector: { app: 'web' }, ports: [{ name: 'http', port: 80, targetPort: 8080, protocol: 'TCP' }], ...spec },
  };
}

function pod(index: number, options: { ready?: boolean; phase?: string; ip?: boolean; spec?: Partial<Pod['spec']> } = {}): Pod {
  const { ready = true, phase = 'Running', ip = true, spec } = options;
  const address = `10.244.${index >> 8}.${index & 255}`;
  return {
    apiVersion: 'v1',
    kind: 'Pod',
    metadata: { name: `web-${index}`, namespace: 'default', labels: { app: 'web' } },
    spec: { nodeName: 'n1', containers: [{ name: 'c' }], ...spec },
    status: {
      phase: phase as 'Running',
      conditions: [{ type: 'Ready', status: ready ? 'True' : 'False' }],
      ...(ip && { podIP: address, podIPs: [{ ip: address }] }),
    },
  };
}

/** A world with the Service and these pods, as they are (the API server takes no status at creation). */
function worldOf(svc: Service, pods: readonly Pod[]): World {
  const world = new World(endpointSliceController as never);
  world.create(node);
  for (const one of pods) world.store.put({ ...one, metadata: { ...one.metadata, uid: `${one.metadata.name}-uid` } });
  world.create(svc);
  world.settle();
  return world;
}

const slices = (world: World): readonly EndpointSlice[] => world.store.list<EndpointSlice>('EndpointSlice');
const endpoints = (world: World) => slices(world).flatMap((slice) => slice.endpoints ?? []);

describe('endpoints of a Service', () => {
  it('are those of its pods, with conditions, node, zone and target', () => {
    const world = worldOf(service(), [pod(1), pod(2, { ready: false })]);
    expect(slices(world)).toMatchObject([
      {
        addressType: 'IPv4',
        metadata: {
          generateName: 'web-',
          labels: {
            team: 'a',
            'kubernetes.io/service-name': 'web',
            'endpointslice.kubernetes.io/managed-by': 'endpointslice-controller.k8s.io',
          },
          ownerReferences: [{ kind: 'Service', name: 'web', controller: true, blockOwnerDeletion: true }],
        },
        ports: [{ name: 'http', port: 8080, protocol: 'TCP' }],
        endpoints: [
          {
            addresses: ['10.244.0.1'],
            conditions: { ready: true, serving: true, terminating: false },
            nodeName: 'n1',
            zone: 'zone-a',
            targetRef: { kind: 'Pod', name: 'web-1' },
          },
          { addresses: ['10.244.0.2'], conditions: { ready: false, serving: false, terminating: false } },
        ],
      },
    ]);
    expect(slices(world)[0]?.metadata.labels).not.toHaveProperty('service.kubernetes.io/headless');
  });

  it('leave out pods without an address and pods that have ended', () => {
    const world = worldOf(service(), [pod(1, { ip: false }), pod(2, { phase: 'Succeeded' }), pod(3, { phase: 'Failed' })]);
    expect(slices(world)).toMatchObject([{ endpoints: [], ports: [] }]);
  });

  it('follow a pod that becomes ready and one that goes', () => {
    const world = worldOf(service(), [pod(1, { ready: false })]);
    world.change(pod(1), (live) => ({ ...live, status: pod(1).status }));
    world.settle();
    expect(endpoints(world)).toMatchObject([{ conditions: { ready: true } }]);
    world.delete(pod(1));
    world.settle();
    expect(endpoints(world)).toMatchObject([{ conditions: { ready: false, serving: true, terminating: true } }]);
    world.delete(pod(1), undefined, 0);
    world.settle();
    expect(endpoints(world)).toEqual([]);
    expect(slices(world)).toHaveLength(1);
  });

  it('are ready before their pods where the Service says so', () => {
    const world = worldOf(service({ publishNotReadyAddresses: true }), [pod(1, { ready: false })]);
    expect(endpoints(world)).toMatchObject([{ conditions: { ready: true, serving: false } }]);
  });

  it('of a headless Service are labelled, carry hostnames, and need no ports', () => {
    const named = pod(1, { spec: { hostname: 'web-0', subdomain: 'web' } });
    const world = worldOf(service({ clusterIP: 'None', ports: undefined }), [
      named,
      pod(2, { spec: { hostname: 'x', subdomain: 'else' } }),
    ]);
    expect(slices(world)[0]?.metadata.labels).toHaveProperty('service.kubernetes.io/headless', '');
    expect(endpoints(world).map(({ hostname }) => hostname)).toEqual(['web-0', undefined]);
  });

  it('take a named port from each pod, side-cars included, in a slice for each number', () => {
    const container = (containerPort: number) => ({
      name: 'c',
      ports: [{ name: 'http', containerPort, protocol: 'TCP' as const }],
    });
    const sidecar = pod(3, {
      spec: { containers: [{ name: 'c' }], initContainers: [{ ...container(3000), restartPolicy: 'Always' }] },
    });
    const pods = [
      pod(1, { spec: { containers: [container(8080)] } }),
      pod(2, { spec: { containers: [container(9090)] } }),
      sidecar,
      pod(4),
    ];
    const world = worldOf(service({ ports: [{ name: 'http', port: 80, targetPort: 'http', protocol: 'TCP' }] }), pods);
    const found = slices(world).map(({ ports, endpoints: list }) => [ports?.map(({ port }) => port), list?.length]);
    expect(found).toEqual([
      [[8080], 1],
      [[9090], 1],
      [[3000], 1],
      [[], 1],
    ]);
  });

  it('are spread over slices of a hundred, changed as little as possible', () => {
    const world = worldOf(
      service(),
      Array.from({ length: 250 }, (_, index) => pod(index + 1)),
    );
    expect(slices(world).map(({ endpoints: list }) => list?.length)).toEqual([100, 100, 50]);
    const before = slices(world).map(({ metadata }) => metadata.resourceVersion);
    world.store.put({ ...pod(251), metadata: { ...pod(251).metadata, uid: 'new' } });
    world.settle();
    const after = slices(world);
    expect(after.map(({ endpoints: list }) => list?.length)).toEqual([100, 100, 51]);
    expect(after.map(({ metadata }, index) => metadata.resourceVersion === before[index])).toEqual([true, true, false]);
  });

  it('are made anew when somebody removes them', () => {
    const world = worldOf(service(), [pod(1)]);
    world.delete(slices(world)[0] as EndpointSlice);
    world.settle();
    expect(endpoints(world)).toHaveLength(1);
  });

  it('of pods on a node that does not exist are missed', () => {
    const world = worldOf(service(), [pod(1, { spec: { nodeName: 'gone' } })]);
    expect(endpoints(world)).toEqual([]);
    expect(world.events()).toEqual([
      'Service/web Warning FailedToUpdateEndpointSlices Error updating Endpoint Slices for Service default/web: skipping Pod web-1 for Service default/web: Node gone Not Found',
    ]);
  });

  it.each([
    ['without a selector', service({ selector: undefined })],
    ['of type ExternalName', service({ type: 'ExternalName' })],
  ])('are nobody’s business for a Service %s', (_, svc) => {
    expect(slices(worldOf(svc, [pod(1)]))).toEqual([]);
  });

  it('stand in IPv6 slices too where the Service is dual-stack', () => {
    const dual = pod(1);
    const world = worldOf(service({ ipFamilies: ['IPv4', 'IPv6'] }), [
      { ...dual, status: { ...dual.status, podIPs: [{ ip: '10.244.0.1' }, { ip: 'fd00::1' }] } },
    ]);
    expect(slices(world).map(({ addressType, endpoints: list }) => [addressType, list?.[0]?.addresses])).toEqual([
      ['IPv4', ['10.244.0.1']],
      ['IPv6', ['fd00::1']],
    ]);
  });
});
