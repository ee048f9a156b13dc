import { portName } from '../../kubernetes/names.ts';
import { invalid } from '../field-error.ts';
import { defineRule } from '../rule.ts';

/** Source: pkg/apis/core/validation/validation.go (validateContainerPorts) */
export default defineRule({
  id: 'port-name',
  covers: ['PORT-01'],
  summary: 'The name of a port is an IANA service name in lower case, at most 15 characters long.',
  docs: 'https://kubernetes.io/docs/concepts/services-networking/service/#field-spec-ports',
  severity: 'error',
  on: 'core.v1.ContainerPort',
  *check({ name }, site) {
    if (name) for (const complaint of portName(name)) yield invalid(site.at('name'), name, complaint);
  },
});
