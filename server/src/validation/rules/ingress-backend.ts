import { dns1035Label, dns1123Label, dns1123Subdomain, pathSegment, portName, portNumber } from '../../kubernetes/names.ts';
import type { ApiTypes } from '../../kubernetes/api.ts';
import { type FieldError, invalid, required } from '../field-error.ts';
import { isBefore } from '../../schema/versions.ts';
import { defineRule, type Site, type Written } from '../rule.ts';

type Backend = Written<ApiTypes['networking.v1.IngressBackend']>;

/** Source: pkg/apis/networking/validation/validation.go (validateIngressBackend) */
export default defineRule({
  id: 'ingress-backend',
  covers: [],
  summary: 'A backend of an Ingress is either a Service with a port by name or by number, or another resource.',
  docs: 'https://kubernetes.io/docs/concepts/services-networking/ingress/#ingress-rules',
  severity: 'error',
  on: ['networking.v1.IngressSpec', 'networking.v1.HTTPIngressPath'],
  *check(value, site) {
    if ('defaultBackend' in value && value.defaultBackend) yield* backendErrors(value.defaultBackend, 'defaultBackend', site);
    // A path without a type is looked at no further.
    const isPath = site.ancestors.at(-1)?.type === 'networking.v1.HTTPIngressRuleValue';
    if (isPath && 'pathType' in value) yield* backendErrors(value.backend ?? {}, 'backend', site);
  },
});

function* backendErrors({ resource, service }: Backend, field: string, site: Site): Iterable<FieldError> {
  const path = site.at(field);
  if (resource && service) yield invalid(path, '', 'cannot set both resource and service backends');
  else if (resource) yield* resourceErrors(resource, field, site);
  else if (service) yield* serviceErrors(service, field, site);
  else yield invalid(path, '', 'resource or service backend is required');
}

function* resourceErrors(resource: NonNullable<Backend['resource']>, field: string, site: Site): Iterable<FieldError> {
  const { apiGroup } = resource;
  if (apiGroup !== undefined) {
    for (const complaint of dns1123Subdomain(apiGroup))
      yield invalid(site.at(field, 'resource', 'apiGroup'), apiGroup, complaint);
  }
  for (const key of ['kind', 'name'] as const) {
    const path = site.at(field, 'resource', key);
    const value = resource[key] ?? '';
    if (value === '') yield required(path);
    else for (const complaint of pathSegment(value)) yield invalid(path, value, complaint);
  }
}

function* serviceErrors(service: NonNullable<Backend['service']>, field: string, site: Site): Iterable<FieldError> {
  const { name = '', port: { name: byName = '', number = 0 } = {} } = service;
  const at = (...parts: string[]) => site.at(field, 'service', ...parts);
  const isServiceName = isBefore(site.version, '1.36') ? dns1035Label : dns1123Label; // RelaxedServiceNameValidation
  if (name === '') yield required(at('name'));
  else for (const complaint of isServiceName(name)) yield invalid(at('name'), name, complaint);
  if (byName !== '' && number !== 0) yield invalid(site.at(field), '', 'cannot set both port name & port number');
  else if (byName !== '') for (const complaint of portName(byName)) yield invalid(at('port', 'name'), byName, complaint);
  else if (number !== 0) for (const complaint of portNumber(number)) yield invalid(at('port', 'number'), number, complaint);
  else yield required(site.at(field), 'port name or number is required');
}
