import { unsupported } from '../field-error.ts';
import { defineRule } from '../rule.ts';

const types = ['RollingUpdate', 'OnDelete'];

/** The API server complains about the whole strategy, in the words of its own types. Source: pkg/apis/apps/validation/validation.go */
export default defineRule({
  id: 'daemonset-update-strategy-type',
  covers: ['DS-04'],
  summary: 'A DaemonSet replaces its pods by RollingUpdate or OnDelete.',
  docs: 'https://kubernetes.io/docs/tasks/manage-daemon/update-daemon-set/#daemonset-update-strategy',
  severity: 'error',
  on: 'apps.v1.DaemonSetUpdateStrategy',
  *check({ type = '', rollingUpdate }, site) {
    if (types.includes(type)) return;
    const printed = rollingUpdate && { MaxUnavailable: rollingUpdate.maxUnavailable ?? 0, MaxSurge: rollingUpdate.maxSurge ?? 0 };
    yield unsupported({ path: site.at('type'), field: site.field }, { Type: type, RollingUpdate: printed ?? null }, types);
  },
  fix(error) {
    const written = (error.value as { readonly Type: string }).Type.toLowerCase();
    const meant = types.find((type) => type.toLowerCase() === written);
    return meant === undefined ? undefined : { title: `Write ${meant}`, edits: [{ do: 'set', path: error.path, value: meant }] };
  },
});
