import { required } from '../field-error.ts';
import { firstHandler, isProbed } from '../probes.ts';
import { defineRule } from '../rule.ts';

/** Source: pkg/apis/core/validation/validation.go (validateExecAction) */
export default defineRule({
  id: 'probe-exec-command',
  covers: ['PRB-02'],
  summary: 'A probe or hook that runs a command has one.',
  docs: 'https://kubernetes.io/docs/tasks/configure-pod-container/configure-liveness-readiness-startup-probes/#define-a-liveness-command',
  severity: 'error',
  on: ['core.v1.Probe', 'core.v1.LifecycleHandler'],
  *check(handler, site) {
    if (!isProbed(site) || firstHandler(handler) !== 'exec') return;
    if ((handler.exec?.command ?? []).length === 0) yield required(site.at('exec', 'command'));
  },
});
