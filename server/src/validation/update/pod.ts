import type { Container, Pod, PodSpec } from '../../kubernetes/api.ts';
import { deepEqual } from '../../kubernetes/equality.ts';
import { goEqual } from '../../kubernetes/go-equality.ts';
import type { KubernetesObject } from '../../kubernetes/object.ts';
import { type FieldError, forbidden, invalid } from '../field-error.ts';
import { withoutGated } from './gated.ts';
import { gatedErrors, withGatedFieldsOf } from './pod-gated.ts';
import { deletion, mapAt, type UpdateRule, withSpec } from './rule.ts';

const updatableFields = [
  '`spec.containers[*].image`',
  '`spec.initContainers[*].image`',
  '`spec.activeDeadlineSeconds`',
  '`spec.tolerations` (only additions to existing tolerations)',
  '`spec.terminationGracePeriodSeconds` (allow it to be set to 1 if it was previously negative)',
].join(',');

/** Source: pkg/apis/core/validation/validation.go (ValidatePodUpdate), pkg/registry/core/pod/strategy.go */
export const podRule: UpdateRule = {
  id: 'update-pod',
  summary: 'Of a running pod only images, the deadline and more tolerations change.',
  docs: 'https://kubernetes.io/docs/concepts/workloads/pods/#pod-update-and-replacement',
  kinds: ['Pod'],
  prepare: (next, old) => {
    const [spec, { resources }] = [mapAt(next, ['spec']), mapAt(old, ['spec'])];
    return spec.resources === undefined && resources !== undefined ? withSpec(next, { ...spec, resources }) : next;
  },
  *check(next, old) {
    yield* annotationErrors(next, old);
    const [spec, before] = [(next as Pod).spec, (old as Pod).spec];
    if (spec && before) yield* specErrors(spec, before);
  },
  remedy: (_, object) => `Delete the pod and apply it anew: \`${deletion(object)}\`; or let a Deployment make the pods.`,
};

function* annotationErrors(next: KubernetesObject, old: KubernetesObject): Iterable<FieldError> {
  const [annotations, before] = [next.metadata.annotations ?? {}, old.metadata.annotations ?? {}];
  for (const key of new Set([...Object.keys(before), ...Object.keys(annotations)])) {
    if (key !== 'kubernetes.io/config.mirror') continue;
    const place = { path: ['metadata', 'annotations', key], field: `metadata.annotations[${key}]` };
    if (!(key in before)) yield forbidden(place, 'may not add mirror pod annotation');
    else if (before[key] !== annotations[key]) yield forbidden(place, 'may not remove or update mirror pod annotation');
  }
}

function* specErrors(spec: PodSpec, before: PodSpec): Iterable<FieldError> {
  for (const list of ['containers', 'initContainers'] as const) {
    if ((spec[list] ?? []).length === (before[list] ?? []).length) continue;
    yield forbidden(['spec', list], 'pod updates may not add or remove containers');
    return;
  }
  const deadline = ['spec', 'activeDeadlineSeconds'];
  const [seconds, secondsBefore] = [spec.activeDeadlineSeconds, before.activeDeadlineSeconds];
  if (seconds !== undefined && (seconds < 0 || seconds > 2147483647)) return; // Said by the rule for any pod.
  if (seconds !== undefined && secondsBefore !== undefined && seconds > secondsBefore) {
    yield invalid(deadline, seconds, 'must be less than or equal to previous value');
    return;
  }
  if (seconds === undefined && secondsBefore !== undefined) {
    yield invalid(deadline, null, 'must not update from a positive integer to nil value');
  }
  yield* tolerationErrors(spec, before);
  yield* gateErrors(spec, before);
  const isGated = (before.schedulingGates ?? []).length > 0;
  if (isGated) yield* gatedErrors(spec, before);
  const rest = withUpdatableOf(isGated ? withGatedFieldsOf(spec, before) : spec, before);
  if (!goEqual('v1.PodSpec', withoutGated(rest, 'spec'), withoutGated(before, 'spec'))) {
    yield forbidden(['spec'], `pod updates may not change fields other than ${updatableFields}`);
  }
}

function* tolerationErrors({ tolerations = [] }: PodSpec, before: PodSpec): Iterable<FieldError> {
  const isKept = (old: NonNullable<PodSpec['tolerations']>[number]): boolean =>
    tolerations.some((each) => deepEqual({ ...old, tolerationSeconds: each.tolerationSeconds }, each));
  if ((before.tolerations ?? []).every(isKept)) return;
  yield forbidden(['spec', 'tolerations'], 'existing toleration can not be modified except its tolerationSeconds');
}

function* gateErrors({ schedulingGates = [] }: PodSpec, before: PodSpec): Iterable<FieldError> {
  const known = new Set((before.schedulingGates ?? []).map(({ name }) => name));
  const added = new Map(schedulingGates.map(({ name }, index) => [name, index]));
  for (const [name, index] of added) {
    const detail = `only deletion is allowed, but found new scheduling gate '${name}'`;
    if (!known.has(name)) yield forbidden(['spec', 'schedulingGates', index, 'name'], detail);
  }
}

/** The spec with what updates may change as it was before. */
function withUpdatableOf(spec: PodSpec, before: PodSpec): PodSpec {
  const images = (list: readonly Container[] | undefined, old: readonly Container[] | undefined) =>
    list?.map((container, index) => ({ ...container, image: old?.[index]?.image }));
  const { activeDeadlineSeconds, schedulingGates, tolerations } = before;
  const [grace, graceBefore] = [spec.terminationGracePeriodSeconds, before.terminationGracePeriodSeconds];
  const isRepaired = grace === 1 && graceBefore !== undefined && graceBefore < 0;
  return {
    ...spec,
    containers: images(spec.containers, before.containers),
    initContainers: images(spec.initContainers, before.initContainers),
    activeDeadlineSeconds,
    schedulingGates,
    tolerations,
    terminationGracePeriodSeconds: isRepaired ? graceBefore : grace,
  } as PodSpec;
}
