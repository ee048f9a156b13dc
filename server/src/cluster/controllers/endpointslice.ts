import type { EndpointSlice, Node, Pod, Service } from '../../kubernetes/api.ts';
import { deepEqual } from '../../kubernetes/equality.ts';
import { isPodReady } from '../../kubernetes/pod-status.ts';
import { matchesLabels } from '../../kubernetes/selector.ts';
import { type Action, type Change, type Controller, keyOf, type Outcome, type Reader } from '../engine/types.ts';
import { sharingLabel } from './control-ref.ts';
import { type AddressType, addressTypesOf, endpointKey, hasEndpoint, placePod } from './endpointslice-endpoints.ts';
import { managedBy, managedByLabel, type PortGroup, planSlices, serviceNameLabel } from './endpointslice-plan.ts';
import { event, isNamespaceTerminating } from './pod-control.ts';

export interface EndpointSliceObservation {
  readonly service: Service;
  /** The pods that the Service selects. */
  readonly pods: readonly Pod[];
  readonly nodes: ReadonlyMap<string, Node>;
  readonly slices: readonly EndpointSlice[];
}

/**
 * Lists the addresses of the pods behind each Service with a selector.
 * Source: pkg/controller/endpointslice, staging/src/k8s.io/endpointslice;
 * https://kubernetes.io/docs/concepts/services-networking/endpoint-slices/
 */
export const endpointSliceController: Controller<EndpointSliceObservation> = {
  name: 'endpoint-slice-controller',
  watches: {
    Service: (change) => [keyOf(change.object)],
    Pod: servicesConcerned,
    // Its own writes need no second look; a slice that somebody else removes is made again.
    EndpointSlice: ({ type, object }) => {
      const service = object.metadata.labels?.[serviceNameLabel];
      return type === 'deleted' && service !== undefined ? [`${object.metadata.namespace ?? ''}/${service}`] : [];
    },
  },
  observe,
  reconcile,
};

/** The Services that select a pod, or did, if anything of the pod changed that endpoints show. Source: endpointslice/util/controller_utils.go */
function servicesConcerned(change: Change, read: Reader): string[] {
  const pod = change.object as Pod;
  const previous = change.type === 'modified' ? change.previous : undefined;
  if (previous !== undefined && !showsInEndpoints(previous, pod)) return [];
  const labels = [pod.metadata.labels, previous?.metadata.labels ?? pod.metadata.labels];
  return read
    .list<Service>('Service', pod.metadata.namespace)
    .filter(({ spec }) => hasSelector(spec?.selector) && labels.some((present) => matchesLabels(spec?.selector, present)))
    .map(keyOf);
}

function showsInEndpoints(before: Pod, after: Pod): boolean {
  return (
    before.metadata.deletionTimestamp !== after.metadata.deletionTimestamp ||
    isPodReady(before) !== isPodReady(after) ||
    !deepEqual(before.status?.podIPs, after.status?.podIPs) ||
    before.status?.phase !== after.status?.phase ||
    before.spec?.hostname !== after.spec?.hostname ||
    before.spec?.subdomain !== after.spec?.subdomain ||
    !deepEqual(before.metadata.labels, after.metadata.labels)
  );
}

function hasSelector(selector: Readonly<Record<string, string>> | undefined): boolean {
  return selector !== undefined && Object.keys(selector).length > 0;
}

function observe(key: string, read: Reader): EndpointSliceObservation | undefined {
  const [namespace = '', name = ''] = key.split('/');
  const service = read.get<Service>('Service', namespace, name);
  const selector = service?.spec?.selector;
  if (service === undefined || service.spec?.type === 'ExternalName' || !hasSelector(selector)) return undefined;
  const pods = sharingLabel<Pod>('Pod', namespace, { matchLabels: selector }, read).filter((pod) =>
    matchesLabels(selector, pod.metadata.labels),
  );
  const nodes = new Map<string, Node>();
  for (const pod of pods) {
    const nodeName = pod.spec?.nodeName ?? '';
    if (nodeName === '' || nodes.has(nodeName)) continue;
    const node = read.get<Node>('Node', '', nodeName);
    if (node !== undefined) nodes.set(nodeName, node);
  }
  const slices = read
    .withLabel<EndpointSlice>('EndpointSlice', namespace, serviceNameLabel, name)
    .filter(({ metadata }) => metadata.labels?.[managedByLabel] === managedBy && metadata.deletionTimestamp === undefined);
  return { service, pods, nodes, slices };
}

function reconcile(observation: EndpointSliceObservation): readonly Action[] {
  const { service, slices } = observation;
  const types = addressTypesOf(service);
  const outdated = slices.filter(({ addressType }) => !types.some((type) => type === addressType));
  const missingNodes: string[] = [];
  const writes = types.flatMap((type) => {
    const { groups, errors } = groupByPorts(observation, type);
    missingNodes.push(...errors);
    const plan = planSlices(
      service,
      type,
      groups,
      slices.filter(({ addressType }) => addressType === type),
    );
    const isDeleted = service.metadata.deletionTimestamp !== undefined;
    return [
      ...(isDeleted ? [] : plan.create).map((object) => write(service, 'create', object)),
      ...plan.update.map((object) => write(service, 'update', object)),
      ...plan.remove.map((slice) => remove(service, slice)),
    ];
  });
  const warnings = [...new Set(missingNodes)].map((error) => failedUpdate(service, error));
  return [...writes, ...outdated.map((slice) => remove(service, slice)), ...warnings];
}

/** Endpoints by what ports their pods offer: a port's name may mean another number on another pod. */
function groupByPorts({ service, pods, nodes }: EndpointSliceObservation, addressType: AddressType) {
  const groups = new Map<string, PortGroup>();
  const errors: string[] = [];
  for (const pod of pods) {
    if (!hasEndpoint(pod)) continue;
    const nodeName = pod.spec?.nodeName ?? '';
    const node = nodes.get(nodeName);
    const { endpoint, ports, portsKey } = placePod(pod, node, service, addressType);
    const group = groups.get(portsKey) ?? { ports, endpoints: new Map() };
    groups.set(portsKey, group);
    if (node === undefined && service.spec?.publishNotReadyAddresses !== true) {
      const { name = '', namespace = '' } = service.metadata;
      errors.push(`skipping Pod ${pod.metadata.name ?? ''} for Service ${namespace}/${name}: Node ${nodeName} Not Found`);
      continue;
    }
    if (endpoint.addresses.length > 0) group.endpoints.set(endpointKey(endpoint), endpoint);
  }
  return { groups, errors };
}

function write(service: Service, verb: 'create' | 'update', object: EndpointSlice): Action {
  const name = verb === 'create' ? '' : ` ${object.metadata.name ?? ''}`;
  return { do: verb, object, then: (outcome) => afterwards(service, `${verb}${name} EndpointSlice`, outcome) };
}

function remove(service: Service, { metadata }: EndpointSlice): Action {
  const name = metadata.name ?? '';
  return {
    do: 'delete',
    ref: { kind: 'EndpointSlice', namespace: metadata.namespace ?? '', name },
    then: (outcome) => afterwards(service, `delete ${name} EndpointSlice`, outcome),
  };
}

function afterwards(service: Service, what: string, outcome: Outcome): Action[] {
  if (outcome.ok || isNamespaceTerminating(outcome.error)) return [];
  const { name = '', namespace = '' } = service.metadata;
  const error = `failed to ${what} for Service ${namespace}/${name}: ${outcome.error.message}`;
  return [failedUpdate(service, error), { do: 'retry', error }];
}

function failedUpdate(service: Service, error: string): Action {
  const { name = '', namespace = '' } = service.metadata;
  return event(
    service,
    'Warning',
    'FailedToUpdateEndpointSlices',
    `Error updating Endpoint Slices for Service ${namespace}/${name}: ${error}`,
  );
}
