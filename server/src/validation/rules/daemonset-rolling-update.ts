import { invalid, required } from '../field-error.ts';
import { intOrPercentValue } from '../numbers.ts';
import { defineRule } from '../rule.ts';

/** Source: pkg/apis/apps/validation/validation.go (ValidateRollingUpdateDaemonSet) */
export default defineRule({
  id: 'daemonset-rolling-update',
  covers: ['DS-05', 'DS-07', 'DS-08'],
  summary: 'A DaemonSet replaces a pod before or after it starts the next one: exactly one of maxSurge and maxUnavailable is 0.',
  docs: 'https://kubernetes.io/docs/tasks/manage-daemon/update-daemon-set/#performing-a-rolling-update',
  severity: 'error',
  on: 'apps.v1.RollingUpdateDaemonSet',
  *check({ maxUnavailable, maxSurge }, site) {
    const strategy = site.ancestors.at(-1)?.value as { readonly type?: string } | undefined;
    if (strategy?.type !== 'RollingUpdate') return;
    const hasUnavailable = intOrPercentValue(maxUnavailable) !== 0;
    const hasSurge = intOrPercentValue(maxSurge) !== 0;
    if (hasUnavailable && hasSurge)
      yield invalid(site.at('maxSurge'), maxSurge, 'may not be set when maxUnavailable is non-zero');
    if (!hasUnavailable && !hasSurge) yield required(site.at('maxUnavailable'), 'cannot be 0 when maxSurge is 0');
  },
  fix(error, site) {
    return error.type === 'Invalid value'
      ? {
          title: 'Keep every pod until its successor is ready',
          edits: [{ do: 'set', path: site.at('maxUnavailable'), value: 0 }],
        }
      : { title: 'Replace one pod at a time', edits: [{ do: 'set', path: error.path, value: 1 }] };
  },
});
