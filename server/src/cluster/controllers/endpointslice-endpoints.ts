import type { DiscoveryEndpointPort, Endpoint, Node, Pod, Service, ServicePort } from '../../kubernetes/api.ts';
import { isPodReady, isPodTerminal } from '../../kubernetes/pod-status.ts';

export type AddressType = 'IPv4' | 'IPv6';

const zoneLabel = 'topology.kubernetes.io/zone';

/** Pods that have stopped, and those without an address, are not behind a Service. Source: endpointslice/util (ShouldPodBeInEndpoints) */
export function hasEndpoint(pod: Pod): boolean {
  return !isPodTerminal(pod) && ((pod.status?.podIP ?? '') !== '' || (pod.status?.podIPs ?? []).length > 0);
}

/** Source: staging/src/k8s.io/endpointslice/utils.go (podToEndpoint) */
function endpointOf(pod: Pod, node: Node | undefined, service: Service, addressType: AddressType): Endpoint {
  const serving = isPodReady(pod);
  const terminating = pod.metadata.deletionTimestamp !== undefined;
  const { name, namespace, uid } = pod.metadata;
  const { nodeName, hostname, subdomain } = pod.spec ?? {};
  const zone = node?.metadata.labels?.[zoneLabel];
  return {
    addresses: (pod.status?.podIPs ?? []).map(({ ip }) => ip).filter((ip) => ip.includes(':') === (addressType === 'IPv6')),
    conditions: {
      ready: service.spec?.publishNotReadyAddresses === true || (serving && !terminating),
      serving,
      terminating,
    },
    ...(hostname && subdomain === service.metadata.name && { hostname }),
    ...(nodeName && { nodeName }),
    targetRef: { kind: 'Pod', namespace, name, uid },
    ...(zone && { zone }),
  };
}

/** What tells endpoints apart; the rest of one may change in place. Source: endpointslice/util/endpointset.go (hashEndpoint) */
export function endpointKey(endpoint: Endpoint): string {
  let key = endpointKeys.get(endpoint);
  if (key === undefined) {
    const { addresses, hostname = '', targetRef } = endpoint;
    key = [...addresses, hostname, targetRef?.namespace, targetRef?.name].join(' ');
    endpointKeys.set(endpoint, key);
  }
  return key;
}

const endpointKeys = new WeakMap<Endpoint, string>();

/** A pod behind a Service. */
export interface PlacedPod {
  readonly endpoint: Endpoint;
  readonly ports: readonly DiscoveryEndpointPort[];
  readonly portsKey: string;
}

/**
 * Objects are immutable, so that what a pod contributes need be worked out once for each state of the two: of many pods
 * behind a Service one changes at a time.
 */
const placed = new WeakMap<Service, Record<AddressType, WeakMap<Pod, PlacedPod>>>();

export function placePod(pod: Pod, node: Node | undefined, service: Service, addressType: AddressType): PlacedPod {
  const known = placed.get(service) ?? { IPv4: new WeakMap(), IPv6: new WeakMap() };
  placed.set(service, known);
  const found = known[addressType].get(pod);
  if (found !== undefined && found.endpoint.zone === (node?.metadata.labels?.[zoneLabel] || undefined)) return found;
  const ports = endpointPorts(pod, service);
  const fresh = { endpoint: endpointOf(pod, node, service, addressType), ports, portsKey: portsKey(ports) };
  known[addressType].set(pod, fresh);
  return fresh;
}

/** The ports behind a Service on one pod; those whose name the pod does not know are left out. Source: utils.go (getEndpointPorts) */
function endpointPorts(pod: Pod, service: Service): DiscoveryEndpointPort[] {
  return (service.spec?.ports ?? []).flatMap((servicePort) => {
    const port = portOn(pod, servicePort);
    if (port === undefined) return [];
    const { name = '', protocol = 'TCP', appProtocol } = servicePort;
    return [{ name, port, protocol, ...(appProtocol !== undefined && { appProtocol }) }];
  });
}

function portOn(pod: Pod, { port, targetPort = port, protocol = 'TCP' }: ServicePort): number | undefined {
  if (typeof targetPort === 'number') return targetPort;
  const sidecars = (pod.spec?.initContainers ?? []).filter(({ restartPolicy }) => restartPolicy === 'Always');
  for (const { ports = [] } of [...(pod.spec?.containers ?? []), ...sidecars]) {
    const found = ports.find((candidate) => candidate.name === targetPort && (candidate.protocol ?? 'TCP') === protocol);
    if (found !== undefined) return found.containerPort;
  }
  return undefined;
}

export function portsKey(ports: readonly DiscoveryEndpointPort[] | undefined): string {
  return (ports ?? [])
    .map(({ name = '', port = 0, protocol = 'TCP', appProtocol = '' }) => [name, port, protocol, appProtocol].join('/'))
    .sort()
    .join(' ');
}

/** Source: utils.go (getAddressTypesForService) */
export function addressTypesOf({ spec }: Service): readonly AddressType[] {
  const families = (spec?.ipFamilies ?? []).filter((family): family is AddressType => family === 'IPv4' || family === 'IPv6');
  if (families.length > 0) return families;
  if (hasClusterIP(spec?.clusterIP)) return [spec?.clusterIP?.includes(':') === true ? 'IPv6' : 'IPv4'];
  return ['IPv4', 'IPv6'];
}

export function hasClusterIP(clusterIP: string | undefined): boolean {
  return clusterIP !== undefined && clusterIP !== '' && clusterIP !== 'None';
}
