import type { KubernetesObject } from './object.ts';

/**
 * How many templates a DaemonSet has had: kept by the API server, shown by apps/v1 as this annotation, and put on pods as a
 * label. Kept for clients of old; revisions tell templates apart.
 * Source: pkg/registry/apps/daemonset/strategy.go, pkg/apis/apps/v1/conversion.go
 */
export const templateGenerationAnnotation = 'deprecated.daemonset.template.generation';

/** The generation as text; undefined without the annotation, or when it is no number. */
export function templateGeneration(object: KubernetesObject): string | undefined {
  const text = object.metadata.annotations?.[templateGenerationAnnotation];
  return text !== undefined && /^[+-]?\d+$/.test(text) ? String(BigInt(text.replace(/^\+/, ''))) : undefined;
}

export function withTemplateGeneration<T extends KubernetesObject>(object: T, generation: bigint): T {
  const annotations = { ...object.metadata.annotations, [templateGenerationAnnotation]: String(generation) };
  return { ...object, metadata: { ...object.metadata, annotations } };
}
