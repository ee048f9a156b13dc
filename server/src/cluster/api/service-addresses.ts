import type { Service } from '../../kubernetes/api.ts';
import { semanticEqual } from '../../kubernetes/equality.ts';
import type { KubernetesObject } from '../../kubernetes/object.ts';
import type { Reader } from '../engine/types.ts';

/** The service network of the emulated cluster, 10.96.0.0/16; .1 is the API server's own Service. */
const servicePrefix = '10.96';
const firstNodePort = 30_000;
const nodePortCount = 2768;

/**
 * Gives a new Service its cluster IP and node ports, as the API server's allocators do (there at random).
 * Source: pkg/registry/core/service/storage/alloc.go
 */
export function allocateServiceAddresses(
  object: KubernetesObject,
  read: Reader,
  below: (bound: number) => number,
): KubernetesObject {
  const service = object as Service;
  const { spec } = service;
  if (spec === undefined || spec.type === 'ExternalName') return object;
  const services = read.list<Service>('Service');
  const clusterIP = spec.clusterIP && spec.clusterIP !== '' ? spec.clusterIP : freeIP(services, below);
  const needsNodePorts =
    spec.type === 'NodePort' || (spec.type === 'LoadBalancer' && spec.allocateLoadBalancerNodePorts !== false);
  const allocated: Service = {
    ...service,
    spec: {
      ...spec,
      clusterIP,
      clusterIPs: spec.clusterIPs ?? [clusterIP],
      ipFamilies: spec.ipFamilies ?? ['IPv4'],
      ipFamilyPolicy: spec.ipFamilyPolicy ?? 'SingleStack',
      ...(needsNodePorts && spec.ports ? { ports: withNodePorts(spec.ports, services, below) } : {}),
    },
  };
  return allocated;
}

/**
 * `clusterIP` and `clusterIPs` say the same: who writes only one of them means both.
 * Source: pkg/registry/core/service/storage/storage.go (normalizeClusterIPs)
 */
export function linkServiceAddresses(object: KubernetesObject, old: KubernetesObject): KubernetesObject {
  const [service, before] = [object as Service, old as Service];
  const { clusterIP = '', clusterIPs } = service.spec ?? {};
  const { clusterIP: clusterIPBefore = '', clusterIPs: clusterIPsBefore } = before.spec ?? {};
  const linked = (addresses: string[] | undefined): Service => ({ ...service, spec: { ...service.spec, clusterIPs: addresses } });
  if (clusterIP === clusterIPBefore) return clusterIPs === undefined && clusterIPsBefore ? linked(clusterIPsBefore) : object;
  if (!semanticEqual(clusterIPs, clusterIPsBefore)) return object;
  return linked(clusterIP === '' ? undefined : [clusterIP]);
}

function freeIP(services: readonly Service[], below: (bound: number) => number): string {
  const used = new Set(services.map((service) => service.spec?.clusterIP));
  for (;;) {
    const ip = `${servicePrefix}.${below(256)}.${2 + below(253)}`;
    if (!used.has(ip)) return ip;
  }
}

type ServicePorts = NonNullable<NonNullable<Service['spec']>['ports']>;

function withNodePorts(ports: ServicePorts, services: readonly Service[], below: (bound: number) => number): ServicePorts {
  const used = new Set([...services.flatMap((service) => service.spec?.ports ?? []), ...ports].map((port) => port.nodePort));
  return ports.map((port) => {
    if (port.nodePort) return port;
    let nodePort = firstNodePort + below(nodePortCount);
    while (used.has(nodePort)) nodePort = firstNodePort + ((nodePort + 1 - firstNodePort) % nodePortCount);
    used.add(nodePort);
    return { ...port, nodePort };
  });
}
