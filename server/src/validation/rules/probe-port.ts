import { portName, portNumber } from '../../kubernetes/names.ts';
import { invalid } from '../field-error.ts';
import { firstHandler, type Handler, isProbed } from '../probes.ts';
import { defineRule } from '../rule.ts';

/** A missing port is the number 0. Source: pkg/apis/core/validation/validation.go (ValidatePortNumOrName) */
export default defineRule({
  id: 'probe-port',
  covers: ['PRB-03'],
  summary: 'A probe or hook over the network has a port from 1 to 65535 or the name of one.',
  docs: 'https://kubernetes.io/docs/tasks/configure-pod-container/configure-liveness-readiness-startup-probes/#use-a-named-port',
  severity: 'error',
  on: ['core.v1.Probe', 'core.v1.LifecycleHandler'],
  *check(handler, site) {
    const type = firstHandler(handler);
    if (!isProbed(site) || (type !== 'httpGet' && type !== 'tcpSocket' && type !== 'grpc')) return;
    const port = (handler as Handler)[type]?.port ?? 0;
    const complaints = typeof port === 'number' ? portNumber(port) : portName(port);
    for (const complaint of complaints) yield invalid(site.at(type, 'port'), port, complaint);
  },
  fix(error) {
    if (typeof error.value !== 'string' || !/^[1-9][0-9]*$/.test(error.value)) return undefined;
    const port = Number(error.value);
    return { title: `Change to the number ${port}`, edits: [{ do: 'set', path: error.path, value: port }] };
  },
});
