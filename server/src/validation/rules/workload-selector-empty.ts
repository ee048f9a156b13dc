import { invalid } from '../field-error.ts';
import { defineRule } from '../rule.ts';
import { isEmpty, kindOf, selectTemplateLabels, workloadSpecs } from '../workload.ts';

/** The API server's word for the kind; of a ReplicaSet it says `deployment` too. */
const wordFor: Readonly<Record<string, string>> = { DaemonSet: 'daemonset', StatefulSet: 'statefulset' };

/** Source: pkg/apis/apps/validation/validation.go */
export default defineRule({
  id: 'workload-selector-empty',
  covers: ['DEP-02', 'RS-02', 'DS-01', 'STS-07'],
  summary: "A workload's selector names at least one label.",
  docs: 'https://kubernetes.io/docs/concepts/workloads/controllers/deployment/#selector',
  severity: 'error',
  on: workloadSpecs,
  *check(spec, site) {
    if (spec.selector === undefined || !isEmpty(spec.selector)) return;
    const word = wordFor[kindOf(site)] ?? 'deployment';
    // Empty lists and maps inside are not printed.
    yield invalid(site.at('selector'), {}, `empty selector is invalid for ${word}`);
  },
  fix: (_error, site) => selectTemplateLabels(site),
});
