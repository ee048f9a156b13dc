import { warning } from '../field-error.ts';
import { defineRule } from '../rule.ts';

/** Source: pkg/api/pod/warnings.go (warningsForPodSpecAndMeta) */
export default defineRule({
  id: 'warning-env-hidden',
  covers: ['WARN-01'],
  summary: 'A variable that is defined twice uses its first value, or the first definition is lost.',
  docs: 'https://kubernetes.io/docs/tasks/inject-data-application/define-interdependent-environment-variables/',
  severity: 'warning',
  on: ['core.v1.Container', 'core.v1.EphemeralContainer'],
  *check({ env = [] }, site) {
    const names = new Set<string>();
    for (const [index, { name = '', value = '', valueFrom }] of env.entries()) {
      const reference = `$(${name})`;
      const usesFirst = valueFrom === undefined && value !== reference && value.includes(reference);
      if (names.has(name) && !usesFirst) {
        const detail = `hides previous definition of "${name}", which may be dropped when using apply`;
        yield warning(site.at('env', index), detail);
      }
      names.add(name);
    }
  },
});
