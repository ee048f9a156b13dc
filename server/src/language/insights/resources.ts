import type { PodSpec } from '../../kubernetes/api.ts';
import { qosClassOf } from '../../kubernetes/pod-resources.ts';
import { type Insight, valueAt } from './insight.ts';

const meaning = {
  Guaranteed: 'requests equal limits everywhere, so it is among the last to be evicted',
  Burstable: 'it may use more than it requests, and is evicted before Guaranteed pods',
  BestEffort: 'it requests nothing, so it can be placed anywhere and is the first to be evicted',
} as const;

/** The quality of service that requests and limits amount to. */
const resources: Insight = {
  fields: ['core.v1.Container.resources', 'core.v1.ResourceRequirements.requests', 'core.v1.ResourceRequirements.limits'],
  explain({ object, path }) {
    const at = path.findLastIndex((part) => part === 'containers' || part === 'initContainers');
    const spec = valueAt(object, path.slice(0, at)) as PodSpec | undefined;
    if (!spec?.containers) return undefined;
    const qos = qosClassOf(spec);
    return `The pod's quality of service is **${qos}**: ${meaning[qos]}.`;
  },
};

export default resources;
