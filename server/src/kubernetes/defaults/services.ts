import {
  type Edit,
  edits,
  fillMissing,
  fillZero,
  inField,
  inItems,
  inStruct,
  isObject,
  isMissing,
  isZero,
  type Json,
  remove,
  set,
} from './edit.ts';

/**
 * Of Services and the endpoints behind them.
 * Source: pkg/apis/core/v1/defaults.go, pkg/apis/discovery/v1/defaults.go
 */

/** Three hours. */
const clientIPTimeoutSeconds = 10800;

const hasTimeout = (config: unknown): boolean =>
  isObject(config) && isObject(config.clientIP) && !isMissing(config.clientIP.timeoutSeconds);

/** A configuration without affinity is dropped; affinity without a time-out gets one. */
const sessionAffinity: Edit = (written) => {
  const spec = fillZero({ sessionAffinity: 'None' })(written);
  if (spec.sessionAffinity === 'None') return remove(spec, 'sessionAffinityConfig');
  if (spec.sessionAffinity !== 'ClientIP' || hasTimeout(spec.sessionAffinityConfig)) return spec;
  return set(spec, 'sessionAffinityConfig', { clientIP: { timeoutSeconds: clientIPTimeoutSeconds } });
};

const portDefaults: Edit = edits(fillZero({ protocol: 'TCP' }), (port) =>
  isZero(port.targetPort) ? set(port, 'targetPort', port.port ?? 0) : port,
);

function isExternallyAccessible(spec: Json): boolean {
  const hasExternalIPs = Array.isArray(spec.externalIPs) && spec.externalIPs.length > 0;
  return spec.type === 'LoadBalancer' || spec.type === 'NodePort' || (spec.type === 'ClusterIP' && hasExternalIPs);
}

const typesWithInternalTraffic: readonly unknown[] = ['ClusterIP', 'NodePort', 'LoadBalancer'];

const serviceSpecDefaults: Edit = edits(
  sessionAffinity,
  fillZero({ type: 'ClusterIP' }),
  inItems('ports', portDefaults),
  (spec) => (isExternallyAccessible(spec) ? fillZero({ externalTrafficPolicy: 'Cluster' })(spec) : spec),
  (spec) => (typesWithInternalTraffic.includes(spec.type) ? fillMissing({ internalTrafficPolicy: 'Cluster' })(spec) : spec),
  (spec) => (spec.type === 'LoadBalancer' ? fillMissing({ allocateLoadBalancerNodePorts: true })(spec) : spec),
);

const ingressIPMode: Edit = (ingress) => (isZero(ingress.ip) ? ingress : fillMissing({ ipMode: 'VIP' })(ingress));

export const serviceDefaults: Edit = (written) => {
  const service = inStruct('spec', serviceSpecDefaults)(written);
  const isBalanced = isObject(service.spec) && service.spec.type === 'LoadBalancer';
  return isBalanced ? inField('status', inField('loadBalancer', inItems('ingress', ingressIPMode)))(service) : service;
};

export const endpointsDefaults: Edit = inItems('subsets', inItems('ports', fillZero({ protocol: 'TCP' })));

export const endpointSliceDefaults: Edit = inItems('ports', fillMissing({ name: '', protocol: 'TCP' }));
