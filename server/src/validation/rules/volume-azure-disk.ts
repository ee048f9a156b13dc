import { unsupported } from '../field-error.ts';
import { defineRule } from '../rule.ts';
import { spellingFix } from '../spelling.ts';
import { isInCheckedSource } from '../volumes.ts';

const cachingModes = ['None', 'ReadOnly', 'ReadWrite'];
const kinds = ['Dedicated', 'Managed', 'Shared'];
const managedForm = '/subscriptions/{sub-id}/resourcegroups/{group-name}/providers/microsoft.compute/disks/{disk-id}';
const blobForm = 'https://{account-name}.blob.core.windows.net/{container-name}/{disk-name}.vhd';

/** Source: pkg/apis/core/validation/validation.go (validateAzureDisk) */
export default defineRule({
  id: 'volume-azure-disk',
  covers: ['VOL-14'],
  summary: 'An Azure disk has a URI that suits its kind: one of a managed disk, or one of a blob (the default).',
  docs: 'https://kubernetes.io/docs/concepts/storage/volumes/#azuredisk',
  severity: 'error',
  on: 'core.v1.AzureDiskVolumeSource',
  *check({ cachingMode, kind, diskURI = '' }, site) {
    if (!isInCheckedSource(site)) return;
    if (cachingMode !== undefined && !cachingModes.includes(cachingMode))
      yield unsupported(site.at('cachingMode'), cachingMode, cachingModes);
    if (kind === undefined) return;
    if (!kinds.includes(kind)) yield unsupported(site.at('kind'), kind, kinds);
    const [start, form] = kind === 'Managed' ? ['/subscriptions/', managedForm] : ['https://', blobForm];
    if (!diskURI.startsWith(start)) yield unsupported(site.at('diskURI'), diskURI, [form]);
  },
  fix: (error) => spellingFix(error, [...cachingModes, ...kinds]),
});
