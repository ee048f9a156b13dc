import type { Pod, PodTemplateSpec, StatefulSet, Volume } from '../../kubernetes/api.ts';
import { podRevisionLabel } from './controller-revision.ts';
import { podFromTemplate } from './pod-control.ts';

/**
 * The stable identity of a StatefulSet's pods: ordinal, name, host name, claims.
 * Source: pkg/controller/statefulset/stateful_set_utils.go
 */

const podNameLabel = 'statefulset.kubernetes.io/pod-name';
const podIndexLabel = 'apps.kubernetes.io/pod-index';

/** One of the set's revisions: its name and the template that it holds. */
export interface SetRevision {
  readonly name: string;
  readonly template: PodTemplateSpec;
}

export function desiredReplicas(set: StatefulSet): number {
  return set.spec.replicas ?? 1;
}

/** The first ordinal. */
export function startOrdinal(set: StatefulSet): number {
  return set.spec.ordinals?.start ?? 0;
}

/** Pods below this ordinal stay at the current revision while the set is updated. */
function firstUpdatedOrdinal(set: StatefulSet): number {
  return startOrdinal(set) + (set.spec.updateStrategy?.rollingUpdate?.partition ?? 0);
}

export function allowsBurst(set: StatefulSet): boolean {
  return set.spec.podManagementPolicy === 'Parallel';
}

interface ParsedName {
  readonly parent: string;
  readonly ordinal: number;
}

const parsedNames = new WeakMap<Pod, ParsedName>();

/** What a pod's name says: `web-3` is number 3 of `web`; -1 for names of another form. Asked often, so kept by pod. */
export function parentAndOrdinal(pod: Pod): ParsedName {
  const known = parsedNames.get(pod);
  if (known) return known;
  const match = /^(.*)-([0-9]+)$/s.exec(pod.metadata.name ?? '');
  const ordinal = Number(match?.[2] ?? -1);
  const parsed = { parent: match?.[1] ?? '', ordinal: ordinal > 0x7fffffff ? -1 : ordinal };
  parsedNames.set(pod, parsed);
  return parsed;
}

export function ordinalOf(pod: Pod): number {
  return parentAndOrdinal(pod).ordinal;
}

export function isMemberOf(set: StatefulSet, pod: Pod): boolean {
  return parentAndOrdinal(pod).parent === set.metadata.name;
}

export function isInOrdinalRange(set: StatefulSet, ordinal: number): boolean {
  return ordinal >= startOrdinal(set) && ordinal < startOrdinal(set) + desiredReplicas(set);
}

export function podRevision(pod: Pod): string {
  return pod.metadata.labels?.[podRevisionLabel] ?? '';
}

export function claimName(set: StatefulSet, template: string, ordinal: number): string {
  return `${template}-${set.metadata.name ?? ''}-${ordinal}`;
}

/** Names of the set's claim templates. */
export function claimTemplateNames(set: StatefulSet): string[] {
  return (set.spec.volumeClaimTemplates ?? []).map((template) => template.metadata.name ?? '');
}

/** The pod of an ordinal at the revision that a new pod gets. */
export function newPod(set: StatefulSet, ordinal: number, current: SetRevision, update: SetRevision): Pod {
  const { type, rollingUpdate } = set.spec.updateStrategy ?? {};
  const currentUpTo =
    rollingUpdate === undefined
      ? startOrdinal(set) + (type === 'RollingUpdate' ? (set.status?.currentReplicas ?? 0) : 0)
      : firstUpdatedOrdinal(set);
  const { name: revision, template } = ordinal < currentUpTo ? current : update;
  const name = `${set.metadata.name ?? ''}-${ordinal}`;
  const pod = podFromTemplate(template, set);
  const spec = { containers: [], ...pod.spec, hostname: name, ...(set.spec.serviceName && { subdomain: set.spec.serviceName }) };
  const labels = { ...pod.metadata.labels, [podRevisionLabel]: revision };
  return withStorage(set, withIdentity({ ...pod, metadata: { ...pod.metadata, name, labels }, spec }));
}

export function identityMatches(set: StatefulSet, pod: Pod): boolean {
  const { parent, ordinal } = parentAndOrdinal(pod);
  return ordinal >= 0 && parent === set.metadata.name && pod.metadata.labels?.[podNameLabel] === pod.metadata.name;
}

export function withIdentity(pod: Pod): Pod {
  const labels = { ...pod.metadata.labels, [podNameLabel]: pod.metadata.name ?? '', [podIndexLabel]: String(ordinalOf(pod)) };
  return { ...pod, metadata: { ...pod.metadata, labels } };
}

/** Whether each claim template has its volume in the pod. */
export function storageMatches(set: StatefulSet, pod: Pod): boolean {
  const ordinal = ordinalOf(pod);
  return claimTemplateNames(set).every((template) => {
    const volume = pod.spec?.volumes?.find(({ name }) => name === template);
    return volume?.persistentVolumeClaim?.claimName === claimName(set, template, ordinal);
  });
}

/** The volumes of the claims first, in the order of the templates; they replace volumes of the same name. */
export function withStorage(set: StatefulSet, pod: Pod): Pod {
  const templates = claimTemplateNames(set);
  if (templates.length === 0) return pod;
  const volumes: Volume[] = templates.map((name) => ({
    name,
    persistentVolumeClaim: { claimName: claimName(set, name, ordinalOf(pod)) },
  }));
  const others = pod.spec?.volumes?.filter(({ name }) => !templates.includes(name)) ?? [];
  return { ...pod, spec: { containers: [], ...pod.spec, volumes: [...volumes, ...others] } };
}
