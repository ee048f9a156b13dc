import type { KubernetesObject } from '../../kubernetes/object.ts';
import { utf8 } from '../../kubernetes/utf8.ts';
import type { Json } from './rule.ts';

/** What stands in `stringData` is data to the API server. Source: pkg/apis/core/v1/conversion.go (Convert_v1_Secret_To_core_Secret) */
export function withStringData(object: KubernetesObject): KubernetesObject {
  const { stringData, data, ...rest } = object as unknown as Json & { data?: Json; stringData?: Json };
  if (stringData === undefined) return object;
  const encoded = Object.entries(stringData).map(
    ([key, value]) => [key, base64(typeof value === 'string' ? value : '')] as const,
  );
  return { ...rest, data: { ...data, ...Object.fromEntries(encoded) } } as unknown as KubernetesObject;
}

const digits = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/';

function base64(text: string): string {
  const bytes = utf8(text);
  let result = '';
  for (let at = 0; at < bytes.length; at += 3) {
    const [a = 0, b, c] = bytes.slice(at, at + 3);
    const bits = (a << 16) | ((b ?? 0) << 8) | (c ?? 0);
    const four = [18, 12, 6, 0].map((shift) => digits.charAt((bits >> shift) & 63));
    result +=
      b === undefined ? `${four.slice(0, 2).join('')}==` : c === undefined ? `${four.slice(0, 3).join('')}=` : four.join('');
  }
  return result;
}
