import type { ApiTypes } from '../kubernetes/api.ts';
import type { PlacedObject, PodTemplateUse, WorkspaceObjects, Written } from '../validation/rule.ts';
import { type Kustomization, nameBefore } from './kustomize.ts';
import type { Manifest } from './objects.ts';
import { podTemplateOf } from './pod-templates.ts';

/** Where an object was read. */
export interface ObjectPlace {
  readonly uri: string;
  /** Which document of the file. */
  readonly document: number;
  readonly manifest: Manifest;
}

interface Entry {
  /** By what it was entered: the manifest's own answers change with the schema. */
  readonly type: string;
  readonly key: string;
  place: ObjectPlace;
  placed: PlacedObject | undefined;
  /** null: the object makes no pods; undefined: nobody has asked yet. */
  template: PodTemplateUse | null | undefined;
}

/**
 * All objects of the workspace by type and name. Adding, moving and removing touch only the object's own entry; what
 * rules read of an object (defaults, pod template) is computed when first read.
 */
export class ObjectIndex implements WorkspaceObjects {
  private readonly entries = new Map<Manifest, Entry>();
  private readonly byType = new Map<string, Map<string, Entry[]>>();
  /** All pod templates, until an object comes, moves or goes: rules ask for them over and over. */
  private templates: readonly PodTemplateUse[] | undefined;

  /** By file. */
  readonly kustomizations = new Map<string, Kustomization>();

  put(place: ObjectPlace): void {
    const known = this.entries.get(place.manifest);
    if (known) {
      if (known.place.document === place.document && known.place.uri === place.uri) return;
      this.templates = undefined;
      known.place = place;
      known.placed = undefined;
      known.template = undefined;
      return;
    }
    this.templates = undefined;
    const entry: Entry = { ...keysOf(place.manifest), place, placed: undefined, template: undefined };
    this.entries.set(place.manifest, entry);
    this.named(entry).push(entry);
  }

  drop(manifest: Manifest): void {
    const entry = this.entries.get(manifest);
    if (!entry) return;
    this.templates = undefined;
    this.entries.delete(manifest);
    const { type, key } = entry;
    const names = this.byType.get(type);
    const left = names?.get(key)?.filter((each) => each !== entry) ?? [];
    if (left.length > 0) names?.set(key, left);
    else names?.delete(key);
  }

  all<T extends keyof ApiTypes>(type: T): readonly PlacedObject<Written<ApiTypes[T]>>[] {
    const entries = [...(this.byType.get(type)?.values() ?? [])].flat();
    return entries.map((entry) => placedOf(entry) as PlacedObject<Written<ApiTypes[T]>>);
  }

  get<T extends keyof ApiTypes>(type: T, namespace: string, name: string): PlacedObject<Written<ApiTypes[T]>> | undefined {
    const entry = this.byType.get(type)?.get(`${namespace}/${name}`)?.[0];
    return entry && (placedOf(entry) as PlacedObject<Written<ApiTypes[T]>>);
  }

  mayExist(type: keyof ApiTypes, namespace: string, name: string): boolean {
    const names = this.byType.get(type);
    if (names?.has(`${namespace}/${name}`)) return true;
    const kind = type.slice(type.lastIndexOf('.') + 1);
    const isNamed = (wanted: string): boolean => [...(names?.keys() ?? [])].some((key) => key.endsWith(`/${wanted}`));
    return [...this.kustomizations.values()].some((kustomization) => {
      const before = nameBefore(kustomization, name);
      const { generated, setsNamespace } = kustomization;
      if (generated.has(`${kind}/${name}`) || (before !== undefined && generated.has(`${kind}/${before}`))) return true;
      return (setsNamespace && isNamed(name)) || (before !== undefined && before !== name && isNamed(before));
    });
  }

  podTemplates(): readonly PodTemplateUse[] {
    this.templates ??= [...this.entries.values()].map(templateOf).filter((template) => template !== null);
    return this.templates;
  }

  /** Places of each object that is written more than once: the later one would replace the earlier. */
  duplicates(): readonly (readonly ObjectPlace[])[] {
    const found: (readonly ObjectPlace[])[] = [];
    for (const names of this.byType.values()) {
      for (const [key, entries] of names) {
        const isNamed = !key.endsWith('/');
        if (isNamed && entries.length > 1) found.push(entries.map((entry) => entry.place));
      }
    }
    return found;
  }

  private named({ type, key }: Entry): Entry[] {
    const names = this.byType.get(type) ?? new Map<string, Entry[]>();
    this.byType.set(type, names);
    const entries = names.get(key) ?? [];
    names.set(key, entries);
    return entries;
  }
}

/** Custom resources have no type; they are told apart by what they are written as. */
function keysOf(manifest: Manifest): { readonly type: string; readonly key: string } {
  const { namespace, name } = manifest.ref;
  return { type: manifest.type ?? `${manifest.apiVersion}/${manifest.kind}`, key: `${namespace}/${name}` };
}

function placedOf(entry: Entry): PlacedObject {
  entry.placed ??= { object: entry.place.manifest.inNamespace, written: entry.place.manifest.object, source: entry.place };
  return entry.placed;
}

function templateOf(entry: Entry): PodTemplateUse | null {
  if (entry.template === undefined) entry.template = podTemplateOf(placedOf(entry), entry.place.manifest) ?? null;
  return entry.template;
}
