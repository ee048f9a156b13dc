import { forbidden, unsupported } from '../field-error.ts';
import { defineRule } from '../rule.ts';

/** Source: pkg/apis/core/validation/validation.go (ValidatePodTemplateSpecForRC) */
export default defineRule({
  id: 'replicationcontroller-template',
  covers: [],
  summary: 'Pods of a ReplicationController are restarted always and have no deadline.',
  docs: 'https://kubernetes.io/docs/concepts/workloads/controllers/replicationcontroller/#pod-template',
  severity: 'error',
  on: 'core.v1.ReplicationControllerSpec',
  *check({ template }, site) {
    const { restartPolicy: policy, activeDeadlineSeconds: deadline } = template?.spec ?? {};
    const at = (field: string) => site.at('template', 'spec', field);
    if (policy !== undefined && policy !== 'Always') yield unsupported(at('restartPolicy'), policy, ['Always']);
    if (deadline === undefined) return;
    yield forbidden(at('activeDeadlineSeconds'), 'activeDeadlineSeconds in ReplicationController is not Supported');
  },
  fix: ({ type, path }) =>
    type === 'Forbidden'
      ? { title: 'Remove activeDeadlineSeconds', edits: [{ do: 'remove', path }] }
      : { title: 'Restart always', edits: [{ do: 'set', path, value: 'Always' }] },
});
