import type { ApiTypes } from '../kubernetes/api.ts';
import type { Site, Written } from './rule.ts';

export type PodSpec = Written<ApiTypes['core.v1.PodSpec']>;
export type Container = Written<ApiTypes['core.v1.Container']>;
export type Volume = Written<ApiTypes['core.v1.Volume']>;

/** The lists of a PodSpec that hold containers, in the order in which the API server checks them. */
export type ContainerList = 'containers' | 'initContainers' | 'ephemeralContainers';
const containerLists: readonly ContainerList[] = ['containers', 'initContainers', 'ephemeralContainers'];

export interface PlacedContainer {
  readonly container: Container;
  readonly list: ContainerList;
  readonly index: number;
}

/** All containers of a pod, of whatever sort. */
export function placedContainers(spec: PodSpec): readonly PlacedContainer[] {
  return containerLists.flatMap((list) => (spec[list] ?? []).map((container, index) => ({ container, list, index })));
}

/** Which list a container stands in; `site` is that of a container or of something below one. */
export function containerListOf(site: Site): ContainerList | undefined {
  const depth = podSpecPathLength(site);
  return depth === undefined ? undefined : containerLists.find((list) => list === site.path[depth]);
}

/** The PodSpec around a value. */
export function podSpecAround(site: Site): PodSpec | undefined {
  return site.ancestors.findLast(({ type }) => type === 'core.v1.PodSpec')?.value as PodSpec | undefined;
}

/** The container around a value. */
export function containerAround(site: Site): Container | undefined {
  return site.ancestors.findLast(({ type }) => type === 'core.v1.Container' || type === 'core.v1.EphemeralContainer')?.value as
    | Container
    | undefined;
}

function podSpecPathLength(site: Site): number | undefined {
  return site.ancestors.findLast(({ type }) => type === 'core.v1.PodSpec')?.path.length;
}

/** A pod itself, not a template of pods: the API server asks more of it. */
export function isPod(site: Site): boolean {
  return site.kind === 'v1/Pod';
}

/** An init container that runs beside the others: its restartPolicy is Always. */
export function isSidecar(container: Container): boolean {
  return container.restartPolicy === 'Always';
}

/**
 * Names of the volumes that come from a StatefulSet's claim templates. They replace the template's own volumes of the
 * same name before these are checked. Source: pkg/apis/apps/validation/validation.go (ValidateStatefulSetSpec)
 */
export function claimTemplateNames(site: Site): ReadonlySet<string> {
  if (site.kind !== 'apps/v1/StatefulSet') return new Set();
  const spec = (site.object as Written<ApiTypes['apps.v1.StatefulSet']>).spec;
  return new Set((spec?.volumeClaimTemplates ?? []).map((claim) => claim.metadata?.name ?? ''));
}
