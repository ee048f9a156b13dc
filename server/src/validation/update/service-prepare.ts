import type { Service } from '../../kubernetes/api.ts';
import { semanticEqual } from '../../kubernetes/equality.ts';
import type { KubernetesObject } from '../../kubernetes/object.ts';

type Spec = NonNullable<Service['spec']>;
type Ports = NonNullable<Spec['ports']>;

/**
 * What the server keeps of a Service's addresses and ports where the new object says nothing, and what it drops because the
 * new type has no use for it. Source: pkg/registry/core/service/strategy.go (dropTypeDependentFields),
 * pkg/registry/core/service/storage/storage.go (patchAllocatedValues, normalizeClusterIPs)
 */
export function prepareService(object: KubernetesObject, old: KubernetesObject): KubernetesObject {
  const service = object as Service;
  const before = (old as Service).spec;
  if (service.spec === undefined || before === undefined) return object;
  const kept = withAllocated(withoutUseless(service.spec, before), before);
  const linked = withLinkedAddresses(kept, before);
  const prepared: Service = { ...service, spec: withFamilies(linked, before) };
  return prepared;
}

const needsAddress = ({ type }: Spec): boolean => type !== 'ExternalName';
const needsNodePorts = ({ type }: Spec): boolean => type === 'NodePort' || type === 'LoadBalancer';
const needsHealthCheck = ({ type, externalTrafficPolicy }: Spec): boolean =>
  type === 'LoadBalancer' && externalTrafficPolicy === 'Local';
const isOpen = ({ type, externalIPs = [] }: Spec): boolean =>
  needsNodePorts({ type }) || (type === 'ClusterIP' && externalIPs.length > 0);

const sameAddresses = (a: Spec, b: Spec): boolean =>
  (a.clusterIP ?? '') === (b.clusterIP ?? '') && semanticEqual(a.clusterIPs, b.clusterIPs);

function withoutUseless(spec: Spec, before: Spec): Spec {
  const result: Spec = { ...spec };
  if (needsAddress(before) && !needsAddress(spec)) {
    if (sameAddresses(spec, before)) {
      delete result.clusterIP;
      delete result.clusterIPs;
    }
    if (semanticEqual(spec.ipFamilies, before.ipFamilies)) delete result.ipFamilies;
    if (spec.ipFamilyPolicy === before.ipFamilyPolicy) delete result.ipFamilyPolicy;
  }
  const known = usedPorts(before);
  if (needsNodePorts(before) && !needsNodePorts(spec) && [...usedPorts(spec)].every((port) => known.has(port))) {
    result.ports = spec.ports?.map(({ nodePort: _, ...port }) => port);
  }
  if (needsHealthCheck(before) && !needsHealthCheck(spec) && spec.healthCheckNodePort === before.healthCheckNodePort) {
    delete result.healthCheckNodePort;
  }
  if (before.type === 'LoadBalancer' && spec.type !== 'LoadBalancer') {
    if (spec.allocateLoadBalancerNodePorts === before.allocateLoadBalancerNodePorts) delete result.allocateLoadBalancerNodePorts;
    if (spec.loadBalancerClass === before.loadBalancerClass) delete result.loadBalancerClass;
  }
  if (isOpen(before) && !isOpen(spec) && spec.externalTrafficPolicy === before.externalTrafficPolicy) {
    delete result.externalTrafficPolicy;
  }
  return result;
}

const usedPorts = ({ ports = [] }: Spec): ReadonlySet<number> =>
  new Set(ports.flatMap(({ nodePort = 0 }) => (nodePort === 0 ? [] : [nodePort])));

function withAllocated(spec: Spec, before: Spec): Spec {
  const result: Spec = { ...spec };
  if (needsAddress(before) && needsAddress(spec)) {
    if ((spec.clusterIP ?? '') === '' && before.clusterIP !== undefined) result.clusterIP = before.clusterIP;
    if ((spec.clusterIPs ?? []).length === 0 && before.clusterIPs !== undefined) result.clusterIPs = before.clusterIPs;
  }
  if (needsNodePorts(before) && needsNodePorts(spec) && spec.ports) result.ports = withNodePorts(spec.ports, spec, before);
  if (needsHealthCheck(before) && needsHealthCheck(spec) && (spec.healthCheckNodePort ?? 0) === 0) {
    if (before.healthCheckNodePort !== undefined) result.healthCheckNodePort = before.healthCheckNodePort;
  }
  return result;
}

/** Ports keep their node ports by name, unless another port has taken one. */
function withNodePorts(ports: Ports, spec: Spec, before: Spec): Ports {
  const [now, known] = [usedPorts(spec), usedPorts(before)];
  const byName = new Map((before.ports ?? []).map(({ name = '', nodePort = 0 }) => [name, nodePort]));
  return ports.map((port) => {
    const nodePort = byName.get(port.name ?? '') ?? 0;
    const isTaken = now.has(nodePort) && known.has(nodePort);
    return (port.nodePort ?? 0) !== 0 || nodePort === 0 || isTaken ? port : { ...port, nodePort };
  });
}

/** `clusterIP` and `clusterIPs` say the same: who writes only one of them means both. */
function withLinkedAddresses(spec: Spec, before: Spec): Spec {
  const [address, addressBefore] = [spec.clusterIP ?? '', before.clusterIP ?? ''];
  if (address === addressBefore) {
    const isMissing = (spec.clusterIPs ?? []).length === 0 && (before.clusterIPs ?? []).length > 0;
    return isMissing ? { ...spec, clusterIPs: before.clusterIPs } : spec;
  }
  if (!semanticEqual(spec.clusterIPs, before.clusterIPs)) return spec;
  const { clusterIPs: _, ...rest } = spec;
  return addressBefore !== '' && address === '' ? rest : { ...spec, clusterIPs: [address] };
}

/** With one family only, the first address and family stay. Source: pkg/registry/core/service/storage/alloc.go */
function withFamilies(spec: Spec, before: Spec): Spec {
  if (!needsAddress(spec)) return spec;
  const policy = spec.ipFamilyPolicy ?? before.ipFamilyPolicy;
  const result: Spec = policy === undefined ? { ...spec } : { ...spec, ipFamilyPolicy: policy };
  if (policy === 'SingleStack') {
    if (semanticEqual(spec.clusterIPs, before.clusterIPs) && spec.clusterIPs) result.clusterIPs = spec.clusterIPs.slice(0, 1);
    if (semanticEqual(spec.ipFamilies, before.ipFamilies) && spec.ipFamilies) result.ipFamilies = spec.ipFamilies.slice(0, 1);
  }
  const families = (result.clusterIPs ?? []).filter((address) => address !== 'None').map(familyOf);
  if (families.length > (result.ipFamilies ?? []).length) {
    result.ipFamilies = [...(result.ipFamilies ?? []), ...families.slice((result.ipFamilies ?? []).length)];
  }
  return result;
}

const familyOf = (address: string): 'IPv4' | 'IPv6' => (address.includes(':') ? 'IPv6' : 'IPv4');
