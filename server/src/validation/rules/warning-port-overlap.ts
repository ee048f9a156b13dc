import { warning } from '../field-error.ts';
import type { PodSpec } from '../pod-spec.ts';
import { defineRule, type Site } from '../rule.ts';

/** In the order in which the API server visits containers. */
const lists = ['initContainers', 'containers', 'ephemeralContainers'] as const;

interface OpenPort {
  readonly field: string;
  readonly path: readonly (string | number)[];
  readonly key: string;
  readonly hostPort: number;
  readonly hostIP: string;
}

/**
 * All containers of a pod share one network, so two of them cannot listen on one port.
 * Source: pkg/api/pod/warnings.go (warningsForPodSpecAndMeta)
 */
export default defineRule({
  id: 'warning-port-overlap',
  covers: ['WARN-02'],
  summary: 'The containers of a pod share its network: no two of them declare the same port.',
  docs: 'https://kubernetes.io/docs/concepts/workloads/pods/#pod-networking',
  severity: 'warning',
  on: 'core.v1.PodSpec',
  *check(spec, site) {
    const seen: OpenPort[] = [];
    for (const port of openPorts(spec, site)) {
      for (const other of seen) {
        if (other.key !== port.key) continue;
        const sort = overlap(port, other);
        if (sort !== undefined) yield warning(port.path, `${sort} port definition with ${other.field}`);
      }
      seen.push(port);
    }
  },
});

function overlap(a: OpenPort, b: OpenPort): string | undefined {
  if (a.hostIP === b.hostIP && a.hostPort === b.hostPort) return 'duplicate';
  if (a.hostPort === 0 || b.hostPort === 0) return 'overlapping';
  const isAmbiguous = a.hostPort === b.hostPort && (a.hostIP === '') !== (b.hostIP === '');
  return isAmbiguous ? 'dangerously ambiguous' : undefined;
}

function openPorts(spec: PodSpec, site: Site): readonly OpenPort[] {
  return lists.flatMap((list) =>
    (spec[list] ?? []).flatMap(({ ports = [] }, container) =>
      ports.map(({ containerPort = 0, protocol = 'TCP', hostPort = 0, hostIP = '' }, index) => ({
        field: `${site.field}.${list}[${container}].ports[${index}]`,
        path: site.at(list, container, 'ports', index),
        key: `${containerPort}/${protocol}`,
        hostPort,
        hostIP,
      })),
    ),
  );
}
