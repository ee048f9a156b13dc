import type { ApiTypes } from '../../kubernetes/api.ts';
import { type FieldError, forbidden, notFound } from '../field-error.ts';
import { podSpecAround } from '../pod-spec.ts';
import { defineRule, type Site, type Written } from '../rule.ts';

const complaint = 'cannot be set for an Ephemeral Container';

const forbiddenFields = [
  'ports',
  'resources',
  'resizePolicy',
  'restartPolicy',
  'restartPolicyRules',
  'livenessProbe',
  'readinessProbe',
  'startupProbe',
  'lifecycle',
] as const;

/** Source: pkg/apis/core/validation/validation.go (validateEphemeralContainers) */
export default defineRule({
  id: 'ephemeral-container-fields',
  covers: ['POD-15'],
  summary: 'An ephemeral container is for looking around: it has no ports, resources, probes or hooks, and targets a container.',
  docs: 'https://kubernetes.io/docs/concepts/workloads/pods/ephemeral-containers/#what-is-an-ephemeral-container',
  severity: 'error',
  on: 'core.v1.EphemeralContainer',
  *check(container, site) {
    const { targetContainerName: target = '' } = container;
    const { containers = [], initContainers = [] } = podSpecAround(site) ?? {};
    if (target !== '' && ![...containers, ...initContainers].some(({ name }) => name === target)) {
      yield notFound(site.at('targetContainerName'), target);
    }
    for (const field of forbiddenFields) {
      if (isSet(field, container[field])) yield forbidden(site.at(field), complaint);
    }
    yield* pathErrors(container, site);
  },
});

/** Of what is no pointer in Go, the empty value is as good as none. */
function isSet(field: string, value: unknown): boolean {
  if (field === 'resources') return Object.keys(value ?? {}).length > 0;
  return value !== undefined && value !== '';
}

type Container = Written<ApiTypes['core.v1.EphemeralContainer']>;

function* pathErrors({ volumeMounts = [] }: Container, site: Site): Iterable<FieldError> {
  for (const [index, mount] of volumeMounts.entries()) {
    for (const part of ['subPath', 'subPathExpr'] as const) {
      if (mount[part]) yield forbidden(site.at('volumeMounts', index, part), complaint);
    }
  }
}
