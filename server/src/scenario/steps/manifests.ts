import { apply } from '../../cluster/kubectl/apply.ts';
import type { FieldPath } from '../../kubernetes/path.ts';
import { decodeError } from '../../preview/cluster-parts.ts';
import { readManifests } from '../../preview/manifests.ts';
import { parseYaml } from '../../yaml/index.ts';
import type { Problem } from '../types.ts';
import type { StepOutcome, World } from '../world.ts';

/** What kubectl could not even send of a text with manifests. */
export function manifestProblems(text: string, path: FieldPath): readonly Problem[] {
  const { manifests, unreadable } = readManifests('', parseYaml(text), lineCounter(text));
  const problems = unreadable.map(
    ({ line, message }): Problem => ({ path, message: `line ${line + 1} of the manifests: ${message}` }),
  );
  if (problems.length === 0 && manifests.length === 0) return [{ path, message: 'there are no Kubernetes objects in it' }];
  return problems;
}

/** Applies all objects of a text, as `kubectl apply -f` does. */
export function applyText(text: string, world: World): StepOutcome {
  const { manifests } = readManifests('', parseYaml(text), () => 0);
  const refusals = manifests.flatMap(({ object }) => {
    const unreadable = decodeError(world.schema, object);
    if (unreadable !== undefined) return [unreadable];
    const { result, message } = apply(world.cluster, object);
    return result === 'refused' ? [message] : [];
  });
  return { refusals };
}

function lineCounter(text: string): (offset: number) => number {
  return (offset) => text.slice(0, offset).split('\n').length - 1;
}
