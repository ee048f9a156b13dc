import { invalid } from '../field-error.ts';
import { placedContainers } from '../pod-spec.ts';
import { defineRule } from '../rule.ts';

/** Source: pkg/apis/core/validation/validation.go (validateWindowsHostProcessPod) */
export default defineRule({
  id: 'windows-host-process',
  covers: ['SEC-10'],
  summary: 'Either all containers of a Windows pod are processes of the host or none is, and they use the host’s network.',
  docs: 'https://kubernetes.io/docs/tasks/configure-pod-container/create-hostprocess-pod/',
  severity: 'error',
  on: 'core.v1.PodSpec',
  *check(spec, site) {
    const ofPod = spec.securityContext?.windowsOptions?.hostProcess;
    const containers = placedContainers(spec);
    for (const { container, list, index } of containers) {
      const own = container.securityContext?.windowsOptions?.hostProcess;
      if (ofPod === undefined || own === undefined || own === ofPod) continue;
      const path = site.at(list, index, 'securityContext', 'windowsOptions', 'hostProcess');
      yield invalid(path, own, `pod hostProcess value must be identical if both are specified, was ${String(ofPod)}`);
    }
    const onHost = containers.filter(({ container }) => container.securityContext?.windowsOptions?.hostProcess ?? ofPod);
    if (onHost.length === 0) return;
    if (onHost.length < containers.length) {
      yield invalid(
        site.path,
        '',
        'If pod contains any hostProcess containers then all containers must be HostProcess containers',
      );
    }
    if (spec.hostNetwork === true) return;
    yield invalid(site.at('hostNetwork'), false, 'hostNetwork must be true if pod contains any hostProcess containers');
  },
});
