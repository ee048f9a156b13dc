import { notFound, required } from '../field-error.ts';
import { claimTemplateNames, podSpecAround } from '../pod-spec.ts';
import { defineRule } from '../rule.ts';
import { mountableVolume } from '../volumes.ts';

/** The server says the same of a volume that is there but refused. Source: pkg/apis/core/validation/validation.go (ValidateVolumeMounts) */
export default defineRule({
  id: 'mount-name',
  covers: ['MNT-01'],
  summary: 'What a container mounts is a volume of its pod.',
  docs: 'https://kubernetes.io/docs/concepts/storage/volumes/#background',
  severity: 'error',
  on: 'core.v1.VolumeMount',
  last: true,
  *check({ name = '' }, site) {
    if (name === '') yield required(site.at('name'));
    if (!claimTemplateNames(site).has(name) && !mountableVolume(name, site)) yield notFound(site.at('name'), name);
  },
  fix(error, site) {
    const name = typeof error.value === 'string' ? error.value : '';
    const near = (podSpecAround(site)?.volumes ?? []).filter(
      (volume) => volume.name && volume.name !== name && isNear(volume.name, name),
    );
    const [volume, other] = near;
    if (error.type !== 'Not found' || volume?.name === undefined || other !== undefined) return undefined;
    return { title: `Change to ${volume.name}`, edits: [{ do: 'set', path: error.path, value: volume.name }] };
  },
});

/** One is the other with letters added at an end, or they differ in case and dashes. */
function isNear(a: string, b: string): boolean {
  const [one, two] = [a, b].map((text) => text.toLowerCase().replaceAll(/[-_]/g, ''));
  return b !== '' && (one === two || a.startsWith(b) || b.startsWith(a));
}
