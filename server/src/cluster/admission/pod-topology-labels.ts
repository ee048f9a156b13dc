import type { Node, Pod } from '../../kubernetes/api.ts';
import { type AdmissionPlugin, admitted } from './plugin.ts';

const copied = ['topology.kubernetes.io/zone', 'topology.kubernetes.io/region'];

/**
 * A pod that is created with a node carries the node's zone and region. (Pods that the scheduler places get them when they
 * are bound.)
 * Source: plugin/pkg/admission/podtopologylabels/admission.go; beta and on since 1.35
 */
export const podTopologyLabels: AdmissionPlugin = {
  name: 'PodTopologyLabels',
  kinds: ['Pod'],
  admit(object, { read }) {
    const { nodeName } = (object as Pod).spec ?? {};
    const ofNode = nodeName ? (read.get<Node>('Node', '', nodeName)?.metadata.labels ?? {}) : {};
    const labels = Object.fromEntries(copied.flatMap((key) => (ofNode[key] === undefined ? [] : [[key, ofNode[key]]])));
    if (Object.keys(labels).length === 0) return admitted(object);
    return admitted({ ...object, metadata: { ...object.metadata, labels: { ...object.metadata.labels, ...labels } } });
  },
};
