import type { DiscoveryEndpointPort, Endpoint, EndpointSlice, Service } from '../../kubernetes/api.ts';
import { deepEqual } from '../../kubernetes/equality.ts';
import { controllerReference } from '../../kubernetes/object.ts';
import { type AddressType, endpointKey, hasClusterIP, portsKey } from './endpointslice-endpoints.ts';

export const serviceNameLabel = 'kubernetes.io/service-name';
export const managedByLabel = 'endpointslice.kubernetes.io/managed-by';
export const managedBy = 'endpointslice-controller.k8s.io';
const headlessLabel = 'service.kubernetes.io/headless';
const reservedLabels = new Set([serviceNameLabel, managedByLabel, headlessLabel]);

const maxEndpointsPerSlice = 100;

/** Endpoints that share their ports, in the order of their pods, by {@link endpointKey}. */
export interface PortGroup {
  readonly ports: readonly DiscoveryEndpointPort[];
  readonly endpoints: Map<string, Endpoint>;
}

export interface SlicePlan {
  readonly create: EndpointSlice[];
  readonly update: EndpointSlice[];
  readonly remove: EndpointSlice[];
}

/**
 * The slices of one address type, changed as little as possible: endpoints stay in the slice that they are in, new ones fill
 * slices that change anyway, then one that has room for all, then new slices.
 * Source: staging/src/k8s.io/endpointslice/reconciler.go (reconcileByAddressType)
 */
export function planSlices(
  service: Service,
  addressType: AddressType,
  groups: ReadonlyMap<string, PortGroup>,
  existing: readonly EndpointSlice[],
): SlicePlan {
  const plan: SlicePlan = { create: [], update: [], remove: [] };
  const byPorts = new Map<string, EndpointSlice[]>();
  for (const slice of existing) {
    const key = portsKey(slice.ports);
    if (isOwnedBy(slice, service)) byPorts.set(key, [...(byPorts.get(key) ?? []), slice]);
    else plan.remove.push(slice);
  }
  for (const [key, group] of groups) planGroup(service, addressType, group, byPorts.get(key) ?? [], plan);
  for (const [key, slices] of byPorts) {
    if (!groups.has(key)) plan.remove.push(...slices);
  }
  if (existing.length === plan.remove.length && plan.create.length === 0) keepPlaceholder(service, addressType, plan);
  reuseSlices(service, plan);
  return plan;
}

/** A Service without endpoints has one empty slice, so that consumers can tell it from one that nobody looked at yet. */
function keepPlaceholder(service: Service, addressType: AddressType, plan: SlicePlan): void {
  const placeholder = newSlice(service, addressType, []);
  const [only] = plan.remove;
  const isThere =
    plan.remove.length === 1 &&
    only !== undefined &&
    isOwnedBy(only, service) &&
    (only.endpoints ?? []).length === 0 &&
    (only.ports ?? []).length === 0 &&
    deepEqual(only.metadata.labels, placeholder.metadata.labels);
  if (isThere) plan.remove.pop();
  else plan.create.push(placeholder);
}

/** A slice that has to go is turned into one that is missing. Source: reconciler.go (finalize) */
function reuseSlices(service: Service, plan: SlicePlan): void {
  for (const slice of [...plan.remove]) {
    const replacement = plan.create.at(-1);
    if (replacement === undefined) return;
    if (slice.addressType !== replacement.addressType || !isOwnedBy(slice, service)) continue;
    plan.create.pop();
    plan.remove.splice(plan.remove.indexOf(slice), 1);
    const { generateName: _, ...metadata } = replacement.metadata;
    plan.update.push({ ...replacement, metadata: { ...slice.metadata, ...metadata } });
  }
}

/** Source: reconciler.go (reconcileByPortMapping) */
function planGroup(
  service: Service,
  addressType: AddressType,
  { ports, endpoints }: PortGroup,
  existing: readonly EndpointSlice[],
  plan: SlicePlan,
): void {
  const missing = new Map(endpoints);
  const unchanged: EndpointSlice[] = [];
  const changed: EndpointSlice[] = [];
  for (const slice of existing) {
    const { kept, isSame } = keepEndpoints(slice, missing);
    const labels = sliceLabels(service);
    if (isSame && sameOwnLabels(slice, labels)) unchanged.push(slice);
    else if (kept.length === 0) plan.remove.push(slice);
    else changed.push({ ...slice, metadata: { ...slice.metadata, labels }, endpoints: kept });
  }
  const rest = [...missing.values()];
  const fill = (slice: EndpointSlice): EndpointSlice => {
    const present = slice.endpoints ?? [];
    return { ...slice, endpoints: [...present, ...rest.splice(0, maxEndpointsPerSlice - present.length)] };
  };
  changed.sort((a, b) => (b.endpoints ?? []).length - (a.endpoints ?? []).length);
  plan.update.push(...changed.map(fill));
  const roomy = rest.length > 0 && rest.length < maxEndpointsPerSlice ? sliceWithRoom(unchanged, rest.length) : undefined;
  if (roomy !== undefined) plan.update.push(fill(roomy));
  while (rest.length > 0) plan.create.push(fill(newSlice(service, addressType, ports)));
}

/** The endpoints of a slice that are still wanted, as they are now; takes them out of those that are missing. */
function keepEndpoints(slice: EndpointSlice, missing: Map<string, Endpoint>): { kept: Endpoint[]; isSame: boolean } {
  const kept: Endpoint[] = [];
  let isSame = true;
  for (const endpoint of slice.endpoints ?? []) {
    const key = endpointKey(endpoint);
    const wanted = missing.get(key);
    missing.delete(key);
    if (wanted !== undefined) kept.push(wanted);
    isSame &&= wanted !== undefined && deepEqual(endpoint, wanted);
  }
  return { kept, isSame };
}

/** The fullest slice that takes all. Source: utils.go (getSliceToFill) */
function sliceWithRoom(slices: readonly EndpointSlice[], count: number): EndpointSlice | undefined {
  let best: EndpointSlice | undefined;
  for (const slice of slices) {
    const size = (slice.endpoints ?? []).length;
    if (size + count <= maxEndpointsPerSlice && size > (best?.endpoints?.length ?? -1)) best = slice;
  }
  return best;
}

function newSlice(service: Service, addressType: AddressType, ports: readonly DiscoveryEndpointPort[]): EndpointSlice {
  return {
    apiVersion: 'discovery.k8s.io/v1',
    kind: 'EndpointSlice',
    metadata: {
      generateName: `${service.metadata.name ?? ''}-`,
      namespace: service.metadata.namespace,
      labels: sliceLabels(service),
      ownerReferences: [controllerReference(service)],
    },
    addressType,
    endpoints: [],
    ports: [...ports],
  };
}

/** The Service's labels and the controller's own. Source: utils.go (setEndpointSliceLabels) */
function sliceLabels(service: Service): Record<string, string> {
  const copied = Object.entries(service.metadata.labels ?? {}).filter(([key]) => !reservedLabels.has(key));
  return {
    ...Object.fromEntries(copied),
    ...(!hasClusterIP(service.spec?.clusterIP) && { [headlessLabel]: '' }),
    [serviceNameLabel]: service.metadata.name ?? '',
    [managedByLabel]: managedBy,
  };
}

function sameOwnLabels(slice: EndpointSlice, labels: Record<string, string>): boolean {
  const own = (all: Readonly<Record<string, string>>) =>
    Object.fromEntries(Object.entries(all).filter(([key]) => !reservedLabels.has(key)));
  return deepEqual(own(slice.metadata.labels ?? {}), own(labels));
}

function isOwnedBy(slice: EndpointSlice, service: Service): boolean {
  return (slice.metadata.ownerReferences ?? []).some(({ kind, uid }) => kind === 'Service' && uid === service.metadata.uid);
}
