import type { ApiTypes } from '../../kubernetes/api.ts';
import type { FieldPath } from '../../kubernetes/path.ts';
import { absent, namespaceOf } from '../references.ts';
import type { PlacedObject, WorkspaceFinding, WorkspaceObjects, WorkspaceRule, Written } from '../rule.ts';

type Ingress = Written<ApiTypes['networking.v1.Ingress']>;
type Backend = Written<ApiTypes['networking.v1.IngressServiceBackend']>;

/** Source: what ingress controllers look up; the API server does not */
const rule: WorkspaceRule = {
  id: 'reference-ingress-backend',
  covers: ['REF-10'],
  summary: 'An Ingress leads to a port of a Service that exists.',
  docs: 'https://kubernetes.io/docs/concepts/services-networking/ingress/#the-ingress-resource',
  severity: 'warning',
  *check(workspace) {
    for (const ingress of workspace.all('networking.v1.Ingress')) {
      for (const { backend, path } of backendsOf(ingress.object)) {
        const finding = checkBackend(workspace, ingress, backend, path);
        if (finding !== undefined) yield finding;
      }
    }
  },
};

export default rule;

function backendsOf({ spec }: Ingress): readonly { readonly backend: Backend; readonly path: FieldPath }[] {
  const byDefault = spec?.defaultBackend?.service;
  const first = byDefault === undefined ? [] : [{ backend: byDefault, path: ['spec', 'defaultBackend', 'service'] }];
  const others = (spec?.rules ?? []).flatMap(({ http }, rule) =>
    (http?.paths ?? []).flatMap(({ backend }, index) => {
      const service = backend?.service;
      const path = ['spec', 'rules', rule, 'http', 'paths', index, 'backend', 'service'];
      return service === undefined ? [] : [{ backend: service, path }];
    }),
  );
  return [...first, ...others];
}

function checkBackend(
  workspace: WorkspaceObjects,
  ingress: PlacedObject,
  { name = '', port }: Backend,
  path: FieldPath,
): WorkspaceFinding | undefined {
  if (name === '') return undefined;
  const service = workspace.get('core.v1.Service', namespaceOf(ingress), name);
  if (service === undefined) {
    if (workspace.mayExist('core.v1.Service', namespaceOf(ingress), name)) return undefined;
    return { source: ingress.source, path: [...path, 'name'], message: `${absent('Service', name)}: requests get no answer` };
  }
  const { ports = [], type } = service.object.spec ?? {};
  const field = port?.name === undefined ? 'number' : 'name';
  const wanted = port?.name ?? port?.number;
  const hasPort = ports.some((each) => (field === 'name' ? each.name : each.port) === wanted);
  if (wanted === undefined || hasPort || type === 'ExternalName') return undefined;
  const known = ports.map((each) => (field === 'name' ? (each.name ?? '(no name)') : String(each.port ?? ''))).join(', ');
  const message = `Service "${name}" has no port ${wanted}: it has ${known}`;
  return { source: ingress.source, path: [...path, 'port', field], message };
}
