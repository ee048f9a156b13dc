import type { Controller } from '../engine/types.ts';
import { daemonSetController } from './daemonset.ts';
import { deploymentController } from './deployment.ts';
import { replicaSetController } from './replicaset.ts';
import { statefulSetController } from './statefulset.ts';

/** The control loops of kube-controller-manager that the emulator runs. */
export const controllers: readonly Controller[] = [
  deploymentController,
  replicaSetController,
  daemonSetController,
  statefulSetController,
] as readonly Controller[];
