import type { StatefulSet } from '../../kubernetes/api.ts';
import type { Insight } from './insight.ts';

/** Which pods an update replaces, and in which order. */
const statefulSetUpdate: Insight = {
  fields: [
    'apps.v1.StatefulSetSpec.updateStrategy',
    'apps.v1.StatefulSetUpdateStrategy.type',
    'apps.v1.RollingUpdateStatefulSetStrategy.partition',
  ],
  explain({ object }) {
    const { metadata, spec } = object as unknown as StatefulSet;
    if (spec?.updateStrategy?.type === 'OnDelete') return 'A changed template reaches a pod only when you delete that pod.';
    const name = metadata.name ?? '';
    const start = spec?.ordinals?.start ?? 0;
    const last = start + (spec?.replicas ?? 1) - 1;
    const first = start + (spec?.updateStrategy?.rollingUpdate?.partition ?? 0);
    if (first > last) return `No pod is updated: all ordinals are below the partition ${first}.`;
    const kept = first > start ? ` Pods below ${name}-${first} keep the old template.` : '';
    return `An update goes from ${name}-${last} down to ${name}-${first}, one pod at a time.${kept}`;
  },
};

export default statefulSetUpdate;
