import { forbidden } from '../field-error.ts';
import { type Container, containerListOf, isSidecar } from '../pod-spec.ts';
import { defineRule } from '../rule.ts';

/** Source: pkg/apis/core/validation/validation.go (validateInitContainers) */
export default defineRule({
  id: 'init-lifecycle',
  covers: ['INI-01'],
  summary: 'An init container has probes and a lifecycle only if it is a sidecar, with restartPolicy Always.',
  docs: 'https://kubernetes.io/docs/concepts/workloads/pods/init-containers/#differences-from-regular-containers',
  severity: 'error',
  on: 'core.v1.Container',
  *check(container, site) {
    if (containerListOf(site) !== 'initContainers' || isSidecar(container)) return;
    for (const part of ['lifecycle', 'livenessProbe', 'readinessProbe', 'startupProbe'] as const) {
      if (container[part] === undefined || (part === 'lifecycle' && isDropped(container))) continue;
      yield forbidden(site.at(part), 'may not be set for init containers without restartPolicy=Always');
    }
  },
  fix(error) {
    return { title: `Remove ${String(error.path.at(-1))}`, edits: [{ do: 'remove', path: error.path }] };
  },
});

/** A stop signal is dropped while its feature gate (ContainerStopSignals) is off, and with it a lifecycle that has nothing else. */
function isDropped({ lifecycle }: Container): boolean {
  return lifecycle?.stopSignal !== undefined && lifecycle.postStart === undefined && lifecycle.preStop === undefined;
}
