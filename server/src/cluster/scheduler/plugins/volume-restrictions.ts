import { type Filtering, type Plugin, resolvable, unresolvable } from '../framework.ts';
import { podClaims } from '../pod-claims.ts';
import type { PodInfo } from '../pod-info.ts';
import type { Snapshot } from '../snapshot.ts';

const inUse = 'node(s) unavailable due to PersistentVolumeClaim with ReadWriteOncePod access mode already in-use by another pod';

/**
 * A claim with access mode ReadWriteOncePod serves one pod only. (In-tree disks, whose rules upstream also keeps here, are
 * served by CSI drivers in all supported releases and are left out.)
 * Source: plugins/volumerestrictions/volume_restrictions.go
 */
export const volumeRestrictions: Plugin = {
  name: 'VolumeRestrictions',
  prepareFilter(pod, snapshot): Filtering | undefined {
    const claims = podClaims(pod, snapshot.view).filter(({ isEphemeral }) => !isEphemeral);
    const missing = claims.find(({ claim }) => claim === undefined);
    if (missing) return { rejected: unresolvable(`persistentvolumeclaim "${missing.name}" not found`) };
    const exclusive = claims
      .filter(({ claim }) => claim?.spec?.accessModes?.includes('ReadWriteOncePod'))
      .map(({ name }) => name);
    const taken = exclusive.find((name) => isUsed(name, pod.namespace, snapshot));
    return taken === undefined ? undefined : { filter: () => resolvable(inUse, `claim ${taken}`) };
  },
  wakesOn: ['StorageChanged', 'PodRemoved'],
  helpedBy(pod, event) {
    return event.is === 'StorageChanged' || (event.is === 'PodRemoved' && event.pod.metadata.namespace === pod.namespace);
  },
};

function isUsed(claim: string, namespace: string, snapshot: Snapshot): boolean {
  const uses = (pod: PodInfo) => pod.namespace === namespace && podUses(pod, claim);
  return snapshot.nodes.some(({ pods }) => pods.some(uses));
}

function podUses({ spec }: PodInfo, claim: string): boolean {
  return (spec.volumes ?? []).some((volume) => volume.persistentVolumeClaim?.claimName === claim);
}
