import {
  type Edit,
  edits,
  fillMissing,
  fillZero,
  inField,
  inItems,
  inStruct,
  isMissing,
  isObject,
  isZero,
  type Json,
  mergeMissing,
  set,
} from './edit.ts';
import { roundQuantities } from './resources.ts';

/**
 * Of what belongs to no workload: configuration, namespaces, nodes, limits, access and traffic policies.
 * Source: the defaults.go of core, rbac, networking, scheduling and flowcontrol under pkg/apis
 */

export const secretDefaults: Edit = fillZero({ type: 'Opaque' });

const nameLabel = 'kubernetes.io/metadata.name';

/** Each namespace carries its own name as a label. */
export const namespaceDefaults: Edit = edits(
  inField('metadata', (metadata) =>
    isZero(metadata.name) ? metadata : inStruct('labels', (labels) => set(labels, nameLabel, metadata.name))(metadata),
  ),
  inStruct('status', fillZero({ phase: 'Active' })),
);

/** `podCIDR` is the first of `podCIDRs`; where both are written and differ, it wins alone. */
const podNetworks: Edit = (spec) => {
  const { podCIDR, podCIDRs } = spec;
  const first: unknown = Array.isArray(podCIDRs) ? podCIDRs[0] : undefined;
  if (isZero(podCIDR)) return first === undefined ? spec : set(spec, 'podCIDR', first);
  return podCIDR === first ? spec : set(spec, 'podCIDRs', [podCIDR]);
};

export const nodeDefaults: Edit = edits(
  inField('spec', podNetworks),
  inField(
    'status',
    edits(
      (status) =>
        isMissing(status.allocatable) && isObject(status.capacity) ? set(status, 'allocatable', status.capacity) : status,
      inField('capacity', roundQuantities),
      inField('allocatable', roundQuantities),
    ),
  ),
);

/** For containers a missing default is the maximum, a missing default request the default, else the minimum. */
const limitRangeItem: Edit = (item) => {
  if (item.type !== 'Container') return item;
  const list = (key: string): Json => (isObject(item[key]) ? item[key] : {});
  const limits = mergeMissing(list('default'), list('max'));
  const requests = mergeMissing(mergeMissing(list('defaultRequest'), limits), list('min'));
  return fillNonEmpty(fillNonEmpty(item, 'default', limits), 'defaultRequest', requests);
};

const fillNonEmpty = (item: Json, key: string, list: Json): Json =>
  Object.keys(list).length === 0 ? item : set(item, key, list);

const limitLists = ['max', 'min', 'default', 'defaultRequest', 'maxLimitRequestRatio'];

export const limitRangeDefaults: Edit = inField(
  'spec',
  inItems('limits', edits(limitRangeItem, ...limitLists.map((key) => inField(key, roundQuantities)))),
);

export const resourceQuotaDefaults: Edit = edits(
  inField('spec', inField('hard', roundQuantities)),
  inField('status', edits(inField('hard', roundQuantities), inField('used', roundQuantities))),
);

const rbacGroup = 'rbac.authorization.k8s.io';

const subjectDefaults: Edit = (subject) =>
  subject.kind === 'User' || subject.kind === 'Group' ? fillZero({ apiGroup: rbacGroup })(subject) : subject;

export const roleBindingDefaults: Edit = edits(
  inStruct('roleRef', fillZero({ apiGroup: rbacGroup })),
  inItems('subjects', subjectDefaults),
);

export const networkPolicyDefaults: Edit = inStruct('spec', (written) => {
  const ports = inItems('ports', fillMissing({ protocol: 'TCP' }));
  const spec = edits(inItems('ingress', ports), inItems('egress', ports))(written);
  const count = (key: string): number => (Array.isArray(spec[key]) ? spec[key].length : 0);
  if (count('policyTypes') > 0) return spec;
  return set(spec, 'policyTypes', count('egress') > 0 ? ['Ingress', 'Egress'] : ['Ingress']);
});

export const ingressClassDefaults: Edit = inField('spec', inField('parameters', fillMissing({ scope: 'Cluster' })));

export const priorityClassDefaults: Edit = fillMissing({ preemptionPolicy: 'PreemptLowerPriority' });

export const flowSchemaDefaults: Edit = inStruct('spec', fillZero({ matchingPrecedence: 1000 }));

export const priorityLevelDefaults: Edit = inField(
  'spec',
  edits(
    inField(
      'limited',
      edits(
        fillMissing({ nominalConcurrencyShares: 30, lendablePercent: 0 }),
        inStruct('limitResponse', inField('queuing', fillZero({ handSize: 8, queues: 64, queueLengthLimit: 50 }))),
      ),
    ),
    inField('exempt', fillMissing({ nominalConcurrencyShares: 0, lendablePercent: 0 })),
  ),
);
