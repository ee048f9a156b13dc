import { warning } from '../field-error.ts';
import { defineRule } from '../rule.ts';

/** Source: pkg/registry/apps/statefulset/strategy.go (WarningsOnCreate) */
export default defineRule({
  id: 'warning-history-limit',
  covers: ['STS-05'],
  summary: 'A negative history limit of a StatefulSet keeps all its revisions.',
  docs: 'https://kubernetes.io/docs/concepts/workloads/controllers/statefulset/#revision-history',
  severity: 'warning',
  on: 'apps.v1.StatefulSetSpec',
  *check({ revisionHistoryLimit = 0 }, site) {
    if (revisionHistoryLimit >= 0) return;
    const detail = 'a negative value retains all historical revisions; a value >= 0 is recommended';
    yield warning(site.at('revisionHistoryLimit'), detail);
  },
});
