import type { Reader } from '../cluster/engine/types.ts';
import type { KubernetesObject, ObjectRef } from '../kubernetes/object.ts';
import { matchesLabels } from '../kubernetes/selector.ts';
import type { Kinds } from './kinds.ts';
import type { Problem, Target } from './types.ts';

/** `deployment/web` taken apart; kinds are named as kubectl takes them. */
export function splitTarget(target: string): { readonly kind: string; readonly name?: string } {
  const slash = target.indexOf('/');
  return slash < 0 ? { kind: target } : { kind: target.slice(0, slash), name: target.slice(slash + 1) };
}

/** What is wrong with the name of an object; `path` is that of the text. */
export function targetProblems(target: string, kinds: Kinds, path: Problem['path'], needsName: boolean): Problem[] {
  const { kind, name } = splitTarget(target);
  if (kinds.find(kind) === undefined) return [{ path, message: `there is no kind "${kind}"` }];
  if (name === '' || (needsName && name === undefined)) {
    return [{ path, message: `name an object, for example ${kind}/web, or give a selector` }];
  }
  return [];
}

/** The object that a target means; undefined where a selector finds too few. A name need not exist. */
export function resolveTarget(
  { target, namespace, selector, index = 0 }: Target,
  kinds: Kinds,
  read: Reader,
): ObjectRef | undefined {
  const { kind, name } = splitTarget(target);
  const known = kinds.find(kind);
  const scope = known?.namespaced === false ? '' : (namespace ?? 'default');
  if (name !== undefined) return { kind: known?.kind ?? kind, namespace: scope, name };
  const found = inOrder(read.list(known?.kind ?? kind, scope)).filter(({ metadata }) => matchesLabels(selector, metadata.labels));
  const chosen = found[index];
  return chosen && { kind: chosen.kind, namespace: scope, name: chosen.metadata.name ?? '' };
}

/** By creation in whole seconds, then by name: the order that a real cluster can say too. */
function inOrder(objects: readonly KubernetesObject[]): readonly KubernetesObject[] {
  const keyOf = ({ metadata }: KubernetesObject): string => `${metadata.creationTimestamp ?? ''} ${metadata.name ?? ''}`;
  return objects.toSorted((a, b) => (keyOf(a) < keyOf(b) ? -1 : 1));
}
