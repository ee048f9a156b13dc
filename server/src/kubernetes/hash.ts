import type { PodTemplateSpec } from './api.ts';
import { quantityOf } from './quantity.ts';

const offsetBasis = 0x811c9dc5;
const prime = 0x01000193;

/** Letters that names are made of: no vowels (no words by accident), nothing that is mistaken for something else. */
export const safeAlphabet = 'bcdfghjklmnpqrstvwxz2456789';

/** FNV-1, 32 bits, over the UTF-8 bytes of each part in turn. Source: Go's hash/fnv (New32). */
export function fnv1(...parts: readonly string[]): number {
  let hash = offsetBasis;
  for (const part of parts) {
    for (const byte of utf8(part)) hash = (Math.imul(hash, prime) ^ byte) >>> 0;
  }
  return hash;
}

/** FNV-1a, 32 bits, over the UTF-8 bytes of each part in turn. Source: Go's hash/fnv (New32a). */
export function fnv1a(...parts: readonly string[]): number {
  let hash = offsetBasis;
  for (const part of parts) {
    for (const byte of utf8(part)) hash = Math.imul(hash ^ byte, prime) >>> 0;
  }
  return hash;
}

/**
 * Replaces each character by a letter that is safe in names.
 * Source: staging/src/k8s.io/apimachinery/pkg/util/rand/rand.go (SafeEncodeString)
 */
export function safeEncode(text: string): string {
  return Array.from(text, (character) => safeAlphabet.charAt(character.charCodeAt(0) % safeAlphabet.length)).join('');
}

/**
 * The pod-template-hash of a template: stable, and made of the same letters as upstream's, but illustrative. Upstream hashes
 * a dump of the Go value, which changes with each release; no controller relies on its value, they compare templates.
 * Source: pkg/controller/controller_utils.go (ComputeHash)
 */
export function podTemplateHash(template: PodTemplateSpec, collisionCount: number | undefined): string {
  const canonical = canonicalJson(template);
  return safeEncode(String(collisionCount === undefined ? fnv1a(canonical) : fnv1a(canonical, String(collisionCount))));
}

/**
 * JSON with sorted keys in which values that Go cannot tell apart are one: absent, null, empty text, empty lists and maps, the
 * zero of fields that are no pointers, and equal quantities in different notation.
 * Source: staging/src/k8s.io/apimachinery/pkg/api/equality/semantic.go; staging/src/k8s.io/api/core/v1/types.go
 */
export function canonicalJson(value: unknown): string {
  return canonical(value, '') ?? '{}';
}

/** Fields of a pod template whose false or 0 is the same as none. Elsewhere (`runAsUser: 0`) they say something. */
const zeroMeansAbsent = new Set([
  'hostNetwork',
  'hostPID',
  'hostIPC',
  'stdin',
  'stdinOnce',
  'tty',
  'readOnly',
  'initialDelaySeconds',
  'hostPort',
]);

/** Structs that are no pointers: empty is the same as none. An `emptyDir: {}` is a choice. */
const emptyMeansAbsent = new Set(['metadata', 'resources']);

/** Maps of text, whose empty values say something. */
const textMaps = new Set(['labels', 'annotations', 'nodeSelector', 'matchLabels', 'volumeAttributes']);

const quantityMaps = new Set(['limits', 'requests']);

function canonical(value: unknown, field: string): string | undefined {
  if (value === null || value === undefined || value === '') return undefined;
  if ((value === false || value === 0) && zeroMeansAbsent.has(field)) return undefined;
  if (Array.isArray(value))
    return value.length === 0 ? undefined : `[${value.map((item) => canonical(item, '') ?? 'null').join(',')}]`;
  if (typeof value !== 'object') return JSON.stringify(value);
  if (textMaps.has(field)) return canonicalMap(value as Record<string, string>, (text) => text);
  if (quantityMaps.has(field))
    return canonicalMap(value as Record<string, string | number>, (quantity) => String(quantityOf(quantity).nano));
  const record = value as Record<string, unknown>;
  const members: string[] = [];
  for (const key of Object.keys(record).sort()) {
    const text = canonical(record[key], key);
    if (text !== undefined) members.push(`${JSON.stringify(key)}:${text}`);
  }
  return members.length === 0 && emptyMeansAbsent.has(field) ? undefined : `{${members.join(',')}}`;
}

function canonicalMap<V>(map: Readonly<Record<string, V>>, print: (value: V) => string): string | undefined {
  const members = Object.keys(map)
    .sort()
    .map((key) => `${JSON.stringify(key)}:${JSON.stringify(print(map[key] as V))}`);
  return members.length === 0 ? undefined : `{${members.join(',')}}`;
}

function* utf8(text: string): Generator<number> {
  for (const character of text) {
    const code = character.codePointAt(0) ?? 0;
    if (code < 0x80) yield code;
    else if (code < 0x800) yield* [0xc0 | (code >> 6), 0x80 | (code & 63)];
    else if (code < 0x10000) yield* [0xe0 | (code >> 12), 0x80 | ((code >> 6) & 63), 0x80 | (code & 63)];
    else yield* [0xf0 | (code >> 18), 0x80 | ((code >> 12) & 63), 0x80 | ((code >> 6) & 63), 0x80 | (code & 63)];
  }
}
