import { goEqual } from '../../kubernetes/go-equality.ts';
import type { Job } from '../../kubernetes/api.ts';
import type { KubernetesObject } from '../../kubernetes/object.ts';
import { valueAt } from '../../kubernetes/path.ts';
import { type FieldError, invalid, unprinted } from '../field-error.ts';
import { jobSelectorErrors } from '../job-selector.ts';
import { withoutGated } from './gated.ts';
import { printFailurePolicy, printSuccessPolicy } from './job-print.ts';
import { deletion, immutable, type Json, mapAt, printSelector, type UpdateRule } from './rule.ts';

const template = ['spec', 'template'] as const;

/** Source: pkg/apis/batch/validation/validation.go (ValidateJobUpdate), pkg/registry/batch/job/strategy.go */
export const jobRule: UpdateRule = {
  id: 'update-job',
  summary: 'A Job runs what it was created with: its template and most of its settings cannot be changed.',
  docs: 'https://kubernetes.io/docs/concepts/workloads/controllers/job/#mutable-scheduling-directives',
  kinds: ['Job'],
  *check(next, old) {
    // Of a manual selector the rule of creation says the same.
    const { spec } = next as Job;
    if (spec !== undefined && spec.manualSelector !== true) yield* jobSelectorErrors(spec, ['spec']);
    yield* completionsErrors(next, old);
    yield* immutable(next, old, ['spec', 'selector'], { print: printSelector });
    yield* templateErrors(next, old);
    yield* immutable(next, old, ['spec', 'completionMode']);
    yield* immutable(next, old, ['spec', 'podFailurePolicy'], { print: printFailurePolicy });
    yield* immutable(next, old, ['spec', 'backoffLimitPerIndex']);
    yield* immutable(next, old, ['spec', 'managedBy']);
    yield* immutable(next, old, ['spec', 'successPolicy'], { print: printSuccessPolicy });
    yield* schedulingErrors(next, old);
  },
  remedy: (_, object) => `Delete the Job and apply it anew (\`${deletion(object)}\`), or give it another name.`,
};

/** An indexed Job can grow and shrink, together with its parallelism. */
function* completionsErrors(next: Job, old: Job): Iterable<FieldError> {
  const { completionMode, completions, parallelism } = next.spec ?? {};
  const path = ['spec', 'completions'] as const;
  if (completionMode !== 'Indexed') yield* immutable(next, old, path);
  else if (completions !== undefined && completions !== old.spec?.completions && completions !== parallelism)
    yield invalid(path, completions, 'can only be modified in tandem with spec.parallelism');
}

/** While a Job is suspended and has no pods, its pods' resources may change, and where they are to run. */
function* templateErrors(next: KubernetesObject, old: KubernetesObject): Iterable<FieldError> {
  if (mapAt(old, ['spec']).suspend !== true || !isAtRest(old)) {
    const [now, before] = [mapAt(next, template), mapAt(old, template)].map((each) => withoutGated(each, 'template'));
    if (!goEqual('v1.PodTemplateSpec', now, before)) yield invalid(template, unprinted(now), 'field is immutable');
    return;
  }
  const before = withDirectivesOf(mapAt(next, template), mapAt(old, template));
  const spec = mapAt(next, [...template, 'spec']);
  const expected = withResourcesOf(spec, mapAt(before, ['spec']));
  if (!goEqual('v1.PodSpec', withoutGated(spec, 'spec'), withoutGated(expected, 'spec'))) {
    yield invalid({ path: [...template, 'spec'], field: 'spec.template.spec' }, unprinted(spec), 'field is immutable');
  }
}

function isAtRest(old: KubernetesObject): boolean {
  const { startTime, active = 0, conditions } = mapAt(old, ['status']);
  const isSuspended =
    Array.isArray(conditions) && conditions.some((each: Json) => each.type === 'Suspended' && each.status === 'True');
  return (startTime === undefined || isSuspended) && active === 0;
}

/** The old template with what says where pods run as in the new one. */
function withDirectivesOf(next: Json, old: Json): Json {
  const [spec, before] = [mapAt(next, ['spec']), mapAt(old, ['spec'])];
  const { annotations, labels } = mapAt(next, ['metadata']);
  const { nodeSelector, tolerations, schedulingGates } = spec;
  const affinity = affinityFor(spec.affinity as Json | undefined, before.affinity as Json | undefined);
  return {
    metadata: { ...mapAt(old, ['metadata']), annotations, labels },
    spec: { ...before, nodeSelector, tolerations, schedulingGates, affinity },
  };
}

function affinityFor(next: Json | undefined, old: Json | undefined): Json | undefined {
  if (next === undefined) {
    const { nodeAffinity: _, ...others } = old ?? {};
    return Object.keys(others).length === 0 ? undefined : others;
  }
  return { ...old, nodeAffinity: next.nodeAffinity };
}

function withResourcesOf(next: Json, old: Json): Json {
  const containers = (list: string): unknown => {
    const [now, before] = [next[list], old[list]];
    if (!Array.isArray(now) || !Array.isArray(before) || now.length !== before.length) return before;
    return before.map((container: Json, index) => {
      const other = now[index] as Json;
      return other.name === container.name ? { ...container, resources: other.resources } : container;
    });
  };
  return { ...old, containers: containers('containers'), initContainers: containers('initContainers') };
}

function* schedulingErrors(next: KubernetesObject, old: KubernetesObject): Iterable<FieldError> {
  const path = ['spec', 'scheduling', 'schedulingPolicy'] as const;
  const [now, before] = [valueAt(next, path), valueAt(old, path)] as (Json | undefined)[];
  if (!now || !before || (now.basic === undefined) === (before.basic === undefined)) return;
  const detail = 'the basic/gang policy variant is immutable after creation; only schedulingPolicy.gang.minCount may be updated';
  yield invalid(path, null, detail);
}
