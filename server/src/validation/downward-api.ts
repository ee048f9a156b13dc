import { qualifiedName } from '../kubernetes/names.ts';
import type { FieldPath } from '../kubernetes/path.ts';
import { canonicalQuantity, quantityOf } from '../kubernetes/quantity.ts';
import { type FieldError, invalid, required, unsupported } from './field-error.ts';

/** What a variable or a file takes from the pod's own fields. */
export interface FieldRef {
  readonly apiVersion?: string;
  readonly fieldPath?: string;
}

/** What a variable or a file takes from a container's resources. */
export interface ResourceFieldRef {
  readonly containerName?: string;
  readonly resource?: string;
  readonly divisor?: string | number;
}

/** Fields that the downward API can name at all; which of them is up to the place. */
const convertible: ReadonlySet<string> = new Set([
  'metadata.annotations',
  'metadata.labels',
  'metadata.name',
  'metadata.namespace',
  'metadata.uid',
  'spec.nodeName',
  'spec.restartPolicy',
  'spec.serviceAccountName',
  'spec.schedulerName',
  'status.phase',
  'status.hostIP',
  'status.hostIPs',
  'status.podIP',
  'status.podIPs',
]);

/**
 * Complaints about a fieldRef; `supported` are the fields of the place it stands in, sorted.
 * Source: pkg/apis/core/validation/validation.go (validateObjectFieldSelector), pkg/apis/core/pods/helpers.go
 */
export function* fieldRefErrors(reference: FieldRef, path: FieldPath, supported: readonly string[]): Iterable<FieldError> {
  const { apiVersion = 'v1', fieldPath = '' } = reference;
  const at = [...path, 'fieldPath'];
  if (fieldPath === '') {
    yield required(at);
    return;
  }
  const refused = conversionError(apiVersion || 'v1', fieldPath);
  if (refused !== undefined) {
    yield invalid(at, fieldPath, `error converting fieldPath: ${refused}`);
    return;
  }
  const subscript = subscripted(fieldPath);
  if (subscript !== undefined) {
    const key = subscript.field === 'metadata.annotations' ? subscript.key.toLowerCase() : subscript.key;
    for (const complaint of qualifiedName(key)) yield invalid(path, key, complaint);
    return;
  }
  const field = fieldPath === 'spec.host' ? 'spec.nodeName' : fieldPath;
  if (!supported.includes(field)) yield unsupported(at, field, supported);
}

function conversionError(apiVersion: string, fieldPath: string): string | undefined {
  if (apiVersion !== 'v1') return `unsupported pod version: ${apiVersion}`;
  const subscript = subscripted(fieldPath);
  if (subscript !== undefined) {
    const isMap = subscript.field === 'metadata.annotations' || subscript.field === 'metadata.labels';
    return isMap ? undefined : `field label does not support subscript: ${fieldPath}`;
  }
  return convertible.has(fieldPath) || fieldPath === 'spec.host' ? undefined : `field label not supported: ${fieldPath}`;
}

/** `metadata.labels['app']` in its parts. */
function subscripted(fieldPath: string): { readonly field: string; readonly key: string } | undefined {
  const match = /^(.+?)\['(.*)'\]$/s.exec(fieldPath);
  return match === null ? undefined : { field: match[1] ?? '', key: match[2] ?? '' };
}

const resources = ['cpu', 'ephemeral-storage', 'memory'];
const supportedResources = ['limits', 'requests'].flatMap((kind) => resources.map((resource) => `${kind}.${resource}`));
const byteDivisors = ['1', '1k', '1M', '1G', '1T', '1P', '1E', '1Ki', '1Mi', '1Gi', '1Ti', '1Pi', '1Ei'];

/**
 * Complaints about a resourceFieldRef; in a volume it has to name its container.
 * Source: pkg/apis/core/validation/validation.go (validateContainerResourceFieldSelector, validateContainerResourceDivisor)
 */
export function* resourceFieldRefErrors(reference: ResourceFieldRef, path: FieldPath, inVolume: boolean): Iterable<FieldError> {
  const { containerName = '', resource = '', divisor } = reference;
  if (inVolume && containerName === '') yield required([...path, 'containerName']);
  else if (resource === '') yield required([...path, 'resource']);
  else if (!supportedResources.includes(resource) && !isHugePages(resource)) {
    yield unsupported([...path, 'resource'], resource, supportedResources);
  }
  if (divisor === undefined || quantityOf(divisor).nano === 0n) return;
  const { allowed, noun } = divisorsOf(resource);
  if (allowed.length === 0 || allowed.includes(canonicalQuantity(divisor))) return;
  const values = noun === 'cpu' ? '1m and 1' : allowed.join(', ');
  yield invalid([...path, 'divisor'], resource, `only divisor's values ${values} are supported with the ${noun} resource`);
}

const isHugePages = (resource: string): boolean => /^(limits|requests)\.hugepages-/.test(resource);

function divisorsOf(resource: string): { readonly allowed: readonly string[]; readonly noun: string } {
  if (isHugePages(resource)) return { allowed: byteDivisors, noun: 'hugepages' };
  switch (resource.replace(/^(limits|requests)\./, '')) {
    case 'cpu':
      return { allowed: ['1m', '1'], noun: 'cpu' };
    case 'memory':
      return { allowed: byteDivisors, noun: 'memory' };
    case 'ephemeral-storage':
      return { allowed: byteDivisors, noun: 'local ephemeral storage' };
    default:
      return { allowed: [], noun: '' };
  }
}
