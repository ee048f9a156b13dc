import daemonSetUpdate from './daemonset-update.ts';
import deploymentProgress from './deployment-progress.ts';
import deploymentRollout from './deployment-rollout.ts';
import type { Insight } from './insight.ts';
import podLife from './pod-life.ts';
import probes from './probes.ts';
import resources from './resources.ts';
import serviceTargets from './service-targets.ts';
import sharedVolumes from './shared-volumes.ts';
import statefulSetIdentity from './statefulset-identity.ts';
import statefulSetUpdate from './statefulset-update.ts';

/** Every subject on which a hover has more to say than the field's description. */
export const insights: readonly Insight[] = [
  daemonSetUpdate,
  deploymentProgress,
  deploymentRollout,
  podLife,
  probes,
  resources,
  serviceTargets,
  sharedVolumes,
  statefulSetIdentity,
  statefulSetUpdate,
];
