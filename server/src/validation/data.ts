import { byteLength } from '../kubernetes/names.ts';

/** What the data of a ConfigMap or Secret may come to: 1 MiB. */
export const mostDataBytes = 1024 * 1024;

/** Bytes of what stands in base 64. */
export function decodedLength(base64: string): number {
  const text = base64.replace(/[\s=]/g, '');
  return Math.floor((text.length * 3) / 4);
}

export function totalBytes(texts: readonly string[]): number {
  return texts.reduce((sum, text) => sum + byteLength(text), 0);
}
