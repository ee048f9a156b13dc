import { asPrefix, dns1035Label, dns1123Label, dns1123Subdomain, pathSegment, type TextCheck } from '../kubernetes/names.ts';
import { isBefore, newestVersion } from '../schema/versions.ts';
import type { Site } from './rule.ts';

/** Around an ObjectMeta: the object itself, a template whose labels and annotations are checked, or neither. */
type MetadataOwner = 'object' | 'template' | 'unchecked';

/**
 * The API server checks an object's own metadata; of a template's it checks labels and annotations, and of a job
 * template's and of a claim template's in a StatefulSet nothing.
 */
function metadataOwner(site: Site): MetadataOwner {
  if (site.ancestors.length === 1) return 'object';
  const parent = site.ancestors.at(-1)?.type;
  return parent !== undefined && checkedTemplates.has(parent) ? 'template' : 'unchecked';
}

const checkedTemplates: ReadonlySet<string> = new Set(['core.v1.PodTemplateSpec', 'core.v1.PersistentVolumeClaimTemplate']);

/**
 * How the API server names the labels or annotations of an ObjectMeta; undefined where it does not look at them. It
 * leaves out `metadata` below pod templates. Source: pkg/apis/core/validation/validation.go (ValidatePodTemplateSpec)
 */
export function metadataField(site: Site, part: 'labels' | 'annotations'): string | undefined {
  switch (metadataOwner(site)) {
    case 'object':
      return `${site.field}.${part}`;
    case 'template': {
      const isPodTemplate = site.ancestors.at(-1)?.type === 'core.v1.PodTemplateSpec';
      return `${isPodTemplate ? site.field.replace(/\.metadata$/, '') : site.field}.${part}`;
    }
    case 'unchecked':
      return undefined;
  }
}

/**
 * The rule for the names of a kind's objects; undefined for kinds that are not stored (reviews, bindings) and for those
 * whose rule depends on more than the name. Source: the Validate<Kind>Name functions of pkg/apis/<group>/validation,
 * and rest.BeforeCreate, which checks the names of all kinds as segments of a URL's path.
 */
export function nameCheck(kind: string, version = newestVersion): TextCheck | undefined {
  const group = kind.includes('/v') ? kind.slice(0, kind.indexOf('/')) : '';
  const name = kind.slice(kind.lastIndexOf('/') + 1);
  if (group.includes('.') && !group.endsWith('.k8s.io')) return dns1123Subdomain; // A custom resource.
  if (notStored.has(group) || notStored.has(name)) return undefined;
  // RelaxedServiceNameValidation
  if (name === 'Service' && isBefore(version, '1.36')) return dns1035Label;
  if (namedByLabel.has(name)) return dns1123Label;
  return pathSegmentGroups.has(group) || namedByPathSegment.has(name) ? pathSegment : dns1123Subdomain;
}

/** The rule for `generateName`, to which the server appends five characters. */
export function generateNameCheck(kind: string, version = newestVersion): TextCheck | undefined {
  const check = nameCheck(kind, version);
  return check && asPrefix(check);
}

const namedByLabel: ReadonlySet<string> = new Set(['Namespace', 'Service', 'StatefulSet']);

const pathSegmentGroups: ReadonlySet<string> = new Set(['rbac.authorization.k8s.io', 'policy']);

const namedByPathSegment: ReadonlySet<string> = new Set([
  'APIService',
  'CertificateSigningRequest',
  'ClusterTrustBundle',
  'CustomResourceDefinition',
  'Event',
  'IPAddress',
  'LeaseCandidate',
  'StorageVersion',
]);

const notStored: ReadonlySet<string> = new Set([
  'authentication.k8s.io',
  'authorization.k8s.io',
  'lifecycle.k8s.io',
  'Binding',
  'ComponentStatus',
]);
