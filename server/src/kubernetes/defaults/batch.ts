import { type Edit, edits, fillMissing, fillZero, inField, inItems, inStruct, isMissing, set } from './edit.ts';
import { podTemplateDefaults } from './pods.ts';
import { fillLabels, templateLabels } from './workloads.ts';

/**
 * Of Jobs and CronJobs.
 * Source: pkg/apis/batch/v1/defaults.go
 */

const unlimited = 2 ** 31 - 1;

const failurePolicyConditions: Edit = inField(
  'podFailurePolicy',
  inItems('rules', inItems('onPodConditions', fillZero({ status: 'True' }))),
);

/** What a Job's spec gets wherever it stands. */
const contentsOfJobSpec: Edit = edits(failurePolicyConditions, inStruct('template', podTemplateDefaults));

const jobSpecDefaults: Edit = edits(
  (spec) => (isMissing(spec.completions) && isMissing(spec.parallelism) ? set(spec, 'completions', 1) : spec),
  fillMissing({ parallelism: 1 }),
  (spec) => fillMissing({ backoffLimit: isMissing(spec.backoffLimitPerIndex) ? 6 : unlimited })(spec),
  fillMissing({ completionMode: 'NonIndexed', suspend: false }),
  (spec) => fillMissing({ podReplacementPolicy: isMissing(spec.podFailurePolicy) ? 'TerminatingOrFailed' : 'Failed' })(spec),
  fillMissing({ manualSelector: false }),
  contentsOfJobSpec,
);

export const jobDefaults: Edit = (job) => {
  const labels = templateLabels(job);
  return edits(
    inStruct('metadata', (metadata) => fillLabels(metadata, 'labels', labels)),
    inStruct('spec', jobSpecDefaults),
  )(job);
};

/** Of a CronJob's Job template only the pods are completed; the rest follows when the Job is created. */
export const cronJobDefaults: Edit = inStruct(
  'spec',
  edits(
    fillZero({ concurrencyPolicy: 'Allow' }),
    fillMissing({ suspend: false, successfulJobsHistoryLimit: 3, failedJobsHistoryLimit: 1 }),
    inStruct('jobTemplate', inStruct('spec', contentsOfJobSpec)),
  ),
);
