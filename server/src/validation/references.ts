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
  const selected = candidates(workspace, namespace, selector).filter((use) => maySelect(selector, use));
  return { selected, hasPods: templatesIn(workspace, namespace).all.length > 0 };
}

/** The pod template of the object with a source, if it makes pods. */
export function templateOf(workspace: WorkspaceObjects, source: unknown): PodTemplateUse | undefined {
  return indexed(workspace).bySource.get(source);
}

/** The pod templates of a namespace in which a selector's rarest label is found: those that it chooses are among them. */
export function candidates(
  workspace: WorkspaceObjects,
  namespace: string,
  selector: Written<LabelSelector>,
): readonly PodTemplateUse[] {
  const { all, byLabel } = templatesIn(workspace, namespace);
  let fewest = all;
  for (const [key, value] of Object.entries(selector.matchLabels ?? {})) {
    if (everAdded.has(key)) continue;
    const found = byLabel.get(`${key}=${value}`) ?? [];
    if (found.length < fewest.length) fewest = found;
  }
  return fewest;
}

const everAdded: ReadonlySet<string> = new Set(Object.values(addedLabels).flat());

interface Templates {
  readonly all: PodTemplateUse[];
  /** By `key=value`. */
  readonly byLabel: Map<string, PodTemplateUse[]>;
}

interface TemplateIndex {
  readonly byNamespace: Map<string, Templates>;
  readonly bySource: Map<unknown, PodTemplateUse>;
}

/** The workspace gives the same list until one of its objects changes. */
const indexes = new WeakMap<readonly PodTemplateUse[], TemplateIndex>();

function templatesIn(workspace: WorkspaceObjects, namespace: string): Templates {
  return indexed(workspace).byNamespace.get(namespace) ?? { all: [], byLabel: new Map() };
}

function indexed(workspace: WorkspaceObjects): TemplateIndex {
  const uses = workspace.podTemplates();
  const known = indexes.get(uses);
  if (known) return known;
  const index: TemplateIndex = { byNamespace: new Map(), bySource: new Map() };
  for (const use of uses) {
    if (!index.bySource.has(use.owner.source)) index.bySource.set(use.owner.source, use);
    const { all, byLabel } = index.byNamespace.get(use.namespace) ?? { all: [], byLabel: new Map<string, PodTemplateUse[]>() };
    index.byNamespace.set(use.namespace, { all, byLabel });
    all.push(use);
    for (const [key, value] of Object.entries(use.labels)) {
      const label = `${key}=${value}`;
      const others = byLabel.get(label);
      if (others) others.push(use);
      else byLabel.set(label, [use]);
    }
  }
  indexes.set(uses, index);
  return index;
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
