import { required, unsupported } from '../field-error.ts';
import { defineRule } from '../rule.ts';
import { spellingFix } from '../spelling.ts';
import { checkedSource } from '../volumes.ts';

const policies: readonly string[] = ['Always', 'IfNotPresent', 'Never'];

/** Source: pkg/apis/core/validation/validation.go (validateImageVolumeSource) */
export default defineRule({
  id: 'volume-image',
  covers: ['VOL-15'],
  summary: 'An image volume has a reference, and a pull policy as images of containers have.',
  docs: 'https://kubernetes.io/docs/concepts/storage/volumes/#image',
  severity: 'error',
  on: 'core.v1.Volume',
  *check(volume, site) {
    const image = checkedSource(volume, 'image', site);
    if (image === undefined) return;
    const policy: string = image.pullPolicy ?? '';
    if (!image.reference) yield required(site.at('image', 'reference'));
    if (policy !== '' && !policies.includes(policy)) yield unsupported(site.at('image', 'pullPolicy'), policy, policies);
  },
  fix: (error) => spellingFix(error, policies),
});
