import { forbidden, required } from '../field-error.ts';
import { handlersOf, isProbed } from '../probes.ts';
import { defineRule } from '../rule.ts';

/** Source: pkg/apis/core/validation/validation.go (validateHandler) */
export default defineRule({
  id: 'probe-handler',
  covers: ['PRB-01'],
  summary: 'A probe or a lifecycle hook does exactly one thing: exec, httpGet, tcpSocket, grpc or sleep.',
  docs: 'https://kubernetes.io/docs/concepts/workloads/pods/pod-lifecycle/#probe-check-methods',
  severity: 'error',
  on: ['core.v1.Probe', 'core.v1.LifecycleHandler'],
  *check(handler, site) {
    if (!isProbed(site)) return;
    const [first, ...others] = handlersOf(handler);
    if (first === undefined) yield required(site.path, 'must specify a handler type');
    for (const other of others) yield forbidden(site.at(other), 'may not specify more than 1 handler type');
  },
  fix(error) {
    if (error.type !== 'Forbidden') return undefined;
    return { title: `Remove ${String(error.path.at(-1))}`, edits: [{ do: 'remove', path: error.path }] };
  },
});
