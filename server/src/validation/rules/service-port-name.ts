import { dns1123Label } from '../../kubernetes/names.ts';
import { duplicate, invalid, required } from '../field-error.ts';
import { defineRule } from '../rule.ts';

/** Source: pkg/apis/core/validation/validation.go (validateServicePort) */
export default defineRule({
  id: 'service-port-name',
  covers: ['SVC-02'],
  summary: 'The ports of a Service have names of their own as soon as there are two.',
  docs: 'https://kubernetes.io/docs/concepts/services-networking/service/#multi-port-services',
  severity: 'error',
  on: 'core.v1.ServiceSpec',
  *check({ ports = [] }, site) {
    const names = new Set<string>();
    for (const [index, { name = '' }] of ports.entries()) {
      const path = site.at('ports', index, 'name');
      if (name === '') {
        if (ports.length > 1) yield required(path);
        continue;
      }
      for (const complaint of dns1123Label(name)) yield invalid(path, name, complaint);
      if (names.has(name)) yield duplicate(path, name);
      names.add(name);
    }
  },
});
