import { invalid, required, unsupported } from '../field-error.ts';
import { defineRule } from '../rule.ts';
import { spellingFix } from '../spelling.ts';

const types = ['Exact', 'ImplementationSpecific', 'Prefix'];
const sequences = ['//', '/./', '/../', '%2f', '%2F'];
const endings = ['/..', '/.'];

/** Source: pkg/apis/networking/validation/validation.go (validateHTTPIngressPath) */
export default defineRule({
  id: 'ingress-path',
  covers: [],
  summary: 'The paths of an Ingress have a type and begin with a slash; exact ones and prefixes are plain.',
  docs: 'https://kubernetes.io/docs/concepts/services-networking/ingress/#path-types',
  severity: 'error',
  on: 'networking.v1.HTTPIngressRuleValue',
  *check({ paths = [] }, site) {
    if (paths.length === 0) yield required(site.at('paths'));
    for (const [index, { path = '', pathType }] of paths.entries()) {
      const at = site.at('paths', index, 'path');
      if (pathType === undefined) {
        yield required(site.at('paths', index, 'pathType'), 'pathType must be specified');
        continue;
      }
      if (!types.includes(pathType)) {
        yield unsupported(site.at('paths', index, 'pathType'), pathType, types);
        continue;
      }
      const isFree = pathType === 'ImplementationSpecific';
      if (!path.startsWith('/') && !(isFree && path === '')) yield invalid(at, path, 'must be an absolute path');
      if (isFree) continue;
      for (const part of sequences) if (path.includes(part)) yield invalid(at, path, `must not contain '${part}'`);
      for (const end of endings) if (path.endsWith(end)) yield invalid(at, path, `cannot end with '${end}'`);
    }
  },
  fix(error) {
    if (error.type !== 'Required value' || error.path.at(-1) !== 'pathType') return spellingFix(error, types);
    return { title: 'Write Prefix', edits: [{ do: 'set', path: error.path, value: 'Prefix' }] };
  },
});
