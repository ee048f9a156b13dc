import type { YamlEntry } from './document.ts';

/** Entries in the order of the text; a later one of the same key takes the place of the earlier. */
export class MapBuilder {
  readonly entries: YamlEntry[] = [];
  readonly value: Record<string, unknown> = {};
  /** The keys that stand in this map's own text. */
  readonly written = new Set<string>();
  size = 1;
  private readonly index = new Map<string, number>();

  set(entry: YamlEntry, value: unknown): void {
    const known = this.index.get(entry.key);
    if (known === undefined) {
      this.index.set(entry.key, this.entries.length);
      this.entries.push(entry);
    } else {
      this.entries[known] = entry;
    }
    if (entry.key !== '__proto__') this.value[entry.key] = value;
    else Object.defineProperty(this.value, entry.key, { value, enumerable: true, configurable: true, writable: true });
  }
}

/** What a map says at a key; null for nothing. */
export function own(value: Readonly<Record<string, unknown>>, key: string): unknown {
  return Object.hasOwn(value, key) ? value[key] : null;
}
