import { type Edit, edits, fillMissing, inField, inItems, inStruct } from './edit.ts';

/**
 * Of admission webhooks and admission policies.
 * Source: pkg/apis/admissionregistration/v1/defaults.go
 */

const webhook: Edit = edits(
  fillMissing({
    failurePolicy: 'Fail',
    matchPolicy: 'Equivalent',
    namespaceSelector: {},
    objectSelector: {},
    timeoutSeconds: 10,
  }),
  inField('clientConfig', inField('service', fillMissing({ port: 443 }))),
  inItems('rules', fillMissing({ scope: '*' })),
);

const resourceRules: Edit = fillMissing({ scope: '*' });

const matchResources: Edit = edits(
  fillMissing({ namespaceSelector: {}, objectSelector: {}, matchPolicy: 'Equivalent' }),
  inItems('resourceRules', resourceRules),
  inItems('excludeResourceRules', resourceRules),
);

export const validatingWebhookDefaults: Edit = inItems('webhooks', webhook);

export const mutatingWebhookDefaults: Edit = inItems('webhooks', edits(webhook, fillMissing({ reinvocationPolicy: 'Never' })));

export const admissionPolicyDefaults: Edit = inStruct(
  'spec',
  edits(fillMissing({ failurePolicy: 'Fail' }), inField('matchConstraints', matchResources)),
);

export const admissionPolicyBindingDefaults: Edit = inStruct('spec', inField('matchResources', matchResources));
