import { portNumber } from '../../kubernetes/names.ts';
import { invalid, required } from '../field-error.ts';
import { defineRule } from '../rule.ts';

/** Source: pkg/apis/core/validation/validation.go (validateContainerPorts) */
export default defineRule({
  id: 'port-number',
  covers: ['PORT-02'],
  summary: 'A port is a number from 1 to 65535; a host port of 0 is none.',
  docs: 'https://kubernetes.io/docs/reference/kubernetes-api/workload-resources/pod-v1/#ports',
  severity: 'error',
  on: 'core.v1.ContainerPort',
  *check({ containerPort = 0, hostPort = 0 }, site) {
    if (containerPort === 0) yield required(site.at('containerPort'));
    else for (const complaint of portNumber(containerPort)) yield invalid(site.at('containerPort'), containerPort, complaint);
    if (hostPort === 0) return;
    for (const complaint of portNumber(hostPort)) yield invalid(site.at('hostPort'), hostPort, complaint);
  },
});
