import type { Service } from '../../kubernetes/api.ts';
import { type FieldPath, valueAt } from '../../kubernetes/path.ts';
import { matchesLabels } from '../../kubernetes/selector.ts';
import type { FieldType } from '../../schema/index.ts';
import type { JsonObject } from '../../workspace/index.ts';
import { scalarText } from '../edits/write-yaml.ts';
import { type FieldSite, namespaceFor, type ObjectType, referencedType } from '../references.ts';
import type { Completion } from './completion.ts';
import { isLabels } from './labels.ts';
import type { CompletionSite } from './site.ts';

interface Name {
  readonly name: string;
  readonly detail: string;
}

/** Names of what a field may refer to: objects of the workspace, or parts of this object. */
export function referenceValues(site: CompletionSite, { key = '' }: FieldType): readonly Completion[] {
  const at: FieldSite = { object: site.object, path: site.path, namespace: site.namespace };
  const type = referencedType(site.language.schema, key, at);
  const names = type ? objectNames(site, type, at) : (parts[key]?.(site) ?? []);
  const unique = new Map(names.map((each) => [each.name, each]));
  return [...unique.values()].map(({ name, detail }) => ({
    label: name,
    kind: 'reference',
    detail,
    rank: 0,
    change: site.valueChange(/^\d+$/.test(name) && isPort(key) ? name : scalarText(name, { inFlow: site.cursor.inFlow })),
  }));
}

function isPort(key: string): boolean {
  return /[pP]ort(\.number)?$/.test(key);
}

function objectNames(site: CompletionSite, type: ObjectType, at: FieldSite): readonly Name[] {
  const namespace = namespaceFor(type, at);
  const kind = type.split('.').at(-1) ?? '';
  return site.language.workspace.objects
    .all(type)
    .map(({ object }) => object as { readonly metadata?: { readonly name?: string; readonly namespace?: string } })
    .filter(({ metadata }) => namespace === '' || (metadata?.namespace ?? 'default') === namespace)
    .flatMap(({ metadata }) => (metadata?.name ? [{ name: metadata.name, detail: kind }] : []));
}

/** Fields that name a part of an object, by `Type.property`. */
const parts: Readonly<Record<string, (site: CompletionSite) => readonly Name[]>> = {
  'core.v1.ConfigMapKeySelector.key': (site) => keysOf(site, 'core.v1.ConfigMap', sibling(site, 'name')),
  'core.v1.SecretKeySelector.key': (site) => keysOf(site, 'core.v1.Secret', sibling(site, 'name')),
  'core.v1.KeyToPath.key': itemKeys,
  'core.v1.VolumeMount.name': volumes,
  'core.v1.ServicePort.targetPort': targetPorts,
  'core.v1.HTTPGetAction.port': containerPorts,
  'core.v1.TCPSocketAction.port': containerPorts,
  'networking.v1.ServiceBackendPort.name': (site) => servicePorts(site, 'name'),
  'networking.v1.ServiceBackendPort.number': (site) => servicePorts(site, 'port'),
  'autoscaling.v2.CrossVersionObjectReference.kind': () =>
    ['Deployment', 'StatefulSet', 'ReplicaSet'].map((name) => ({ name, detail: 'apps/v1' })),
};

function around({ object, path }: CompletionSite, up: number): JsonObject | undefined {
  const value = valueAt(object, path.slice(0, path.length - up));
  return typeof value === 'object' && value !== null ? (value as JsonObject) : undefined;
}

function sibling(site: CompletionSite, name: string): string {
  const value = around(site, 1)?.[name];
  return typeof value === 'string' ? value : '';
}

function keysOf(site: CompletionSite, type: 'core.v1.ConfigMap' | 'core.v1.Secret', name: string): readonly Name[] {
  const found = site.language.workspace.objects.get(type, site.namespace, name)?.object;
  const { data, stringData, binaryData } = (found ?? {}) as Readonly<Record<string, object | undefined>>;
  const keys = [data, stringData, binaryData].flatMap((part) => Object.keys(part ?? {}));
  return keys.map((key) => ({ name: key, detail: `${type.split('.').at(-1) ?? ''} ${name}` }));
}

/** Of the ConfigMap or Secret volume whose items are listed. */
function itemKeys(site: CompletionSite): readonly Name[] {
  const source = around(site, 3);
  const field = site.path.at(-4);
  const name = source?.secretName ?? source?.name;
  if (typeof name !== 'string') return [];
  return keysOf(site, field === 'secret' ? 'core.v1.Secret' : 'core.v1.ConfigMap', name);
}

interface PodSpecLike {
  readonly volumes?: readonly ({ readonly name?: string } | null)[] | null;
  readonly containers?: readonly (ContainerLike | null)[] | null;
}

interface ContainerLike {
  readonly name?: string;
  readonly ports?: readonly ({ readonly name?: string; readonly containerPort?: number } | null)[] | null;
}

/** The pod's volumes, and the claims of a StatefulSet. */
function volumes(site: CompletionSite): readonly Name[] {
  const at = site.path.findLastIndex((part) => part === 'containers' || part === 'initContainers');
  const spec = valueAt(site.object, site.path.slice(0, at)) as PodSpecLike | undefined;
  const declared = (spec?.volumes ?? []).flatMap((volume) =>
    volume?.name ? [{ name: volume.name, detail: sourceOf(volume) }] : [],
  );
  const owner = site.object.spec as
    | { readonly volumeClaimTemplates?: readonly { readonly metadata?: { readonly name?: string } }[] }
    | undefined;
  const claims = (owner?.volumeClaimTemplates ?? []).flatMap(({ metadata }) =>
    metadata?.name ? [{ name: metadata.name, detail: 'volumeClaimTemplate' }] : [],
  );
  return [...declared, ...claims];
}

function sourceOf(volume: object): string {
  return Object.keys(volume).find((key) => key !== 'name') ?? 'volume';
}

/** Names and numbers of the ports of the pods that the Service selects. */
function targetPorts(site: CompletionSite): readonly Name[] {
  const { selector } = (site.object as unknown as Service).spec ?? {};
  if (!isLabels(selector)) return [];
  const uses = site.language.workspace.objects
    .podTemplates()
    .filter((use) => use.namespace === site.namespace && matchesLabels(selector, use.labels));
  return uses.flatMap((use) => (use.spec.containers ?? []).flatMap((container) => portsOf(container as ContainerLike)));
}

/** The ports of the container whose probe it is. */
function containerPorts(site: CompletionSite): readonly Name[] {
  const at = site.path.findLastIndex((part) => part === 'containers' || part === 'initContainers');
  const container = valueAt(site.object, site.path.slice(0, at + 2)) as ContainerLike | null | undefined;
  return container ? portsOf(container) : [];
}

function portsOf({ name = '', ports }: ContainerLike): readonly Name[] {
  return (ports ?? []).flatMap((port): Name[] => [
    ...(port?.name ? [{ name: port.name, detail: `${name}: ${port.containerPort ?? ''}` }] : []),
    ...(port?.containerPort ? [{ name: String(port.containerPort), detail: name }] : []),
  ]);
}

/** The ports of the Service that an Ingress names. */
function servicePorts(site: CompletionSite, field: 'name' | 'port'): readonly Name[] {
  const path: FieldPath = [...site.path.slice(0, -2), 'name'];
  const name = valueAt(site.object, path);
  const service =
    typeof name === 'string' ? site.language.workspace.objects.get('core.v1.Service', site.namespace, name) : undefined;
  return (service?.object.spec?.ports ?? []).flatMap((port) =>
    port[field] === undefined ? [] : [{ name: String(port[field]), detail: `Service ${String(name)}` }],
  );
}
