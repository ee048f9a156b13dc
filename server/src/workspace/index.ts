import type { WorkspaceObjects } from '../validation/rule.ts';
import type { YamlDocument } from '../yaml/document.ts';
import { parseYaml } from '../yaml/index.ts';
import type { FileDialect } from './dialect.ts';
import { dialectOf, patchesOf } from './dialect.ts';
import { kustomizationOf } from './kustomize.ts';
import type { ObjectPlace } from './object-index.ts';
import { ObjectIndex } from './object-index.ts';
import type { Manifest, ObjectReader } from './objects.ts';
import { manifestsOf } from './objects.ts';

export type { FileDialect } from './dialect.ts';
export { clusterApiVersion } from './dialect.ts';
export type { ObjectPlace } from './object-index.ts';
export type { JsonObject, ObjectReader } from './objects.ts';
export { Manifest } from './objects.ts';

export interface WorkspaceFile {
  readonly uri: string;
  readonly text: string;
  readonly dialect: FileDialect;
  readonly documents: readonly WorkspaceDocument[];
}

export interface WorkspaceDocument {
  readonly yaml: YamlDocument;
  /** What the document says to a cluster: nothing, one object, or the items of a list. */
  readonly manifests: readonly Manifest[];
}

/** What an edit did, so that only that is looked at again. */
export interface WorkspaceChange {
  readonly uri: string;
  /** Documents of the file, as it now is, that are new or say something new. */
  readonly changed: readonly number[];
  readonly added: readonly Manifest[];
  readonly removed: readonly Manifest[];
  /** Files, this one included, that are now of another dialect. */
  readonly dialects: readonly string[];
}

export interface Workspace {
  set(uri: string, text: string): WorkspaceChange;
  remove(uri: string): WorkspaceChange;
  /** Forgets what was found out about some objects, as they are to be read by another schema. Returns their files. */
  renew(isConcerned: (manifest: Manifest) => boolean): readonly string[];
  file(uri: string): WorkspaceFile | undefined;
  files(): Iterable<WorkspaceFile>;
  /** Objects of the files that are written for Kubernetes; the source of each is its {@link ObjectPlace}. */
  readonly objects: WorkspaceObjects;
  /** The places of each object that is written more than once. */
  duplicates(): readonly (readonly ObjectPlace[])[];
}

export function createWorkspace(reader: ObjectReader): Workspace {
  return new FileSet(reader);
}

class FileSet implements Workspace {
  readonly objects = new ObjectIndex();
  private readonly known = new Map<string, WorkspaceFile>();
  /** What each kustomization uses as a patch. */
  private readonly patches = new Map<string, readonly string[]>();

  constructor(private readonly reader: ObjectReader) {}

  set(uri: string, text: string): WorkspaceChange {
    const before = this.known.get(uri);
    const yaml = parseYaml(
      text,
      before?.documents.map((document) => document.yaml),
    );
    const documents = this.read(yaml, before?.documents ?? []);
    const own = dialectOf(uri, text, yaml);
    const dialect = own === 'kubernetes' && this.isPatch(uri) ? 'kustomize-patch' : own;
    const file: WorkspaceFile = { uri, text, dialect, documents };
    this.known.set(uri, file);
    const change = this.reindex(before, file);
    if (dialect === 'kustomization') this.objects.kustomizations.set(uri, kustomizationOf(yaml));
    else this.objects.kustomizations.delete(uri);
    const others = this.updatePatches(uri, dialect === 'kustomization' ? patchesOf(uri, yaml) : []);
    return { ...change, dialects: [...change.dialects, ...others] };
  }

  remove(uri: string): WorkspaceChange {
    const before = this.known.get(uri);
    this.known.delete(uri);
    this.objects.kustomizations.delete(uri);
    const removed = before ? indexed(before) : [];
    for (const manifest of removed) this.objects.drop(manifest);
    return { uri, changed: [], added: [], removed, dialects: this.updatePatches(uri, []) };
  }

  renew(isConcerned: (manifest: Manifest) => boolean): readonly string[] {
    const concerned = [...this.known.values()].filter(({ documents }) =>
      documents.some(({ manifests }) => manifests.some(isConcerned)),
    );
    for (const file of concerned) {
      const documents = file.documents.map((document) => {
        const manifests = document.manifests.map((each) => (isConcerned(each) ? each.renewed() : each));
        return { ...document, manifests };
      });
      const renewed = { ...file, documents };
      this.known.set(file.uri, renewed);
      this.reindex(file, renewed);
    }
    return concerned.map(({ uri }) => uri);
  }

  file(uri: string): WorkspaceFile | undefined {
    return this.known.get(uri);
  }

  files(): Iterable<WorkspaceFile> {
    return this.known.values();
  }

  duplicates(): readonly (readonly ObjectPlace[])[] {
    return this.objects.duplicates();
  }

  /** A document whose text is the same keeps its manifests, and with them all that was found out about them. */
  private read(yaml: readonly YamlDocument[], before: readonly WorkspaceDocument[]): readonly WorkspaceDocument[] {
    const free = new Map<unknown, WorkspaceDocument[]>();
    for (const document of before) {
      const same = free.get(document.yaml.root) ?? [];
      same.push(document);
      free.set(document.yaml.root, same);
    }
    return yaml.map((document) => {
      const kept = document.root && free.get(document.root)?.shift();
      return { yaml: document, manifests: kept ? kept.manifests : manifestsOf(document, this.reader) };
    });
  }

  private reindex(before: WorkspaceFile | undefined, file: WorkspaceFile): WorkspaceChange {
    const old = new Set(before ? indexed(before) : []);
    const now = new Set(indexed(file));
    const removed = [...old].filter((manifest) => !now.has(manifest));
    const added = [...now].filter((manifest) => !old.has(manifest));
    for (const manifest of removed) this.objects.drop(manifest);
    file.documents.forEach((document, index) => {
      for (const manifest of document.manifests)
        if (now.has(manifest)) this.objects.put({ uri: file.uri, document: index, manifest });
    });
    const texts = new Set(before?.documents.map((document) => document.yaml.text));
    const changed = file.documents.flatMap((document, index) => (texts.has(document.yaml.text) ? [] : [index]));
    return { uri: file.uri, changed, added, removed, dialects: before?.dialect === file.dialect ? [] : [file.uri] };
  }

  private isPatch(uri: string): boolean {
    return [...this.patches.values()].some((uris) => uris.includes(uri));
  }

  /** Returns the files that became patches, or are patches no more. */
  private updatePatches(uri: string, uris: readonly string[]): readonly string[] {
    const before = this.patches.get(uri) ?? [];
    if (uris.length > 0) this.patches.set(uri, uris);
    else this.patches.delete(uri);
    const touched = new Set([...before, ...uris].filter((each) => before.includes(each) !== uris.includes(each)));
    return [...touched].filter((each) => this.judgeAgain(each));
  }

  /** Whether a file's dialect changed for what kustomizations say of it. */
  private judgeAgain(uri: string): boolean {
    const file = this.known.get(uri);
    if (!file || (file.dialect !== 'kubernetes' && file.dialect !== 'kustomize-patch')) return false;
    const dialect = this.isPatch(uri) ? 'kustomize-patch' : 'kubernetes';
    if (dialect === file.dialect) return false;
    const judged = { ...file, dialect } as const;
    this.known.set(uri, judged);
    this.reindex(file, judged);
    return true;
  }
}

/** The manifests that other files' objects may refer to. */
function indexed(file: WorkspaceFile): readonly Manifest[] {
  if (file.dialect !== 'kubernetes' && file.dialect !== 'cluster') return [];
  return file.documents.flatMap((document) => document.manifests);
}
