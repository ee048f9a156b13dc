import { stringify } from 'yaml';
import type { KubernetesObject } from '../kubernetes/object.ts';

const firstKeys = ['apiVersion', 'kind', 'metadata', 'spec', 'status'];

/** An object as `kubectl get -o yaml` prints it: keys in alphabetical order. */
export function objectYaml(object: KubernetesObject): string {
  return stringify(object, { sortMapEntries: byKey, lineWidth: 0, aliasDuplicateObjects: false });
}

function byKey(a: { key: unknown }, b: { key: unknown }): number {
  const [left, right] = [textOf(a.key), textOf(b.key)];
  const [leftRank, rightRank] = [firstKeys.indexOf(left), firstKeys.indexOf(right)];
  if (leftRank >= 0 && rightRank >= 0) return leftRank - rightRank;
  return left < right ? -1 : Number(left > right);
}

function textOf(key: unknown): string {
  return typeof key === 'string' ? key : String((key as { value?: unknown }).value);
}
