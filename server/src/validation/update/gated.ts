import type { Json } from './rule.ts';

/**
 * Fields behind feature gates that are off, by the fields around them: the server drops them from what is written, unless the
 * object before had them. Source: pkg/api/pod/util.go (dropDisabledFields), pkg/features/kube_features.go (1.37)
 */
const gated: Readonly<Record<string, readonly string[]>> = {
  lifecycle: ['stopSignal'],
  items: ['user'],
  serviceAccountToken: ['user'],
  clusterTrustBundle: ['user'],
  secret: ['defaultUser'],
  configMap: ['defaultUser'],
  downwardAPI: ['defaultUser'],
  projected: ['defaultUser'],
  emptyDir: ['mode'],
  grpc: ['mode'],
  httpGet: ['protocol'],
  spec: ['schedulingGroup', 'evictionResponders'],
  volumeMounts: ['bindMountOptions'],
};

/** The value of the field without what the server drops. */
export function withoutGated<T>(value: T, field: string): T {
  if (Array.isArray(value)) return value.map((item: unknown) => withoutGated(item, field)) as T;
  if (typeof value !== 'object' || value === null) return value;
  const dropped = gated[field] ?? [];
  const kept = Object.entries(value as Json).filter(([key]) => !dropped.includes(key));
  return Object.fromEntries(kept.map(([key, part]) => [key, withoutGated(part, key)])) as T;
}
