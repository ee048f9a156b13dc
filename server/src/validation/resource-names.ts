import { qualifiedName } from '../kubernetes/names.ts';
import { parseQuantity, type ParsedQuantity } from '../kubernetes/quantity.ts';

/**
 * What the API server knows of the names of resources.
 * Source: pkg/apis/core/helper/helpers.go
 */
export function isHugePages(name: string): boolean {
  return name.startsWith('hugepages-');
}

/** In the `kubernetes.io` namespace: without a prefix, or with one that ends so. */
export function isNative(name: string): boolean {
  return !name.includes('/') || name.includes('kubernetes.io/');
}

/** A device or another resource that a vendor adds: `nvidia.com/gpu`. */
export function isExtended(name: string): boolean {
  return !isNative(name) && !name.startsWith('requests.') && qualifiedName(`requests.${name}`).length === 0;
}

/** Whether requests may be below limits. */
export function isOvercommitAllowed(name: string): boolean {
  return isNative(name) && !isHugePages(name);
}

const standardNames: ReadonlySet<string> = new Set([
  'cpu',
  'memory',
  'ephemeral-storage',
  'requests.cpu',
  'requests.memory',
  'requests.ephemeral-storage',
  'limits.cpu',
  'limits.memory',
  'limits.ephemeral-storage',
  'pods',
  'resourcequotas',
  'services',
  'replicationcontrollers',
  'secrets',
  'configmaps',
  'persistentvolumeclaims',
  'storage',
  'requests.storage',
  'services.nodeports',
  'services.loadbalancers',
]);

/** A name that may stand without a prefix, in some kind or other. */
export function isStandard(name: string): boolean {
  return standardNames.has(name) || isHugePages(name) || name.startsWith('requests.hugepages-');
}

/** A resource that a container can ask for and that has no prefix. */
export function isStandardForContainers(name: string): boolean {
  return name === 'cpu' || name === 'memory' || name === 'ephemeral-storage' || isHugePages(name);
}

/** The quantities of a list that are well-formed; the others are another rule's. */
export function quantitiesOf(
  list: Readonly<Record<string, string | number | undefined>> | undefined,
): ReadonlyMap<string, ParsedQuantity> {
  const parsed = new Map<string, ParsedQuantity>();
  for (const [name, value] of Object.entries(list ?? {})) {
    const result = parseQuantity(value ?? 0);
    if (result.ok) parsed.set(name, result.quantity);
  }
  return parsed;
}
