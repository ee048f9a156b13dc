import { invalid, required } from '../field-error.ts';
import { defineRule } from '../rule.ts';
import { checkedSource } from '../volumes.ts';

/** Source: pkg/apis/core/validation/validation.go (validateNFSVolumeSource) */
export default defineRule({
  id: 'volume-nfs',
  covers: ['VOL-12'],
  summary: 'An NFS volume has a server and an absolute path.',
  docs: 'https://kubernetes.io/docs/concepts/storage/volumes/#nfs',
  severity: 'error',
  on: 'core.v1.Volume',
  *check(volume, site) {
    const nfs = checkedSource(volume, 'nfs', site);
    if (nfs === undefined) return;
    const { server = '', path = '' } = nfs;
    if (server === '') yield required(site.at('nfs', 'server'));
    if (path === '') yield required(site.at('nfs', 'path'));
    if (!path.startsWith('/')) yield invalid(site.at('nfs', 'path'), path, 'must be an absolute path');
  },
});
