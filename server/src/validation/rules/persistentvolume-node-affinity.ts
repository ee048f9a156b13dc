import { required } from '../field-error.ts';
import { nodeSelectorErrors } from '../node-selector.ts';
import { defineRule } from '../rule.ts';

/** Source: pkg/apis/core/validation/validation.go (validateVolumeNodeAffinity) */
export default defineRule({
  id: 'persistentvolume-node-affinity',
  covers: [],
  summary: 'The node affinity of a PersistentVolume has terms, whose values suit their operators.',
  docs: 'https://kubernetes.io/docs/concepts/storage/persistent-volumes/#node-affinity',
  severity: 'error',
  on: 'core.v1.PersistentVolume',
  *check({ spec }, site) {
    if (spec?.nodeAffinity === undefined) return;
    const path = site.at('spec', 'nodeAffinity', 'required');
    const { required: needed } = spec.nodeAffinity;
    if (needed === undefined) yield required(path, 'must specify required node constraints');
    else yield* nodeSelectorErrors(needed, path);
  },
});
