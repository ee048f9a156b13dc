import type { Site } from './rule.ts';

/** Around an ObjectMeta: the object itself, a template whose labels and annotations are checked, or neither. */
export type MetadataOwner = 'object' | 'template' | 'unchecked';

/**
 * The API server checks an object's own metadata; of a template's it checks labels and annotations, and of a claim
 * template in a StatefulSet nothing.
 */
export function metadataOwner(site: Site): MetadataOwner {
  if (site.ancestors.length === 1) return 'object';
  const parent = site.ancestors.at(-1)?.type;
  return parent !== undefined && checkedTemplates.has(parent) ? 'template' : 'unchecked';
}

const checkedTemplates: ReadonlySet<string> = new Set(['core.v1.PodTemplateSpec', 'core.v1.PersistentVolumeClaimTemplate']);

/**
 * How the API server names the labels or annotations of an ObjectMeta; undefined where it does not look at them. It
 * leaves out `metadata` below templates. Source: pkg/apis/core/validation/validation.go (ValidatePodTemplateSpec)
 */
export function metadataField(site: Site, part: 'labels' | 'annotations'): string | undefined {
  switch (metadataOwner(site)) {
    case 'object':
      return `${site.field}.${part}`;
    case 'template':
      return `${site.field.replace(/\.metadata$/, '')}.${part}`;
    case 'unchecked':
      return undefined;
  }
}
