import { forbidden, required } from '../field-error.ts';
import { defineRule } from '../rule.ts';
import { checkedSource } from '../volumes.ts';

/** Source: pkg/apis/core/validation/validation.go (validateEphemeralVolumeSource, ValidateTemplateObjectMeta) */
/** Only labels and annotations are copied to the claim. */
const ownedByServer = [
  'name',
  'generateName',
  'namespace',
  'selfLink',
  'uid',
  'resourceVersion',
  'generation',
  'creationTimestamp',
  'deletionTimestamp',
  'deletionGracePeriodSeconds',
  'ownerReferences',
  'finalizers',
] as const;

export default defineRule({
  id: 'volume-ephemeral',
  covers: ['VOL-12'],
  summary: 'An ephemeral volume has a claim template, whose metadata has labels and annotations only.',
  docs: 'https://kubernetes.io/docs/concepts/storage/ephemeral-volumes/#generic-ephemeral-volumes',
  severity: 'error',
  on: 'core.v1.Volume',
  *check(volume, site) {
    const ephemeral = checkedSource(volume, 'ephemeral', site);
    if (ephemeral === undefined) return;
    const template = ephemeral.volumeClaimTemplate;
    if (template === undefined) {
      yield required(site.at('ephemeral', 'volumeClaimTemplate'));
      return;
    }
    for (const part of ownedByServer) {
      const value = template.metadata?.[part];
      if (!value || (Array.isArray(value) && value.length === 0)) continue;
      const path = site.at('ephemeral', 'volumeClaimTemplate', 'metadata', part);
      const field = `${site.field}.ephemeral.volumeClaimTemplate.metadata.${part === 'uid' ? 'uID' : part}`;
      yield forbidden({ path, field }, 'cannot be set');
    }
  },
  fix(error) {
    if (error.type !== 'Forbidden') return undefined;
    return { title: `Remove ${String(error.path.at(-1))}`, edits: [{ do: 'remove', path: error.path }] };
  },
});
