import type { ApiTypes } from '../kubernetes/api.ts';
import type { Written } from './rule.ts';

export type ServiceSpec = Written<ApiTypes['core.v1.ServiceSpec']>;

/** As the API server reads it: `clusterIP` alone fills the list. */
export function clusterIPsOf({ clusterIP = '', clusterIPs = [] }: ServiceSpec): readonly string[] {
  return clusterIPs.length === 0 && clusterIP !== '' ? [clusterIP] : clusterIPs;
}

export function isHeadless(spec: ServiceSpec): boolean {
  const ips = clusterIPsOf(spec);
  return ips.length === 1 && ips[0] === 'None';
}

/** Source: pkg/apis/core/helper and pkg/api/service/util.go (ExternallyAccessible) */
export function isExternallyAccessible({ type, externalIPs = [] }: ServiceSpec): boolean {
  return type === 'LoadBalancer' || type === 'NodePort' || (type === 'ClusterIP' && externalIPs.length > 0);
}
