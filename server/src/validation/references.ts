import type { LabelSelector } from '../kubernetes/api.ts';
import type { Labels } from '../kubernetes/selector.ts';
import { matchesSelector } from '../kubernetes/selector.ts';
import type { Container, PodSpec } from './pod-spec.ts';
import type { PlacedObject, PodTemplateUse, WorkspaceObjects, Written } from './rule.ts';

/** `ConfigMap "settings" is not among these manifests` */
export function absent(kind: string, name: string): string {
  return `${kind} "${name}" is not among these manifests`;
}

export function namespaceOf({ object }: PlacedObject): string {
  return object.metadata?.namespace ?? 'default';
}

export function nameOf({ object }: PlacedObject): string {
  return object.metadata?.name ?? '';
}

/** The kind of what makes the pods, and its name: `Deployment "web"`. */
export function ownerText({ owner }: PodTemplateUse): string {
  return `${owner.object.kind ?? ''} "${nameOf(owner)}"`;
}

/** Labels that controllers add to their pods, whose values no manifest tells. */
const addedLabels: Readonly<Record<string, readonly string[]>> = {
  Deployment: ['pod-template-hash'],
  ReplicaSet: [],
  DaemonSet: ['controller-revision-hash', 'pod-template-generation'],
  StatefulSet: ['controller-revision-hash', 'statefulset.kubernetes.io/pod-name', 'apps.kubernetes.io/pod-index'],
  Job: ['batch.kubernetes.io/job-name', 'job-name', 'batch.kubernetes.io/controller-uid', 'controller-uid'],
  CronJob: ['batch.kubernetes.io/job-name', 'job-name', 'batch.kubernetes.io/controller-uid', 'controller-uid'],
};

/** Whether pods of a template may match: what controllers add to them is taken to fit. */
export function maySelect(selector: Written<LabelSelector>, use: PodTemplateUse): boolean {
  const added = addedLabels[use.owner.object.kind ?? ''] ?? [];
  const pairs = Object.entries(selector.matchLabels ?? {}).filter(([key]) => !added.includes(key));
  const expressions = (selector.matchExpressions ?? []).filter(({ key }) => !added.includes(key ?? ''));
  const rest = { matchLabels: Object.fromEntries(pairs) as Labels, matchExpressions: expressions };
  return matchesSelector(rest as LabelSelector, use.labels);
}

export interface SelectedPods {
  readonly selected: readonly PodTemplateUse[];
  /** Whether there are any pods at all to choose from: where none are, they are probably written elsewhere. */
  readonly hasPods: boolean;
}

/** The pod templates in a namespace that a selector may choose. */
export function selectPods(workspace: WorkspaceObjects, namespace: string, selector: Written<LabelSelector>): SelectedPods {
  const uses = workspace.podTemplates().filter((use) => use.namespace === namespace);
  return { selected: uses.filter((use) => maySelect(selector, use)), hasPods: uses.length > 0 };
}

export interface ContainerPlace {
  readonly container: Container;
  readonly path: readonly (string | number)[];
}

/** The containers of a pod and their paths below the PodSpec. */
export function containersOf(spec: PodSpec): readonly ContainerPlace[] {
  return (['initContainers', 'containers'] as const).flatMap((list) =>
    (spec[list] ?? []).map((container, index) => ({ container, path: [list, index] })),
  );
}
