import type { KubernetesObject, ObjectRef } from '../../kubernetes/object.ts';
import type { FieldPath } from '../../kubernetes/path.ts';
import type { Kinds } from '../kinds.ts';
import type { Moment } from '../moment.ts';
import { resolveTarget, splitTarget, targetProblems } from '../target.ts';
import type { Expectation, Problem } from '../types.ts';

/** The object that an expectation is about, by the text that names it. */
export function objectOf(
  target: string,
  expectation: Expectation,
  { read, kinds }: Moment,
): { readonly object?: KubernetesObject; readonly ref?: ObjectRef; readonly label: string } {
  const { namespace, selector, index } = expectation;
  const ref = resolveTarget(
    {
      target,
      ...(namespace !== undefined && { namespace }),
      ...(selector && { selector }),
      ...(index !== undefined && { index }),
    },
    kinds,
    read,
  );
  const object = ref && read.get(ref.kind, ref.namespace, ref.name);
  const label = ref ? `${ref.kind.toLowerCase()}/${ref.name}` : target;
  return { label, ...(object && { object }), ...(ref && { ref }) };
}

export function objectProblems(target: string, { selector }: Expectation, kinds: Kinds, path: FieldPath): readonly Problem[] {
  return targetProblems(target, kinds, path, selector === undefined);
}

/** The kind of the object, as writes name it. */
export function kindOfTarget(target: string, kinds: Kinds): readonly string[] {
  const { kind } = splitTarget(target);
  return [kinds.find(kind)?.kind ?? kind];
}
