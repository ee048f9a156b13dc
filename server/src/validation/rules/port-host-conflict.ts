import { duplicate, type FieldError } from '../field-error.ts';
import type { Container } from '../pod-spec.ts';
import { defineRule, type Site } from '../rule.ts';

/**
 * Init containers run one after the other, so each is checked by itself, and upstream then names it as the first one.
 * Source: pkg/apis/core/validation/validation.go (AccumulateUniqueHostPorts)
 */
export default defineRule({
  id: 'port-host-conflict',
  covers: ['PORT-04'],
  summary: 'Two containers of a pod cannot have the same port of the node.',
  docs: 'https://kubernetes.io/docs/reference/kubernetes-api/workload-resources/pod-v1/#ports',
  severity: 'error',
  on: 'core.v1.PodSpec',
  *check(spec, site) {
    const seen = new Set<string>();
    for (const [index, container] of (spec.containers ?? []).entries()) {
      yield* conflicts(container, seen, site, ['containers', index]);
    }
    for (const [index, container] of (spec.initContainers ?? []).entries()) {
      for (const error of conflicts(container, new Set(), site, ['initContainers', index])) {
        yield { ...error, field: error.field.replace(/(\.initContainers)\[\d+\]/, '$1[0]') };
      }
    }
  },
});

function* conflicts(
  container: Container,
  seen: Set<string>,
  site: Site,
  [list, index]: readonly [string, number],
): Iterable<FieldError> {
  for (const [portIndex, { hostPort = 0, hostIP = '', protocol = 'TCP' }] of (container.ports ?? []).entries()) {
    if (hostPort === 0) continue;
    const taken = `${protocol}/${hostIP}/${hostPort}`;
    if (seen.has(taken)) yield duplicate(site.at(list, index, 'ports', portIndex, 'hostPort'), taken);
    seen.add(taken);
  }
}
