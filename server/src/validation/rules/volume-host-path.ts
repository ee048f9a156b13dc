import { invalid, required, unsupported } from '../field-error.ts';
import { defineRule } from '../rule.ts';
import { spellingFix } from '../spelling.ts';
import { checkedSource } from '../volumes.ts';

const types: readonly string[] = [
  '',
  'BlockDevice',
  'CharDevice',
  'Directory',
  'DirectoryOrCreate',
  'File',
  'FileOrCreate',
  'Socket',
];

/** Source: pkg/apis/core/validation/validation.go (validateHostPathVolumeSource, validateHostPathType) */
export default defineRule({
  id: 'volume-host-path',
  covers: ['VOL-04'],
  summary: "A hostPath has a path without '..' and a known type.",
  docs: 'https://kubernetes.io/docs/concepts/storage/volumes/#hostpath',
  severity: 'error',
  on: 'core.v1.Volume',
  *check(volume, site) {
    const hostPath = checkedSource(volume, 'hostPath', site);
    if (hostPath === undefined) return;
    const { path = '', type = '' } = hostPath;
    if (path === '') {
      yield required(site.at('hostPath', 'path'));
      return;
    }
    if (path.split('/').includes('..')) yield invalid(site.at('hostPath', 'path'), path, "must not contain '..'");
    if (!types.includes(type)) yield unsupported(site.at('hostPath', 'type'), type, types);
  },
  fix: (error) => spellingFix(error, types),
});
