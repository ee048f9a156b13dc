import { atMost100Percent } from '../numbers.ts';
import { defineRule } from '../rule.ts';

/** Source: pkg/apis/apps/validation/validation.go (IsNotMoreThan100Percent); a Deployment's maxSurge has no limit */
export default defineRule({
  id: 'rolling-update-percent',
  covers: ['DEP-10', 'DS-06', 'STS-04'],
  summary: 'No more than all pods can be unavailable during a rolling update.',
  docs: 'https://kubernetes.io/docs/concepts/workloads/controllers/deployment/#max-unavailable',
  severity: 'error',
  on: ['apps.v1.RollingUpdateDaemonSet', 'apps.v1.RollingUpdateDeployment', 'apps.v1.RollingUpdateStatefulSetStrategy'],
  *check(update, site) {
    const strategy = site.ancestors.at(-1)?.value as { readonly type?: string } | undefined;
    if (strategy?.type !== 'RollingUpdate') return;
    if (update.maxUnavailable !== undefined) yield* atMost100Percent(site.at('maxUnavailable'), update.maxUnavailable);
    const maxSurge = site.kind === 'apps/v1/DaemonSet' && 'maxSurge' in update ? update.maxSurge : undefined;
    if (maxSurge !== undefined) yield* atMost100Percent(site.at('maxSurge'), maxSurge);
  },
  fix: (error) => ({ title: 'Write 100%', edits: [{ do: 'set', path: error.path, value: '100%' }] }),
});
