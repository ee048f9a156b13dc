import { warning } from '../field-error.ts';
import { defineRule } from '../rule.ts';

/** Source: pkg/api/pod/warnings.go; GitRepoVolumeDriver is off in 1.37 */
const deprecatedSources = {
  photonPersistentDisk: 'deprecated in v1.11, non-functional in v1.16+',
  gitRepo: 'deprecated in v1.11, and disabled by default in v1.33+',
  scaleIO: 'deprecated in v1.16, non-functional in v1.22+',
  flocker: 'deprecated in v1.22, non-functional in v1.25+',
  storageos: 'deprecated in v1.22, non-functional in v1.25+',
  quobyte: 'deprecated in v1.22, non-functional in v1.25+',
  glusterfs: 'deprecated in v1.25, non-functional in v1.26+',
  cephfs: 'deprecated in v1.28, non-functional in v1.31+',
  rbd: 'deprecated in v1.28, non-functional in v1.31+',
} as const;

export default defineRule({
  id: 'warning-deprecated-volume',
  covers: ['WARN-06'],
  summary: 'A volume is of a sort that Kubernetes still mounts.',
  docs: 'https://kubernetes.io/docs/concepts/storage/volumes/#volume-types',
  severity: 'warning',
  on: 'core.v1.Volume',
  *check(volume, site) {
    for (const [source, text] of Object.entries(deprecatedSources)) {
      if (volume[source as keyof typeof deprecatedSources] !== undefined) yield warning(site.at(source), text);
    }
  },
});
