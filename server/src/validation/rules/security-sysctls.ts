import { byteLength } from '../../kubernetes/names.ts';
import { duplicate, invalid, required } from '../field-error.ts';
import { podSpecAround } from '../pod-spec.ts';
import { defineRule } from '../rule.ts';

const segment = '[a-z0-9]([-_a-z0-9]*[a-z0-9])?';
const form = `^(${segment}[\\./])*${segment}$`;
const pattern = new RegExp(form);

/** Source: pkg/apis/core/validation/validation.go (validateSysctls, ValidateHostSysctl) */
export default defineRule({
  id: 'security-sysctls',
  covers: ['SEC-07'],
  summary: 'A kernel parameter is named once, and not one of a namespace that the pod shares with its node.',
  docs: 'https://kubernetes.io/docs/tasks/administer-cluster/sysctl-cluster/#setting-sysctls-for-a-pod',
  severity: 'error',
  on: 'core.v1.PodSecurityContext',
  *check({ sysctls = [] }, site) {
    const spec = podSpecAround(site);
    const seen = new Set<string>();
    for (const [index, { name = '' }] of sysctls.entries()) {
      const path = site.at('sysctls', index, 'name');
      if (name === '') yield required(path);
      else if (byteLength(name) > 253 || !pattern.test(name)) {
        yield invalid(path, name, `must have at most 253 characters and match regex ${form}`);
      } else if (seen.has(name)) yield duplicate(path, name);
      seen.add(name);
      const namespace = namespaceOf(name);
      if (namespace === 'net' && spec?.hostNetwork === true)
        yield invalid(path, name, "may not be specified when 'hostNetwork' is true");
      if (namespace === 'ipc' && spec?.hostIPC === true) yield invalid(path, name, "may not be specified when 'hostIPC' is true");
    }
  },
});

const ipcNames: ReadonlySet<string> = new Set([
  'kernel.sem',
  'kernel.shmall',
  'kernel.shmmax',
  'kernel.shmmni',
  'kernel.shm_rmid_forced',
  'kernel.shm',
  'kernel.msgmax',
  'kernel.msgmnb',
  'kernel.msgmni',
  'kernel.msg',
]);

/** The first of `.` and `/` says which of them separates. Source: component-helpers/node/util/sysctl/namespace.go */
function namespaceOf(name: string): 'net' | 'ipc' | undefined {
  const isPath = /^[^./]*\//.test(name);
  const dotted = isPath ? name.replaceAll(/[./]/g, (char) => (char === '/' ? '.' : '/')) : name;
  if (dotted.startsWith('net.')) return 'net';
  return ipcNames.has(dotted) || dotted.startsWith('fs.mqueue.') ? 'ipc' : undefined;
}
