import { invalid } from '../field-error.ts';
import { defineRule } from '../rule.ts';

/**
 * Values are printed in the words of the API server's own types. The strategy Recreate is behind a gate that is off.
 * Source: pkg/apis/apps/validation/validation.go (ValidateStatefulSetSpec)
 */
export default defineRule({
  id: 'statefulset-update-strategy',
  covers: ['STS-03'],
  summary: 'A StatefulSet replaces its pods by RollingUpdate, whose settings go with no other type, or OnDelete.',
  docs: 'https://kubernetes.io/docs/concepts/workloads/controllers/statefulset/#update-strategies',
  severity: 'error',
  on: 'apps.v1.StatefulSetUpdateStrategy',
  *check({ type = '', rollingUpdate }, site) {
    const printed = rollingUpdate && {
      Partition: rollingUpdate.partition ?? 0,
      MaxUnavailable: rollingUpdate.maxUnavailable ?? null,
    };
    if (type === 'OnDelete' && rollingUpdate !== undefined) {
      yield invalid(site.at('rollingUpdate'), printed, "only allowed for updateStrategy 'RollingUpdate'");
    } else if (type !== 'OnDelete' && type !== 'RollingUpdate') {
      const value = { Type: type, RollingUpdate: printed ?? null };
      yield invalid({ path: site.at('type'), field: site.field }, value, "must be 'RollingUpdate' or 'OnDelete'");
    }
  },
  fix(error) {
    if (error.path.at(-1) !== 'rollingUpdate') return undefined;
    return { title: 'Remove rollingUpdate', edits: [{ do: 'remove', path: error.path }] };
  },
});
