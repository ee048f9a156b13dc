import type { Node, PersistentVolume, PersistentVolumeClaim, StorageClass } from '../../kubernetes/api.ts';
import { matchesNodeSelectorTerm } from '../../kubernetes/node-matching.ts';
import { isEmptySelector, matchesSelector } from '../../kubernetes/selector.ts';
import { quantityValue } from '../../kubernetes/quantity.ts';
import type { NodeInfo } from './node-info.ts';
import {
  claimKey,
  isClaimBound,
  podClaims,
  selectedNodeAnnotation,
  storageClassName,
  storageClassOf,
  waitsForConsumer,
} from './pod-claims.ts';
import type { PodInfo } from './pod-info.ts';
import type { Snapshot } from './snapshot.ts';

/** What must be done about volumes before a pod can be bound to a node. */
export interface VolumeWork {
  /** Existing volumes to be reserved for claims. */
  readonly bindings: readonly { readonly volume: PersistentVolume; readonly claim: PersistentVolumeClaim }[];
  /** Claims whose volume is to be made for this node. */
  readonly provisions: readonly PersistentVolumeClaim[];
}

/** A provisioner of this name makes no volumes: they must exist. */
const noProvisioner = 'kubernetes.io/no-provisioner';

/**
 * How the pod's claims that wait for a consumer could be served on a node; undefined when they cannot.
 * Source: plugins/volumebinding/binder.go (FindPodVolumes)
 */
export function volumeWorkFor(pod: PodInfo, node: NodeInfo, snapshot: Snapshot): VolumeWork | undefined {
  const waiting = podClaims(pod, snapshot.view).flatMap(({ claim }) =>
    claim && !isClaimBound(claim) && waitsForConsumer(claim, snapshot.view) ? [claim] : [],
  );
  const bindings: VolumeWork['bindings'][number][] = [];
  const provisions: PersistentVolumeClaim[] = [];
  for (const claim of waiting.sort((a, b) => requestedBytes(a) - requestedBytes(b))) {
    const selected = claim.metadata.annotations?.[selectedNodeAnnotation] ?? snapshot.assumedClaims.get(claimKey(claim));
    if (selected !== undefined && selected !== node.name) return undefined;
    const taken = new Set([...snapshot.takenVolumes, ...bindings.map(({ volume }) => volume.metadata.name ?? '')]);
    const volume = selected === undefined ? smallestMatch(claim, node.node, snapshot, taken) : undefined;
    if (volume) bindings.push({ volume, claim });
    else provisions.push(claim);
  }
  return provisions.every((claim) => canProvision(storageClassOf(claim, snapshot.view), node.node))
    ? { bindings, provisions }
    : undefined;
}

function canProvision(storageClass: StorageClass | undefined, node: Node): boolean {
  if (!storageClass || storageClass.provisioner === '' || storageClass.provisioner === noProvisioner) return false;
  const topologies = storageClass.allowedTopologies ?? [];
  const fits = (topology: (typeof topologies)[number]) =>
    (topology.matchLabelExpressions ?? []).every(({ key, values }) => values.includes(node.metadata.labels?.[key] ?? ''));
  return topologies.length === 0 || topologies.some(fits);
}

/** Source: staging/src/k8s.io/component-helpers/storage/volume/pv_helpers.go (FindMatchingVolume) */
function smallestMatch(
  claim: PersistentVolumeClaim,
  node: Node,
  snapshot: Snapshot,
  taken: ReadonlySet<string>,
): PersistentVolume | undefined {
  let best: PersistentVolume | undefined;
  for (const volume of snapshot.view.list<PersistentVolume>('PersistentVolume')) {
    if (taken.has(volume.metadata.name ?? '') || !suits(volume, claim) || !volumeAllowsNode(volume, node)) continue;
    if (isReservedFor(volume, claim)) return volume;
    if (volume.spec?.claimRef !== undefined || volume.status?.phase !== 'Available') continue;
    if (!best || capacityBytes(volume) < capacityBytes(best)) best = volume;
  }
  return best;
}

function suits(volume: PersistentVolume, claim: PersistentVolumeClaim): boolean {
  const { spec } = volume;
  if (!spec || volume.metadata.deletionTimestamp !== undefined) return false;
  if ((spec.storageClassName ?? '') !== storageClassName(claim)) return false;
  if ((spec.volumeMode ?? 'Filesystem') !== (claim.spec?.volumeMode ?? 'Filesystem')) return false;
  if (capacityBytes(volume) < requestedBytes(claim)) return false;
  const selector = claim.spec?.selector;
  if (!isEmptySelector(selector) && !matchesSelector(selector, volume.metadata.labels)) return false;
  return (claim.spec?.accessModes ?? []).every((mode) => spec.accessModes?.includes(mode));
}

function isReservedFor(volume: PersistentVolume, claim: PersistentVolumeClaim): boolean {
  const reference = volume.spec?.claimRef;
  if (reference?.name !== claim.metadata.name || reference?.namespace !== claim.metadata.namespace) return false;
  return reference?.uid === undefined || reference.uid === claim.metadata.uid;
}

export function volumeAllowsNode(volume: PersistentVolume, node: Node): boolean {
  const required = volume.spec?.nodeAffinity?.required;
  return required === undefined || required.nodeSelectorTerms.some((term) => matchesNodeSelectorTerm(term, node));
}

function requestedBytes(claim: PersistentVolumeClaim): number {
  return quantityValue(claim.spec?.resources?.requests?.['storage']);
}

function capacityBytes(volume: PersistentVolume): number {
  return quantityValue(volume.spec?.capacity?.['storage']);
}
