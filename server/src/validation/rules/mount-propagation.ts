import { forbidden, unsupported } from '../field-error.ts';
import { containerAround } from '../pod-spec.ts';
import { defineRule } from '../rule.ts';
import { spellingFix } from '../spelling.ts';

const modes: readonly string[] = ['Bidirectional', 'HostToContainer', 'None'];

/** Upstream leaves the index out. Source: pkg/apis/core/validation/validation.go (validateMountPropagation) */
export default defineRule({
  id: 'mount-propagation',
  covers: ['MNT-04'],
  summary: 'Mounts propagate in one of three ways, and both ways from privileged containers only.',
  docs: 'https://kubernetes.io/docs/concepts/storage/volumes/#mount-propagation',
  severity: 'error',
  on: 'core.v1.VolumeMount',
  *check({ mountPropagation }, site) {
    const mode: string | undefined = mountPropagation;
    if (mode === undefined) return;
    const place = { path: site.at('mountPropagation'), field: `${site.field.replace(/\[\d+\]$/, '')}.mountPropagation` };
    if (!modes.includes(mode)) yield unsupported(place, mode, modes);
    if (mode === 'Bidirectional' && containerAround(site)?.securityContext?.privileged !== true) {
      yield forbidden(place, 'Bidirectional mount propagation is available only to privileged containers');
    }
  },
  fix: (error) => spellingFix(error, modes),
});
