import type { FieldPath } from '../../kubernetes/path.ts';
import type { TextRange, YamlDocument, YamlEntry, YamlList, YamlMap, YamlNode } from '../../yaml/document.ts';
import { isFlow } from './write-yaml.ts';

/** The way down to a path, as far as the text has it. */
export interface Place {
  /** How many parts of the path are written. */
  readonly depth: number;
  /** The value there; undefined where a key or dash has none. */
  readonly node: YamlNode | undefined;
  /** The collections around it, from the root. */
  readonly around: readonly (YamlMap | YamlList)[];
  /** The entry whose value it is, where it is one of a map. */
  readonly entry: YamlEntry | undefined;
  /** Whether it stands within a flow collection. */
  readonly inFlow: boolean;
}

/** Undefined where the way leads through an alias or a merge: what is written there belongs to other places too. */
export function placeOf({ root, text }: YamlDocument, path: FieldPath): Place | undefined {
  let node = root;
  let entry: YamlEntry | undefined;
  const around: (YamlMap | YamlList)[] = [];
  let inFlow = false;
  let depth = 0;
  for (; depth < path.length; depth += 1) {
    const step = node && stepInto(node, path[depth] as string | number);
    if (!node || node.kind === 'scalar' || !step) break;
    if (!holds(node.range, step.entry?.keyRange ?? step.node?.range)) return undefined;
    around.push(node);
    inFlow ||= isFlow(text, node);
    ({ entry, node } = step);
  }
  return { depth, node: node && isWritten(node) ? node : undefined, around, entry, inFlow };
}

function stepInto(
  node: YamlNode,
  part: string | number,
): { entry: YamlEntry | undefined; node: YamlNode | undefined } | undefined {
  if (node.kind === 'list')
    return typeof part === 'number' && part < node.items.length ? { entry: undefined, node: node.items[part] } : undefined;
  const entry = node.kind === 'map' ? node.entries.find(({ key }) => key === String(part)) : undefined;
  return entry && { entry, node: entry.value };
}

function isWritten({ range }: YamlNode): boolean {
  return range.end > range.start;
}

function holds(outer: TextRange, inner: TextRange | undefined): boolean {
  return inner === undefined || (outer.start <= inner.start && inner.end <= Math.max(outer.end, inner.start));
}

/** Just behind the colon of an entry; undefined for a key of the explicit form (`? key`). */
export function colonEnd(text: string, { keyRange }: YamlEntry): number | undefined {
  const colon = /[ \t]*:/y;
  colon.lastIndex = keyRange.end;
  return colon.test(text) ? colon.lastIndex : undefined;
}

/** The dash before an item of a block list. */
export function dashOf(text: string, { start }: TextRange): number | undefined {
  const dash = /-\s+$/.exec(text.slice(0, start));
  return dash?.index;
}

/** Behind the line in which something ends, its line break included. A block scalar ends with its line break. */
export function lineEnd(text: string, end: number): number {
  if (end > 0 && text[end - 1] === '\n') return end;
  const newline = text.indexOf('\n', end);
  return newline < 0 ? text.length : newline + 1;
}

export function lineStart(text: string, offset: number): number {
  return text.lastIndexOf('\n', offset - 1) + 1;
}

export function isFirstOnLine(text: string, offset: number): boolean {
  return text.slice(lineStart(text, offset), offset).trim() === '';
}
