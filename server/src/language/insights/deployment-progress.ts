import type { Deployment } from '../../kubernetes/api.ts';
import { type Insight, span } from './insight.ts';

/** When a rollout counts as stuck, and when a new pod counts. */
const deploymentProgress: Insight = {
  fields: [
    'apps.v1.DeploymentSpec.progressDeadlineSeconds',
    'apps.v1.DeploymentSpec.minReadySeconds',
    'apps.v1.DeploymentSpec.revisionHistoryLimit',
  ],
  explain({ object, path }) {
    const {
      progressDeadlineSeconds = 600,
      minReadySeconds = 0,
      revisionHistoryLimit = 10,
    } = (object as unknown as Deployment).spec;
    switch (path.at(-1)) {
      case 'minReadySeconds':
        return minReadySeconds === 0
          ? 'A new pod counts as available the moment it is ready, so a pod that crashes soon after does not stop the rollout.'
          : `A new pod counts as available once it has been ready for ${span(minReadySeconds)}; only then is the next old one stopped.`;
      case 'revisionHistoryLimit':
        return revisionHistoryLimit === 0
          ? 'No old ReplicaSet is kept: this Deployment cannot be rolled back.'
          : `The last ${revisionHistoryLimit} old ReplicaSets are kept for \`kubectl rollout undo\`.`;
      default:
        return `Without any progress for ${span(progressDeadlineSeconds)} the rollout is reported as failed (ProgressDeadlineExceeded). Nothing is rolled back by itself.`;
    }
  },
};

export default deploymentProgress;
