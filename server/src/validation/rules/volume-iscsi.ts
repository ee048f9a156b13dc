import { byteLength, inRange } from '../../kubernetes/names.ts';
import type { FieldPath } from '../../kubernetes/path.ts';
import { type FieldError, invalid, required } from '../field-error.ts';
import { defineRule, type Site, type Written } from '../rule.ts';
import { isInCheckedSource, isInPersistentVolume } from '../volumes.ts';
import type { ApiTypes } from '../../kubernetes/api.ts';

type Source = Written<ApiTypes['core.v1.ISCSIVolumeSource']>;

/** Source: pkg/apis/core/validation/validation.go (validateISCSIVolumeSource, validateISCSIPersistentVolumeSource) */
export default defineRule({
  id: 'volume-iscsi',
  covers: ['VOL-14'],
  summary: 'An iSCSI volume has a portal, a qualified name, a logical unit from 0 to 255, and a Secret where CHAP needs one.',
  docs: 'https://kubernetes.io/docs/concepts/storage/volumes/#iscsi',
  severity: 'error',
  on: ['core.v1.ISCSIVolumeSource', 'core.v1.ISCSIPersistentVolumeSource'],
  *check(source, site) {
    if (site.ancestors.at(-1)?.type === 'core.v1.Volume' || isInPersistentVolume(site)) yield* lengthErrors(source, site);
    if (!isInCheckedSource(site)) return;
    const { targetPortal = '', iqn = '', lun = 0, initiatorName, secretRef } = source;
    if (targetPortal === '') yield required(site.at('targetPortal'));
    if (iqn === '') yield required(site.at('iqn'));
    else yield* nameErrors(iqn, { path: site.at('iqn') }, site);
    for (const complaint of inRange(lun, 0, 255)) yield invalid(site.at('lun'), lun, complaint);
    if ((source.chapAuthDiscovery || source.chapAuthSession) && secretRef === undefined) yield required(site.at('secretRef'));
    if (isInPersistentVolume(site) && secretRef?.name === '') yield required(site.at('secretRef', 'name'));
    if (initiatorName === undefined) return;
    yield* nameErrors(initiatorName, { path: site.at('initiatorName'), field: `${site.field}.initiatorname` }, site);
  },
});

const forms: readonly (readonly [string, RegExp])[] = [
  ['iqn', /iqn\.[0-9]{4}-[0-9]{2}\.[0-9A-Za-z.-]+:[^,;*&$|\s]+$/],
  ['eui', /^eui.[0-9A-Za-z]{16}$/],
  ['naa', /^naa.[0-9A-Za-z]{32}$/],
];

function* nameErrors(name: string, at: { path: FieldPath; field?: string }, site: Site): Iterable<FieldError> {
  const form = forms.find(([start]) => name.startsWith(start));
  if (form === undefined) {
    const detail = isInPersistentVolume(site) ? 'must be valid format' : 'must be valid format starting with iqn, eui, or naa';
    yield invalid(at, name, detail);
  } else if (!form[1].test(name)) {
    yield invalid(at, name, 'must be valid format');
  }
}

/** Shown at the volume's name in a pod, at the portal in a PersistentVolume; in a pod even if another source came first. */
function* lengthErrors({ initiatorName, targetPortal = '' }: Source, site: Site): Iterable<FieldError> {
  if (initiatorName === undefined) return;
  const isPersistent = isInPersistentVolume(site);
  if (isPersistent && !isInCheckedSource(site)) return;
  const around = site.ancestors.at(-1)?.value as { readonly name?: string } | undefined;
  const name = (isPersistent ? site.object.metadata?.name : around?.name) ?? '';
  if (byteLength(`${name}:${targetPortal}`) <= 64) return;
  const detail =
    'Total length of <volume name>:<iscsi.targetPortal> must be under 64 characters if iscsi.initiatorName is specified.';
  const path = site.at('targetPortal');
  if (isPersistent) yield invalid({ path, field: `${site.field}.targetportal` }, targetPortal, detail);
  else yield invalid([...site.path.slice(0, -1), 'name'], name, detail);
}
