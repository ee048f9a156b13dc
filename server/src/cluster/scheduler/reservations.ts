import type { PersistentVolumeClaim } from '../../kubernetes/api.ts';
import type { VirtualMs } from '../engine/types.ts';
import type { Reservation } from './memory.ts';
import type { NodeInfo } from './node-info.ts';
import { isClaimBound, podClaims, selectedNodeAnnotation, volumeOf } from './pod-claims.ts';
import type { PodInfo } from './pod-info.ts';
import type { ClusterView } from './snapshot.ts';
import { volumeAllowsNode } from './volume-matching.ts';

export type ReservationState =
  | { readonly is: 'bound' }
  | { readonly is: 'failed'; readonly problem: string }
  | { readonly is: 'waiting'; readonly for: VirtualMs; readonly background: boolean };

/** The scheduler looks once a second whether the volumes are there, and gives up after ten minutes. */
const lookEveryMs = 1000;
const giveUpAfterMs = 600_000;

/** How far the volumes are that a pod waits for on its node. Source: plugins/volumebinding/binder.go (checkBindings) */
export function reservationState(
  pod: PodInfo,
  node: NodeInfo | undefined,
  reservation: Reservation,
  view: ClusterView,
  now: VirtualMs,
): ReservationState {
  const { node: name, since } = reservation;
  if (!node) return { is: 'failed', problem: `failed to get node "${name}": node "${name}" not found` };
  const claims = podClaims(pod, view).flatMap(({ claim }) => (claim ? [claim] : []));
  const problem = claims.map((claim) => problemWith(claim, node, reservation, view)).find((text) => text !== undefined);
  if (problem !== undefined) return { is: 'failed', problem };
  const elapsed = now - since;
  if (!claims.every(isClaimBound)) {
    if (elapsed >= giveUpAfterMs) return { is: 'failed', problem: 'context deadline exceeded' };
    return { is: 'waiting', for: giveUpAfterMs - elapsed, background: true };
  }
  const untilLook = elapsed === 0 ? lookEveryMs : (lookEveryMs - (elapsed % lookEveryMs)) % lookEveryMs;
  return untilLook === 0 ? { is: 'bound' } : { is: 'waiting', for: untilLook, background: false };
}

function problemWith(
  claim: PersistentVolumeClaim,
  node: NodeInfo,
  { provisions }: Reservation,
  view: ClusterView,
): string | undefined {
  const name = claim.metadata.name ?? '';
  if (!isClaimBound(claim)) {
    const selected = claim.metadata.annotations?.[selectedNodeAnnotation];
    // Who makes volumes takes the annotation away to say that it could not.
    const hasFailed = provisions.includes(name) && selected !== node.name;
    return hasFailed ? `provisioning failed for PVC "${name}"` : undefined;
  }
  const volume = volumeOf(claim, view);
  if (!volume || volumeAllowsNode(volume, node.node)) return undefined;
  return `pv "${volume.metadata.name ?? ''}" node affinity doesn't match node "${node.name}": no matching NodeSelectorTerms`;
}
