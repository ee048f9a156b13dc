import type { Alias, Node, Pair, Scalar, YAMLMap, YAMLSeq } from 'yaml';
import { isAlias, isMap, isScalar, isSeq } from 'yaml';
import type { TextRange, YamlNode, YamlProblem } from './document.ts';
import { limits } from './limits.ts';
import { MapBuilder, own } from './map-builder.ts';
import { isImplicit, isWrittenNode, rangeOf, refusedEscape, shortTag } from './parser-nodes.ts';
import type { Resolved } from './scalar.ts';
import { keyText, resolveScalar } from './scalar.ts';

/** A node with its value and with how many nodes it stands for once aliases are followed. */
interface Built {
  readonly node: YamlNode;
  readonly value: unknown;
  readonly size: number;
}

type Anchor = Built | 'open';

const anchorName = /^[A-Za-z0-9_-]+$/;

/** Makes our nodes and the JSON value of what the parser composed. */
export class Builder {
  readonly problems: YamlProblem[] = [];
  private readonly anchors = new Map<string, Anchor>();
  private aliasNodes = 0;

  constructor(
    private readonly text: string,
    /** Undoes in a scalar what was changed in the text for the parser's sake. */
    private readonly restore: (scalar: string) => string,
  ) {}

  report(code: string, message: string, range: TextRange, severity: YamlProblem['severity'] = 'error'): void {
    if (this.problems.length < limits.problems) this.problems.push({ code, message, range, severity });
  }

  node(node: Node): Built {
    if (isAlias(node)) return this.alias(node);
    const { anchor } = node as { anchor?: string };
    if (anchor) this.anchors.set(anchor, 'open');
    const built = isMap(node) ? this.map(node) : isSeq(node) ? this.list(node) : this.scalar(node);
    if (anchor) this.anchor(anchor, built);
    return built;
  }

  private anchor(name: string, built: Built): void {
    this.anchors.set(name, built);
    if (!anchorName.test(name)) this.report('anchor', 'did not find expected alphabetic or numeric character', built.node.range);
  }

  private alias(alias: Alias): Built {
    const range = rangeOf(alias);
    const target = this.anchors.get(alias.source);
    if (target === undefined || target === 'open') {
      const message = target ? `anchor '${alias.source}' value contains itself` : `unknown anchor '${alias.source}' referenced`;
      this.report('alias', message, range);
      return nothing(range);
    }
    if (this.aliasNodes + target.size > limits.aliasNodes) {
      if (this.aliasNodes <= limits.aliasNodes) this.report('excessive-aliasing', 'document contains excessive aliasing', range);
      this.aliasNodes = limits.aliasNodes + 1;
      return nothing(range);
    }
    this.aliasNodes += target.size;
    return {
      node: { ...target.node, range },
      value: target.value,
      size: target.size + 1,
    };
  }

  private list(list: YAMLSeq): Built {
    const items: YamlNode[] = [];
    const values: unknown[] = [];
    let size = 1;
    for (const item of list.items) {
      const built = (list.flow && this.colonText(item)) || this.node(item as Node);
      items.push(built.node);
      values.push(built.value);
      size += built.size;
    }
    return {
      node: {
        kind: 'list',
        range: within(rangeOf(list), items.at(-1)?.range, list.flow),
        items,
      },
      value: values,
      size,
    };
  }

  /** In a flow list, a colon is part of the text where no white space follows: `[a:]` lists "a:". */
  private colonText(item: unknown): Built | undefined {
    if (!isMap(item) || item.items.length !== 1) return undefined;
    const { key, value } = item.items[0] as Pair<Node, Node>;
    if (!isScalar(key) || !isImplicit(key) || isWrittenNode(value)) return undefined;
    const { start, end } = rangeOf(key);
    if (!/^:[,\]]/.test(this.text.slice(end, end + 2)) || this.text.charAt(rangeOf(item).start) === '{') return undefined;
    const text = `${String(key.value)}:`;
    return { node: { kind: 'scalar', range: { start, end: end + 1 }, value: text }, value: text, size: 1 };
  }

  private map(node: YAMLMap): Built {
    const map = new MapBuilder();
    let end = rangeOf(node).start;
    for (const pair of node.items) end = this.entry(pair as Pair<Node, Node>, map);
    const range = within(rangeOf(node), { start: 0, end }, node.flow);
    return {
      node: { kind: 'map', range, entries: map.entries },
      value: map.value,
      size: map.size,
    };
  }

  /** Returns where the entry ends. */
  private entry(pair: Pair<Node, Node>, map: MapBuilder): number {
    const key = this.key(pair.key);
    if (key) this.splitKey(key, map);
    const built = pair.value ? this.node(pair.value) : undefined;
    const end = Math.max(built?.node.range.end ?? 0, pair.key ? rangeOf(pair.key).end : 0);
    if (!key) return end;
    if (key.isMerge) {
      this.merge(pair.value, built, map);
      return end;
    }
    if (map.written.has(key.text)) this.reportDuplicate(key, built);
    map.written.add(key.text);
    const value = built && isWritten(built) ? built.node : undefined;
    map.set({ key: key.text, keyRange: key.range, value }, built?.value ?? null);
    map.size += (built?.size ?? 0) + 1;
    return end;
  }

  /** A key still being typed runs into the next line's for the parser; for the editor it is one of its own. */
  private splitKey(key: Key, map: MapBuilder): void {
    const written = this.text.slice(key.range.start, key.range.end);
    if (!written.includes('\n') || !/^[A-Za-z]/.test(written)) return;
    let start = key.range.start;
    const lines = written.split('\n');
    lines.forEach((line, index) => {
      const text = line.trim();
      const keyRange = { start: start + line.indexOf(text), end: start + line.indexOf(text) + text.length };
      if (index === lines.length - 1) Object.assign(key, { text, range: keyRange } satisfies Partial<Key>);
      else if (text !== '') map.set({ key: text, keyRange, value: undefined }, null);
      start += line.length + 1;
    });
  }

  private reportDuplicate(key: Key, built: Built | undefined): void {
    const line = lineAt(this.text, built && isWritten(built) ? built.node.range.start : key.range.end);
    this.report('duplicate-key', `yaml: unmarshal errors:\n  line ${line}: key ${key.shown} already set in map`, key.range);
  }

  private key(node: Node | null): Key | undefined {
    const range = node ? rangeOf(node) : { start: 0, end: 0 };
    if (node && !isScalar(node) && !isAlias(node)) {
      this.report('map-key', 'invalid map key: only a string, number or boolean can name a field', range);
      return undefined;
    }
    const source = node && isScalar(node) ? node : undefined;
    const resolved: Resolved = source ? this.resolve(source) : this.aliasedKey(node);
    if ('error' in resolved) {
      this.report('tag', resolved.error, range);
      return undefined;
    }
    if (source?.anchor && !('error' in resolved)) {
      this.anchor(source.anchor, { node: { kind: 'scalar', range, value: resolved.value }, value: resolved.value, size: 1 });
    }
    if (source && isImplicit(source) && source.source === '<<') return { text: '<<', shown: '<<', range, isMerge: true };
    const text = keyText(resolved);
    if (text === undefined) {
      const type = resolved.value === null ? '%!s(<nil>)' : 'uint64';
      this.report(
        'map-key',
        `unsupported map key of type: ${type}, key: ${resolved.value === null ? '<nil>' : resolved.value}`,
        range,
      );
      return undefined;
    }
    return {
      text,
      shown: typeof resolved.value === 'string' ? JSON.stringify(text) : text,
      range,
      isMerge: false,
    };
  }

  private aliasedKey(node: Node | null): Resolved {
    if (!node) return { value: null, tag: '!!null' };
    const { value } = this.node(node);
    if (typeof value === 'object' && value !== null) return { error: 'invalid map key: an alias of a map or list' };
    return resolvedFrom(value);
  }

  /** The merged entries count as set here: they give way only to what is written after them. */
  private merge(source: Node | null, built: Built | undefined, map: MapBuilder): void {
    const parts = source && isSeq(source) && built?.node.kind === 'list' ? [...built.node.items].reverse() : [built?.node];
    const values =
      source && isSeq(source) && Array.isArray(built?.value) ? [...(built.value as unknown[])].reverse() : [built?.value];
    if (parts.some((part) => part?.kind !== 'map')) {
      const range = source ? rangeOf(source) : { start: 0, end: 0 };
      this.report('merge', 'map merge requires map or sequence of maps as the value', range);
      return;
    }
    map.size += built?.size ?? 0;
    parts.forEach((part, index) => {
      const value = values[index] as Readonly<Record<string, unknown>>;
      for (const entry of part?.kind === 'map' ? part.entries : []) map.set(entry, own(value, entry.key));
    });
  }

  private scalar(scalar: Scalar): Built {
    const range = rangeOf(scalar);
    const resolved = this.resolve(scalar);
    if ('error' in resolved) {
      this.report('tag', resolved.error, range);
      return nothing(range);
    }
    if (typeof resolved.value === 'number' && !Number.isFinite(resolved.value)) {
      this.report('not-json', `json: unsupported value: ${goInfinity(resolved.value)}`, range);
      return nothing(range);
    }
    return {
      node: { kind: 'scalar', range, value: resolved.value },
      value: resolved.value,
      size: 1,
    };
  }

  private resolve(scalar: Scalar): Resolved {
    const text = this.restore(typeof scalar.value === 'string' ? scalar.value : '');
    const tag = shortTag(scalar.tag);
    if (scalar.type === 'QUOTE_DOUBLE') {
      const error = refusedEscape(this.text.slice(rangeOf(scalar).start, rangeOf(scalar).end));
      if (error) return { error };
    }
    if (tag === '' && !isImplicit(scalar)) return { value: text, tag: '!!str' };
    return resolveScalar(text, tag);
  }
}

interface Key {
  text: string;
  /** As Go's `%#v` shows it. */
  readonly shown: string;
  range: TextRange;
  readonly isMerge: boolean;
}

function resolvedFrom(value: unknown): Resolved {
  if (typeof value === 'string') return { value, tag: '!!str' };
  if (typeof value === 'boolean') return { value, tag: '!!bool' };
  if (typeof value === 'bigint') return { value, tag: '!!int' };
  if (typeof value === 'number') return { value, tag: Number.isInteger(value) ? '!!int' : '!!float' };
  return { value: null, tag: '!!null' };
}

function goInfinity(value: number): string {
  if (Number.isNaN(value)) return 'NaN';
  return value > 0 ? '+Inf' : '-Inf';
}

/** A block collection ends where its last part ends, not behind the blank lines that follow. */
function within(range: TextRange, last: TextRange | undefined, isFlow: boolean | undefined): TextRange {
  return isFlow || !last || last.end < range.start ? range : { start: range.start, end: last.end };
}

function nothing(range: TextRange): Built {
  return { node: { kind: 'scalar', range, value: null }, value: null, size: 1 };
}

/** Whether anything stands in the text, be it `null`. */
function isWritten(built: Built): boolean {
  return built.node.range.end > built.node.range.start;
}

function lineAt(text: string, offset: number): number {
  let line = 1;
  for (let at = text.indexOf('\n'); at >= 0 && at < offset; at = text.indexOf('\n', at + 1)) line++;
  return line;
}
