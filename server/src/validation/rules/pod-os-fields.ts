import { type FieldError, forbidden } from '../field-error.ts';
import { type PodSpec, placedContainers } from '../pod-spec.ts';
import { defineRule, type Site } from '../rule.ts';

const ofPod = [
  'appArmorProfile',
  'seLinuxOptions',
  'seccompProfile',
  'fsGroup',
  'fsGroupChangePolicy',
  'runAsUser',
  'runAsGroup',
  'supplementalGroups',
  'supplementalGroupsPolicy',
  'seLinuxChangePolicy',
] as const;
const ofContainer = [
  'appArmorProfile',
  'seLinuxOptions',
  'seccompProfile',
  'capabilities',
  'readOnlyRootFilesystem',
  'privileged',
  'allowPrivilegeEscalation',
  'procMount',
  'runAsUser',
  'runAsGroup',
] as const;

/** Source: pkg/apis/core/validation/validation.go (validateLinux, validateWindows) */
export default defineRule({
  id: 'pod-os-fields',
  covers: ['POD-24'],
  summary: 'A pod for Windows has no settings that only Linux knows, and one for Linux no settings for Windows.',
  docs: 'https://kubernetes.io/docs/concepts/windows/intro/#compatibility-v1-pod',
  severity: 'error',
  on: 'core.v1.PodSpec',
  *check(spec, site) {
    if (spec.os?.name === 'linux') yield* linuxErrors(spec, site);
    if (spec.os?.name === 'windows') yield* windowsErrors(spec, site);
  },
});

function* linuxErrors(spec: PodSpec, site: Site): Iterable<FieldError> {
  const complaint = 'windows options cannot be set for a linux pod';
  if (spec.securityContext?.windowsOptions !== undefined)
    yield forbidden(site.at('securityContext', 'windowsOptions'), complaint);
  for (const { container, list, index } of placedContainers(spec)) {
    if (container.securityContext?.windowsOptions === undefined) continue;
    yield forbidden(site.at(list, index, 'securityContext', 'windowsOptions'), complaint);
  }
}

function* windowsErrors(spec: PodSpec, site: Site): Iterable<FieldError> {
  const complaint = 'cannot be set for a windows pod';
  const { securityContext = {} } = spec;
  if (spec.resources !== undefined) yield forbidden(site.at('resources'), 'may not be set for a windows pod');
  for (const part of ofPod) {
    if (securityContext[part] !== undefined) yield forbidden(site.at('securityContext', part), complaint);
  }
  if ((securityContext.sysctls ?? []).length > 0) yield forbidden(site.at('securityContext', 'sysctls'), complaint);
  for (const part of ['hostUsers', 'shareProcessNamespace'] as const) {
    if (spec[part] !== undefined) yield forbidden(site.at(part), complaint);
  }
  for (const part of ['hostPID', 'hostIPC'] as const) {
    if (spec[part] === true) yield forbidden(site.at(part), complaint);
  }
  for (const { container, list, index } of placedContainers(spec)) {
    for (const part of ofContainer) {
      if (container.securityContext?.[part] !== undefined)
        yield forbidden(site.at(list, index, 'securityContext', part), complaint);
    }
  }
}
