import { forbidden, invalid } from '../field-error.ts';
import { placedContainers } from '../pod-spec.ts';
import { defineRule } from '../rule.ts';

/** Source: pkg/apis/core/validation/validation.go (validateHostUsers, validateShareProcessNamespace) */
export default defineRule({
  id: 'pod-host-namespaces',
  covers: ['POD-20', 'POD-21'],
  summary:
    'A pod with its own user namespace shares no other namespace with the host; a shared process namespace is not the host’s.',
  docs: 'https://kubernetes.io/docs/concepts/workloads/pods/user-namespaces/#limitations',
  severity: 'error',
  on: 'core.v1.PodSpec',
  *check(spec, site) {
    if (spec.shareProcessNamespace === true && spec.hostPID === true) {
      const message = 'ShareProcessNamespace and HostPID cannot both be enabled';
      yield invalid(site.at('shareProcessNamespace'), true, message);
    }
    if (spec.hostUsers !== false) return;
    const complaint = 'when `hostUsers` is false';
    if (spec.hostNetwork === true) yield forbidden(site.at('hostNetwork'), complaint);
    if (spec.hostPID === true) yield forbidden({ path: site.at('hostPID'), field: `${site.field}.HostPID` }, complaint);
    if (spec.hostIPC === true) yield forbidden({ path: site.at('hostIPC'), field: `${site.field}.HostIPC` }, complaint);
    for (const { container, list, index } of placedContainers(spec)) {
      if ((container.volumeDevices ?? []).length > 0) yield forbidden(site.at(list, index, 'volumeDevices'), complaint);
    }
  },
});
