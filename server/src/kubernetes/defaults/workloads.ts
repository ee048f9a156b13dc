import { claimDefaults } from './claims.ts';
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
  set,
} from './edit.ts';
import { podTemplateDefaults } from './pods.ts';

/**
 * Of the workloads of apps/v1.
 * Source: pkg/apis/apps/v1/defaults.go (feature gate MaxUnavailableStatefulSet is on in 1.37)
 */

/** Fills `rollingUpdate` where the type is RollingUpdate; `type` itself is filled first. */
const rollingUpdate = (defaults: Json): Edit =>
  edits(fillZero({ type: 'RollingUpdate' }), (strategy) =>
    strategy.type === 'RollingUpdate' ? inStruct('rollingUpdate', fillMissing(defaults))(strategy) : strategy,
  );

export const deploymentDefaults: Edit = inStruct(
  'spec',
  edits(
    fillMissing({ replicas: 1 }),
    inStruct('strategy', rollingUpdate({ maxUnavailable: '25%', maxSurge: '25%' })),
    fillMissing({ revisionHistoryLimit: 10, progressDeadlineSeconds: 600 }),
    inStruct('template', podTemplateDefaults),
  ),
);

export const replicaSetDefaults: Edit = inStruct(
  'spec',
  edits(fillMissing({ replicas: 1 }), inStruct('template', podTemplateDefaults)),
);

export const daemonSetDefaults: Edit = inStruct(
  'spec',
  edits(
    inStruct('updateStrategy', rollingUpdate({ maxUnavailable: 1, maxSurge: 0 })),
    fillMissing({ revisionHistoryLimit: 10 }),
    inStruct('template', podTemplateDefaults),
  ),
);

/** With the type written out, a missing `rollingUpdate` stays missing; its fields are filled only where it exists. */
const statefulSetStrategy: Edit = (strategy) => {
  const typed = isZero(strategy.type) ? fillMissing({ rollingUpdate: {} })(set(strategy, 'type', 'RollingUpdate')) : strategy;
  return typed.type === 'RollingUpdate'
    ? inField('rollingUpdate', fillMissing({ partition: 0, maxUnavailable: 1 }))(typed)
    : typed;
};

/** The API server names the kind of each claim template in what it returns. */
const claimTemplate: Edit = edits(fillZero({ apiVersion: 'v1', kind: 'PersistentVolumeClaim' }), claimDefaults);

export const statefulSetDefaults: Edit = inStruct(
  'spec',
  edits(
    fillZero({ podManagementPolicy: 'OrderedReady' }),
    inStruct('updateStrategy', statefulSetStrategy),
    inStruct('persistentVolumeClaimRetentionPolicy', fillZero({ whenDeleted: 'Retain', whenScaled: 'Retain' })),
    fillMissing({ replicas: 1, revisionHistoryLimit: 10 }),
    inStruct('template', podTemplateDefaults),
    inItems('volumeClaimTemplates', claimTemplate),
  ),
);

/** Where it has none of its own, a ReplicationController takes selector and labels from its template. */
export const replicationControllerDefaults: Edit = (controller) => {
  const labels = templateLabels(controller);
  return edits(
    inStruct('metadata', (metadata) => fillLabels(metadata, 'labels', labels)),
    inStruct(
      'spec',
      edits(
        (spec) => fillLabels(spec, 'selector', labels),
        fillMissing({ replicas: 1 }),
        inField('template', podTemplateDefaults),
      ),
    ),
  )(controller);
};

/** The labels of `spec.template`. */
export function templateLabels(workload: Json): Json | undefined {
  const spec = workload.spec;
  const template = isObject(spec) ? spec.template : undefined;
  const metadata = isObject(template) ? template.metadata : undefined;
  return isObject(metadata) && isObject(metadata.labels) ? metadata.labels : undefined;
}

export function fillLabels(object: Json, key: string, labels: Json | undefined): Json {
  const own = object[key];
  const isEmpty = isMissing(own) || (isObject(own) && Object.keys(own).length === 0);
  return labels !== undefined && isEmpty ? set(object, key, labels) : object;
}
