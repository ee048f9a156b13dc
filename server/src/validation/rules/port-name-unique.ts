import { portName } from '../../kubernetes/names.ts';
import { duplicate } from '../field-error.ts';
import { defineRule } from '../rule.ts';

/** Source: pkg/apis/core/validation/validation.go (validateContainerPorts) */
export default defineRule({
  id: 'port-name-unique',
  covers: ['PORT-01'],
  summary: 'No two ports of a container have the same name.',
  docs: 'https://kubernetes.io/docs/concepts/services-networking/service/#field-spec-ports',
  severity: 'error',
  on: ['core.v1.Container', 'core.v1.EphemeralContainer'],
  *check({ ports = [] }, site) {
    const seen = new Set<string>();
    for (const [index, { name }] of ports.entries()) {
      if (!name || portName(name).length > 0) continue;
      if (seen.has(name)) yield duplicate(site.at('ports', index, 'name'), name);
      seen.add(name);
    }
  },
});
