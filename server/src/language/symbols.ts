import type { WorkspaceFile } from '../workspace/index.ts';
import type { TextRange } from '../yaml/document.ts';
import { locate } from '../yaml/index.ts';

/** One object of a file, for the outline and for jumping between documents. */
export interface ObjectSymbol {
  readonly name: string;
  readonly kind: string;
  /** The whole object; offsets in the file. */
  readonly range: TextRange;
  /** Its name. */
  readonly selection: TextRange;
}

export function objectSymbols(file: WorkspaceFile): readonly ObjectSymbol[] {
  return file.documents.flatMap(({ yaml, manifests }) =>
    manifests.map((manifest): ObjectSymbol => {
      const whole = locate(yaml, manifest.path).value ?? { start: 0, end: yaml.text.length };
      const name = locate(yaml, [...manifest.path, 'metadata', 'name']);
      const selection = (name.found ? name.value : undefined) ?? { start: whole.start, end: whole.start };
      const shift = ({ start, end }: TextRange): TextRange => ({ start: yaml.offset + start, end: yaml.offset + end });
      return { name: manifest.name || '(no name)', kind: manifest.kind, range: shift(whole), selection: shift(selection) };
    }),
  );
}
