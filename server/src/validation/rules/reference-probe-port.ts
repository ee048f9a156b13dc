import { goQuote, warning } from '../field-error.ts';
import { defineRule } from '../rule.ts';

const probes = ['livenessProbe', 'readinessProbe', 'startupProbe'] as const;

/** The kubelet looks for the name in the container's own ports. Source: pkg/probe/util.go (ResolveContainerPort) */
export default defineRule({
  id: 'reference-probe-port',
  covers: ['REF-07'],
  summary: 'A probe of a port by its name finds the port in the same container.',
  docs: 'https://kubernetes.io/docs/tasks/configure-pod-container/configure-liveness-readiness-startup-probes/#use-a-named-port',
  severity: 'warning',
  on: 'core.v1.Container',
  *check(container, site) {
    const names = new Set((container.ports ?? []).map(({ name }) => name));
    for (const probe of probes) {
      for (const handler of ['httpGet', 'tcpSocket'] as const) {
        const port = container[probe]?.[handler]?.port;
        if (typeof port !== 'string' || names.has(port) || !/[a-z]/i.test(port)) continue;
        yield warning(
          site.at(probe, handler, 'port'),
          `port ${goQuote(port)} not found: the container has no port of that name, so the probe fails`,
        );
      }
    }
  },
});
