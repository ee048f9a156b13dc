import type { Node, Scalar } from 'yaml';
import type { TextRange } from './document.ts';

export function rangeOf(node: Node): TextRange {
  return { start: node.range?.[0] ?? 0, end: node.range?.[1] ?? 0 };
}

/** Whether anything stands in the text. */
export function isWrittenNode(node: Node | null): boolean {
  return node?.range !== undefined && node.range !== null && node.range[1] > node.range[0];
}

/** A scalar without quotes, whose text decides its type. */
export function isImplicit(scalar: Scalar): boolean {
  return scalar.type === 'PLAIN' || scalar.type === undefined || scalar.type === null;
}

/** The explicit tag: `!!int` for `tag:yaml.org,2002:int`, '' for none. */
export function shortTag(tag: string | undefined): string {
  const prefix = 'tag:yaml.org,2002:';
  return tag?.startsWith(prefix) ? `!!${tag.slice(prefix.length)}` : (tag ?? '');
}

/** Escapes that JSON knows and YAML 1.1 does not. */
export function refusedEscape(quoted: string): string | undefined {
  if (!quoted.includes('\\')) return undefined;
  for (const [escape] of quoted.matchAll(/\\(?:u[0-9a-fA-F]{4}|[^])/g)) {
    if (escape === '\\/') return 'found unknown escape character';
    if (/^\\u[dD][89a-fA-F]/.test(escape)) return 'found invalid Unicode character escape code';
  }
  return undefined;
}
