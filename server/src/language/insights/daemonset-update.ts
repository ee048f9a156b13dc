import type { DaemonSet } from '../../kubernetes/api.ts';
import type { Insight } from './insight.ts';

/** How a DaemonSet replaces its pods. */
const daemonSetUpdate: Insight = {
  fields: [
    'apps.v1.DaemonSetSpec.updateStrategy',
    'apps.v1.DaemonSetUpdateStrategy.type',
    'apps.v1.RollingUpdateDaemonSet.maxSurge',
    'apps.v1.RollingUpdateDaemonSet.maxUnavailable',
  ],
  explain({ object }) {
    const strategy = (object as unknown as DaemonSet).spec?.updateStrategy;
    if (strategy?.type === 'OnDelete') return 'A changed template reaches a node only when you delete the pod there.';
    const { maxSurge = 0, maxUnavailable = 1 } = strategy?.rollingUpdate ?? {};
    const surges = String(maxSurge) !== '0' && String(maxSurge) !== '0%';
    return surges
      ? `The new pod starts beside the old one, on up to ${maxSurge} of the nodes at a time; the old one goes when the new one is available.`
      : `The old pod is stopped before the new one starts, on up to ${maxUnavailable} of the nodes at a time: there each node is without its pod for a while.`;
  },
};

export default daemonSetUpdate;
