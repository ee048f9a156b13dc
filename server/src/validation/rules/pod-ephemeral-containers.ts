import { forbidden } from '../field-error.ts';
import { isPod } from '../pod-spec.ts';
import { defineRule } from '../rule.ts';

/** Source: pkg/apis/core/validation/validation.go (ValidatePodCreate, ValidatePodTemplateSpec) */
export default defineRule({
  id: 'pod-ephemeral-containers',
  covers: ['POD-15'],
  summary: 'Ephemeral containers are added to a running pod (kubectl debug), not written into a manifest.',
  docs: 'https://kubernetes.io/docs/concepts/workloads/pods/ephemeral-containers/',
  severity: 'error',
  on: 'core.v1.PodSpec',
  *check({ ephemeralContainers = [] }, site) {
    if (ephemeralContainers.length === 0) return;
    const complaint = isPod(site) ? 'cannot be set on create' : 'ephemeral containers not allowed in pod template';
    yield forbidden(site.at('ephemeralContainers'), complaint);
  },
  fix(error) {
    return { title: 'Remove the ephemeral containers', edits: [{ do: 'remove', path: error.path }] };
  },
});
