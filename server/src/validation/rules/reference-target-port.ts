import { isSidecar } from '../pod-spec.ts';
import { namespaceOf, ownerText, selectPods } from '../references.ts';
import type { PodTemplateUse, WorkspaceRule } from '../rule.ts';

/** A pod without a port of that name is no endpoint of the Service. Source: pkg/api/v1/pod (FindPort) */
const rule: WorkspaceRule = {
  id: 'reference-target-port',
  covers: ['REF-07'],
  summary: 'A target port that is a name is the name of a port of the pods.',
  docs: 'https://kubernetes.io/docs/concepts/services-networking/service/#field-spec-ports',
  severity: 'warning',
  *check(workspace) {
    for (const service of workspace.all('core.v1.Service')) {
      const { selector = {}, ports = [] } = service.object.spec ?? {};
      if (Object.keys(selector).length === 0) continue;
      const { selected } = selectPods(workspace, namespaceOf(service), { matchLabels: selector });
      if (selected.length === 0) continue;
      for (const [index, { targetPort, protocol = 'TCP' }] of ports.entries()) {
        if (typeof targetPort !== 'string' || selected.some((use) => hasPort(use, targetPort, protocol))) continue;
        const owners = selected.map(ownerText).join(', ');
        const message = `no container of ${owners} has a port named "${targetPort}" with protocol ${protocol}`;
        yield { source: service.source, path: ['spec', 'ports', index, 'targetPort'], message };
      }
    }
  },
};

export default rule;

function hasPort({ spec }: PodTemplateUse, name: string, protocol: string): boolean {
  const running = [...(spec.containers ?? []), ...(spec.initContainers ?? []).filter(isSidecar)];
  return running.some(({ ports = [] }) => ports.some((port) => port.name === name && (port.protocol ?? 'TCP') === protocol));
}
