import { generateNameCheck, nameCheck } from '../metadata.ts';
import { invalid } from '../field-error.ts';
import { defineRule } from '../rule.ts';

/** Source: staging/src/k8s.io/apimachinery/pkg/api/validation/objectmeta.go, pkg/apis/<group>/validation (Validate<Kind>Name) */
export default defineRule({
  id: 'metadata-name-format',
  covers: ['META-02', 'META-03'],
  summary:
    'A name has the form that its kind asks for: a DNS subdomain for most, a DNS label for Namespaces, Services and StatefulSets.',
  docs: 'https://kubernetes.io/docs/concepts/overview/working-with-objects/names/#names',
  severity: 'error',
  on: 'meta.v1.ObjectMeta',
  *check(metadata, site) {
    if (site.ancestors.length !== 1) return;
    const { name, generateName } = metadata;
    if (generateName) {
      for (const complaint of generateNameCheck(site.kind, site.version)?.(generateName) ?? []) {
        yield invalid(site.at('generateName'), generateName, complaint);
      }
    }
    if (name)
      for (const complaint of nameCheck(site.kind, site.version)?.(name) ?? []) yield invalid(site.at('name'), name, complaint);
  },
  fix(error) {
    const lower = String(error.value).toLowerCase().replaceAll('_', '-');
    if (lower === error.value || !/^[a-z0-9]([-a-z0-9]*[a-z0-9])?$/.test(lower)) return undefined;
    return { title: `Rename to ${lower}`, edits: [{ do: 'set', path: error.path, value: lower }] };
  },
});
