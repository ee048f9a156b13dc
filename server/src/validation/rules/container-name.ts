import { dns1123Label } from '../../kubernetes/names.ts';
import { invalid, required } from '../field-error.ts';
import { defineRule } from '../rule.ts';

/** Source: pkg/apis/core/validation/validation.go (validateContainerCommon) */
export default defineRule({
  id: 'container-name',
  covers: ['POD-02'],
  summary: 'A container has a name, and the name is a DNS label.',
  docs: 'https://kubernetes.io/docs/concepts/containers/',
  severity: 'error',
  on: ['core.v1.Container', 'core.v1.EphemeralContainer'],
  *check({ name }, site) {
    if (!name) yield required(site.at('name'));
    else for (const complaint of dns1123Label(name)) yield invalid(site.at('name'), name, complaint);
  },
  fix(error) {
    if (error.type !== 'Invalid value') return undefined;
    const label = String(error.value).toLowerCase().replaceAll(/[_. ]/g, '-');
    if (dns1123Label(label).length > 0) return undefined;
    return { title: `Rename to ${label}`, edits: [{ do: 'set', path: error.path, value: label }] };
  },
});
