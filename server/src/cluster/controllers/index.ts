import type { Controller } from '../engine/types.ts';
import { daemonSetController } from './daemonset.ts';
import { deploymentController } from './deployment.ts';
import { disruptionController } from './disruption.ts';
import { endpointSliceController } from './endpointslice.ts';
import { garbageCollector } from './garbage-collector.ts';
import { namespaceController } from './namespace.ts';
import { rootCaPublisher, serviceAccountController } from './namespace-content.ts';
import { nodeLifecycleController } from './node-lifecycle.ts';
import { persistentVolumeController } from './persistent-volume.ts';
import { claimProtectionController, volumeProtectionController } from './persistent-volume-protection.ts';
import { persistentVolumeProvisioner } from './persistent-volume-provisioner.ts';
import { podGcController } from './pod-gc.ts';
import { replicaSetController } from './replicaset.ts';
import { statefulSetController } from './statefulset.ts';
import { taintEvictionController } from './taint-eviction.ts';

/** The control loops of kube-controller-manager that the emulator runs. */
export const controllers: readonly Controller[] = [
  deploymentController,
  replicaSetController,
  daemonSetController,
  statefulSetController,
  endpointSliceController,
  disruptionController,
  garbageCollector,
  namespaceController,
  serviceAccountController,
  rootCaPublisher,
  persistentVolumeController,
  persistentVolumeProvisioner,
  claimProtectionController,
  volumeProtectionController,
  nodeLifecycleController,
  taintEvictionController,
  podGcController,
] as readonly Controller[];
