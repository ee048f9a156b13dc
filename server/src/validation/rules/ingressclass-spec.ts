import { byteLength, dns1123Label, dns1123Subdomain, domainPrefixedPath, pathSegment } from '../../kubernetes/names.ts';
import type { ApiTypes } from '../../kubernetes/api.ts';
import { type FieldError, forbidden, invalid, required, tooLong, unsupported } from '../field-error.ts';
import { defineRule, type Site, type Written } from '../rule.ts';
import { spellingFix } from '../spelling.ts';

const scopes = ['Cluster', 'Namespace'];

/** Source: pkg/apis/networking/validation/validation.go (validateIngressClassSpec) */
export default defineRule({
  id: 'ingressclass-spec',
  covers: [],
  summary: 'An IngressClass names its controller by a path in its domain, and its parameters by kind, name and scope.',
  docs: 'https://kubernetes.io/docs/concepts/services-networking/ingress/#ingress-class',
  severity: 'error',
  on: 'networking.v1.IngressClass',
  *check({ spec: { controller = '', parameters } = {} }, site) {
    const path = site.at('spec', 'controller');
    if (byteLength(controller) > 250) yield tooLong(path, 250);
    if (controller === '') yield required(path);
    else for (const { value, complaint } of domainPrefixedPath(controller)) yield invalid(path, value, complaint);
    if (parameters !== undefined) yield* parameterErrors(parameters, site);
  },
  fix: (error) => spellingFix(error, scopes),
});

type Parameters = Written<ApiTypes['networking.v1.IngressClassParametersReference']>;

function* parameterErrors(parameters: Parameters, site: Site): Iterable<FieldError> {
  const at = (field: string) => site.at('spec', 'parameters', field);
  const { apiGroup, scope, namespace } = parameters;
  if (apiGroup !== undefined) {
    for (const complaint of dns1123Subdomain(apiGroup)) yield invalid(at('apiGroup'), apiGroup, complaint);
  }
  for (const key of ['kind', 'name'] as const) {
    const value = parameters[key] ?? '';
    if (value === '') yield required(at(key));
    else for (const complaint of pathSegment(value)) yield invalid(at(key), value, complaint);
  }
  if (scope === undefined) yield required(at('scope'));
  else if (!scopes.includes(scope)) yield unsupported(at('scope'), scope, scopes);
  else if (scope === 'Cluster' && namespace !== undefined) {
    yield forbidden(at('namespace'), "`parameters.scope` is set to 'Cluster'");
  } else if (scope === 'Namespace') {
    if (namespace === undefined) yield required(at('namespace'), "`parameters.scope` is set to 'Namespace'");
    else for (const complaint of dns1123Label(namespace)) yield invalid(at('namespace'), namespace, complaint);
  }
}
