import { portName, portNumber } from '../../kubernetes/names.ts';
import { invalid } from '../field-error.ts';
import { defineRule } from '../rule.ts';

/** Source: pkg/apis/core/validation/validation.go (validateServicePort) */
export default defineRule({
  id: 'service-port-number',
  covers: ['SVC-03'],
  summary: 'A port of a Service is a number from 1 to 65535; the target port may be the name of a port of the pods.',
  docs: 'https://kubernetes.io/docs/concepts/services-networking/service/#field-spec-ports',
  severity: 'error',
  on: 'core.v1.ServicePort',
  *check({ port = 0, targetPort = port }, site) {
    for (const complaint of portNumber(port)) yield invalid(site.at('port'), port, complaint);
    const complaints = typeof targetPort === 'string' ? portName(targetPort) : portNumber(targetPort);
    for (const complaint of complaints) yield invalid(site.at('targetPort'), targetPort, complaint);
  },
  fix(error) {
    const isNumber = typeof error.value === 'string' && /^[0-9]+$/.test(error.value);
    if (!isNumber) return undefined;
    return { title: `Write ${error.value} as a number`, edits: [{ do: 'set', path: error.path, value: Number(error.value) }] };
  },
});
