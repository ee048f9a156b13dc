import { defineRule } from '../rule.ts';
import { descendingPathErrors, isInCheckedSource } from '../volumes.ts';

/** Source: pkg/apis/core/validation/validation.go (validateGitRepoVolumeSource) */
export default defineRule({
  id: 'volume-git-repo',
  covers: ['VOL-14'],
  summary: 'The directory of a gitRepo volume is a relative path below the volume.',
  docs: 'https://kubernetes.io/docs/concepts/storage/volumes/#gitrepo',
  severity: 'error',
  on: 'core.v1.GitRepoVolumeSource',
  *check({ directory = '' }, site) {
    if (isInCheckedSource(site)) yield* descendingPathErrors({ path: site.at('directory') }, directory);
  },
});
