import { type Filtering, type Plugin, unresolvable } from '../framework.ts';
import { isClaimBound, type PodClaim, podClaims, volumeOf, waitsForConsumer } from '../pod-claims.ts';
import { volumeAllowsNode, volumeWorkFor } from '../volume-matching.ts';

/**
 * Bound claims must allow the node; claims that wait for a consumer must be servable there; all others must be bound.
 * Storage capacity objects are not looked at.
 * Source: plugins/volumebinding/{volume_binding,binder}.go
 */
export const volumeBinding: Plugin = {
  name: 'VolumeBinding',
  prepareFilter(pod, snapshot): Filtering | undefined {
    const claims = podClaims(pod, snapshot.view);
    if (claims.length === 0) return undefined;
    const problem = claims.map(claimProblem).find((text) => text !== undefined);
    if (problem !== undefined) return { rejected: unresolvable(problem) };
    const present = claims.flatMap(({ claim }) => (claim ? [claim] : []));
    const unbound = present.filter((claim) => !isClaimBound(claim));
    const immediate = unbound.filter((claim) => !waitsForConsumer(claim, snapshot.view));
    if (immediate.length > 0) {
      const names = immediate.map(({ metadata }) => metadata.name ?? '').join(', ');
      return { rejected: unresolvable('pod has unbound immediate PersistentVolumeClaims', `not bound: ${names}`) };
    }
    const bound = present.filter(isClaimBound).map((claim) => ({ claim, volume: volumeOf(claim, snapshot.view) }));
    return {
      filter(node) {
        const reasons: string[] = [];
        const first = bound.find(({ volume }) => volume === undefined || !volumeAllowsNode(volume, node.node));
        if (first?.volume) reasons.push("node(s) didn't match PersistentVolume's node affinity");
        if (unbound.length > 0 && !volumeWorkFor(pod, node, snapshot)) {
          reasons.push("node(s) didn't find available persistent volumes to bind");
        }
        if (first && !first.volume) reasons.push('node(s) unavailable due to one or more pvc(s) bound to non-existent pv(s)');
        return reasons.length === 0
          ? undefined
          : { reasons, resolvable: false, detail: first && `claim ${first.claim.metadata.name ?? ''}` };
      },
    };
  },
  wakesOn: ['StorageChanged', 'NodeAdded', 'NodeChanged'],
  helpedBy: () => true,
};

/** What is wrong with a claim before any node is looked at. */
function claimProblem({ claim, name, isEphemeral }: PodClaim): string | undefined {
  if (!claim) {
    return isEphemeral
      ? `waiting for ephemeral volume controller to create the persistentvolumeclaim "${name}"`
      : `persistentvolumeclaim "${name}" not found`;
  }
  if (claim.status?.phase === 'Lost') {
    return `persistentvolumeclaim "${name}" bound to non-existent persistentvolume "${claim.spec?.volumeName ?? ''}"`;
  }
  return claim.metadata.deletionTimestamp === undefined ? undefined : `persistentvolumeclaim "${name}" is being deleted`;
}
