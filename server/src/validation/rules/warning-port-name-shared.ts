import { warning } from '../field-error.ts';
import { isSidecar } from '../pod-spec.ts';
import { defineRule } from '../rule.ts';

/** Source: pkg/api/pod/warnings.go (warningsForPodSpecAndMeta) */
export default defineRule({
  id: 'warning-port-name-shared',
  covers: ['WARN-02'],
  summary: 'A name of a port stands for one port of the pod: Services and probes use the first one only.',
  docs: 'https://kubernetes.io/docs/concepts/services-networking/service/#field-spec-ports',
  severity: 'warning',
  on: 'core.v1.PodSpec',
  *check(spec, site) {
    const fields = new Map<string, string>();
    for (const list of ['initContainers', 'containers'] as const) {
      for (const [index, container] of (spec[list] ?? []).entries()) {
        if (list === 'initContainers' && !isSidecar(container)) continue;
        for (const [port, { name = '' }] of (container.ports ?? []).entries()) {
          const first = fields.get(name);
          const field = `${site.field}.${list}[${index}].ports[${port}]`;
          if (name === '') continue;
          if (first === undefined) fields.set(name, field);
          else {
            const use = `services and probes that select ports by name will use ${first}`;
            yield warning(site.at(list, index, 'ports', port), `duplicate port name "${name}" with ${first}, ${use}`);
          }
        }
      }
    }
  },
});
