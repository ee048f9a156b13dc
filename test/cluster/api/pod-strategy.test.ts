import { describe, expect, it } from 'vitest';
import { initialPodStatus, preparePod } from '../../../server/src/cluster/api/pod-strategy.ts';
import type { Pod, PodSpec } from '../../../server/src/kubernetes/api.ts';

const newPod = (spec: Partial<PodSpec>): Pod => ({
  apiVersion: 'v1',
  kind: 'Pod',
  metadata: { name: 'web', labels: { app: 'web', hash: '1' }, creationTimestamp: '2026-01-01T00:00:00Z' },
  spec: { containers: [{ name: 'c' }], ...spec },
});

// pkg/registry/core/pod/strategy_test.go: TestApplySchedulingGatedCondition, TestMutatePodAffinity.
describe('the status of a new pod', () => {
  it('is pending, with its quality of service', () => {
    expect(initialPodStatus(newPod({}))).toEqual({ phase: 'Pending', qosClass: 'BestEffort' });
  });

  it('says that gates hold it', () => {
    expect(initialPodStatus(newPod({ schedulingGates: [{ name: 'example.com/wait' }] })).conditions).toEqual([
      {
        type: 'PodScheduled',
        status: 'False',
        reason: 'SchedulingGated',
        message: 'Scheduling is blocked due to non-empty scheduling gates',
        lastTransitionTime: '2026-01-01T00:00:00Z',
      },
    ]);
  });
});

describe('label keys of a new pod', () => {
  const keys = { matchLabelKeys: ['hash', 'missing'] };
  const selector = { matchLabels: { app: 'web' } };
  const hashed = { key: 'hash', operator: 'In', values: ['1'] };

  it('are merged into the selectors of affinity terms', () => {
    const term = { topologyKey: 'zone', labelSelector: selector, ...keys, mismatchLabelKeys: ['app'] };
    const required = [term];
    const preferred = [{ weight: 1, podAffinityTerm: { topologyKey: 'zone', labelSelector: selector, ...keys } }];
    const { spec } = preparePod(
      newPod({
        affinity: {
          podAntiAffinity: {
            requiredDuringSchedulingIgnoredDuringExecution: required,
            preferredDuringSchedulingIgnoredDuringExecution: preferred,
          },
        },
      }),
    ) as Pod;
    const group = spec?.affinity?.podAntiAffinity;
    expect(group?.requiredDuringSchedulingIgnoredDuringExecution?.[0]?.labelSelector).toEqual({
      ...selector,
      matchExpressions: [hashed, { key: 'app', operator: 'NotIn', values: ['web'] }],
    });
    expect(group?.preferredDuringSchedulingIgnoredDuringExecution?.[0]?.podAffinityTerm.labelSelector?.matchExpressions).toEqual([
      hashed,
    ]);
  });

  it('are merged into the selectors of spread constraints, but make no selector', () => {
    const constraint = { maxSkew: 1, topologyKey: 'zone', whenUnsatisfiable: 'DoNotSchedule' as const, ...keys };
    const { spec } = preparePod(
      newPod({ topologySpreadConstraints: [{ ...constraint, labelSelector: selector }, constraint] }),
    ) as Pod;
    const [first, second] = spec?.topologySpreadConstraints ?? [];
    expect(first?.labelSelector).toEqual({ ...selector, matchExpressions: [hashed] });
    expect(second?.labelSelector).toBeUndefined();
  });
});
