import { containerDefaults } from './containers.ts';
import {
  type Edit,
  edits,
  fillMissing,
  fillZero,
  inField,
  inItems,
  inStruct,
  isObject,
  isZero,
  mergeMissing,
  set,
} from './edit.ts';
import { podLevelResources } from './pod-level.ts';
import { roundQuantities, roundResources } from './resources.ts';
import { volumeDefaults } from './volumes.ts';

/** `serviceAccount` is the old name of `serviceAccountName`; both always say the same, and the new name wins. */
const serviceAccountAlias: Edit = (spec) => {
  const name = isZero(spec.serviceAccountName) ? spec.serviceAccount : spec.serviceAccountName;
  return isZero(name) ? spec : set(set(spec, 'serviceAccountName', name), 'serviceAccount', name);
};

/** What pods and pod templates have in common (upstream: SetDefaults_PodSpec and what it contains). */
const podSpecDefaults: Edit = edits(
  serviceAccountAlias,
  fillZero({ dnsPolicy: 'ClusterFirst', restartPolicy: 'Always' }),
  fillMissing({ securityContext: {}, terminationGracePeriodSeconds: 30 }),
  fillZero({ schedulerName: 'default-scheduler' }),
  inItems('volumes', volumeDefaults),
  inItems('initContainers', containerDefaults),
  inItems('containers', containerDefaults),
  inItems('ephemeralContainers', containerDefaults),
  inField('overhead', roundQuantities),
  inField('resources', roundResources),
);

/** Of a pod template: it has metadata and a spec even where none is written. */
export const podTemplateDefaults: Edit = edits(
  inStruct('metadata', (metadata) => metadata),
  inStruct('spec', podSpecDefaults),
);

/** A negative grace period means one second; in templates it stays as it is. */
const atLeastOneSecond: Edit = (spec) =>
  typeof spec.terminationGracePeriodSeconds === 'number' && spec.terminationGracePeriodSeconds < 0
    ? set(spec, 'terminationGracePeriodSeconds', 1)
    : spec;

/** What a container's limits name and its requests do not is requested in full. Only pods are completed so. */
const requestsFromLimits: Edit = inField('resources', (resources) => {
  if (!isObject(resources.limits)) return resources;
  const requests = isObject(resources.requests) ? resources.requests : {};
  const merged = mergeMissing(requests, resources.limits);
  return merged === resources.requests || Object.keys(merged).length === 0 ? resources : set(resources, 'requests', merged);
});

/** On the node's network each container port is a port of the node. Only pods are completed so. */
const hostPorts: Edit = inItems('ports', (port) =>
  isZero(port.hostPort) && !isZero(port.containerPort) ? set(port, 'hostPort', port.containerPort) : port,
);

const hostNetworkPorts: Edit = (spec) =>
  spec.hostNetwork === true ? edits(inItems('containers', hostPorts), inItems('initContainers', hostPorts))(spec) : spec;

/** `podIP` and the first of `podIPs` always agree; the single field wins. */
const podAddresses: Edit = (status) => {
  const ips: unknown = status.podIPs;
  const first: unknown = Array.isArray(ips) && isObject(ips[0]) ? ips[0].ip : undefined;
  if (isZero(status.podIP)) return isZero(first) ? status : set(status, 'podIP', first);
  return first === status.podIP ? status : set(status, 'podIPs', [{ ip: status.podIP }]);
};

export const podDefaults: Edit = edits(
  inStruct(
    'spec',
    edits(
      atLeastOneSecond,
      inItems('containers', requestsFromLimits),
      inItems('initContainers', requestsFromLimits),
      fillMissing({ enableServiceLinks: true }),
      hostNetworkPorts,
      podSpecDefaults,
      podLevelResources,
    ),
  ),
  inField('status', podAddresses),
);
