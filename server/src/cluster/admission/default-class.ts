import type { KubernetesObject } from '../../kubernetes/object.ts';

/** The class that an annotation marks as the default: of several the newest, then the first by name. */
export function defaultClassName(classes: readonly KubernetesObject[], annotations: readonly string[]): string | undefined {
  const marked = classes.filter(({ metadata }) => annotations.some((key) => metadata.annotations?.[key] === 'true'));
  const newestFirst = [...marked].sort((a, b) => compare(createdAt(b), createdAt(a)) || compare(nameOf(a), nameOf(b)));
  return newestFirst[0]?.metadata.name;
}

const createdAt = ({ metadata }: KubernetesObject): string => metadata.creationTimestamp ?? '';
const nameOf = ({ metadata }: KubernetesObject): string => metadata.name ?? '';

function compare(a: string, b: string): number {
  if (a === b) return 0;
  return a < b ? -1 : 1;
}
