import type { FieldPath } from '../kubernetes/path.ts';
import type { Manifest, WorkspaceDocument, WorkspaceFile } from '../workspace/index.ts';

/** The document that holds an offset of the file. */
export function documentAt(file: WorkspaceFile, offset: number): WorkspaceDocument | undefined {
  return file.documents.findLast(({ yaml }) => yaml.offset <= offset);
}

/** The manifest that a path of its document is in (an item of a list, or the whole). */
export function manifestAt(document: WorkspaceDocument, path: FieldPath): Manifest | undefined {
  return document.manifests.find((manifest) => manifest.path.every((part, index) => path[index] === part));
}
