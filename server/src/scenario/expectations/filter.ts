import type { Pod } from '../../kubernetes/api.ts';
import { controllerOf, type KubernetesObject } from '../../kubernetes/object.ts';
import type { FieldPath } from '../../kubernetes/path.ts';
import { isPodReady } from '../../kubernetes/pod-status.ts';
import { matchesLabels } from '../../kubernetes/selector.ts';
import type { Kinds } from '../kinds.ts';
import type { Moment } from '../moment.ts';
import type { ObjectFilter, Problem } from '../types.ts';

const podOnly = ['phase', 'ready', 'terminating', 'node', 'image'] as const;
const phases = ['Pending', 'Running', 'Succeeded', 'Failed', 'Unknown'];

export function filterProblems(filter: ObjectFilter, kinds: Kinds, path: FieldPath): readonly Problem[] {
  const kind = kinds.find(filter.kind);
  if (!kind) return [{ path: [...path, 'kind'], message: `there is no kind "${filter.kind}"` }];
  const misplaced = kind.kind === 'Pod' ? [] : podOnly.filter((key) => filter[key] !== undefined);
  const problems = misplaced.map((key): Problem => ({ path: [...path, key], message: `only pods have this: ${key}` }));
  if (filter.phase !== undefined && !phases.includes(filter.phase)) {
    problems.push({ path: [...path, 'phase'], message: `no pod is ever ${filter.phase}; the phases are ${phases.join(', ')}` });
  }
  return problems;
}

/** The objects that a filter means; `default` where it names no namespace. */
export function filtered(filter: ObjectFilter, { read, kinds }: Moment): readonly KubernetesObject[] {
  const kind = kinds.find(filter.kind);
  const namespace = kind?.namespaced === false ? undefined : (filter.namespace ?? 'default');
  return read.list(kind?.kind ?? filter.kind, namespace).filter((object) => passes(filter, object));
}

function passes(filter: ObjectFilter, object: KubernetesObject): boolean {
  const { selector, owner } = filter;
  if (!matchesLabels(selector, object.metadata.labels)) return false;
  if (owner !== undefined && controllerOf(object)?.name !== owner) return false;
  return object.kind !== 'Pod' || passesPod(filter, object);
}

function passesPod({ phase, ready, terminating, node, image }: ObjectFilter, pod: Pod): boolean {
  return (
    (phase === undefined || (pod.status?.phase ?? 'Pending') === phase) &&
    (ready === undefined || isPodReady(pod) === ready) &&
    (terminating === undefined || (pod.metadata.deletionTimestamp !== undefined) === terminating) &&
    (node === undefined || (pod.spec?.nodeName ?? '') === node) &&
    (image === undefined || pod.spec?.containers[0]?.image === image)
  );
}

/** `pods with app=web, ready`. */
export function describeFilter(filter: ObjectFilter): string {
  const { kind, selector = {}, ready, terminating, phase, owner, node, image } = filter;
  const labels = Object.entries(selector).map(([key, value]) => `${key}=${value}`);
  const traits = [
    labels.length === 0 ? '' : `with ${labels.join(', ')}`,
    owner === undefined ? '' : `of ${owner}`,
    phase ?? '',
    ready === undefined ? '' : ready ? 'ready' : 'not ready',
    terminating === undefined ? '' : terminating ? 'terminating' : 'not terminating',
    node === undefined ? '' : node === '' ? 'on no node' : `on ${node}`,
    image === undefined ? '' : `running ${image}`,
  ].filter((trait) => trait !== '');
  return [`${kind.toLowerCase()}s`, ...traits].join(' ');
}
