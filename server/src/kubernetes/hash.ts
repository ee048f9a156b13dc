import type { PodTemplateSpec } from './api.ts';
import { dumpGoValue } from './go-dump.ts';
import { utf8 } from './utf8.ts';

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
    for (const byte of utf8(part)) hash = step1a(hash, byte);
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

/** FNV-1a of the dump, by template: objects are immutable, so what was computed of one stays true. */
const dumpHashes = new WeakMap<PodTemplateSpec, number>();

/**
 * The pod-template-hash that Kubernetes 1.37 gives a template with its defaults filled in: a hash of the Go value, so another
 * release gives another one. A collision count, where there is one, takes part as eight bytes, the lowest first.
 * Source: pkg/controller/controller_utils.go (ComputeHash); pkg/util/hash/hash.go
 */
export function podTemplateHash(template: PodTemplateSpec, collisionCount: number | undefined): string {
  let hash = dumpHashes.get(template);
  if (hash === undefined) {
    hash = fnv1a(dumpGoValue('v1.PodTemplateSpec', template));
    dumpHashes.set(template, hash);
  }
  if (collisionCount !== undefined) {
    for (let shift = 0; shift < 64; shift += 8) hash = step1a(hash, shift < 32 ? (collisionCount >>> shift) & 0xff : 0);
  }
  return safeEncode(String(hash));
}

function step1a(hash: number, byte: number): number {
  return Math.imul(hash ^ byte, prime) >>> 0;
}
