import { describe, expect, it } from 'vitest';
import { evict } from '../../../server/src/cluster/kubectl/evict.ts';
import type { PodDisruptionBudget } from '../../../server/src/kubernetes/api.ts';
import { type KubernetesObject, refOf } from '../../../server/src/kubernetes/object.ts';
import { Lab } from '../e2e/lab.ts';
import { budget, deployment, pod } from '../e2e/objects.ts';

// pkg/registry/core/pod/storage/eviction.go: Create, checkAndDecrement.
const refusal = "Cannot evict pod as it would violate the pod's disruption budget.";

function evictOne(lab: Lab): string {
  const [chosen] = lab.livePods();
  const outcome = evict(lab.cluster, refOf(chosen as KubernetesObject));
  return outcome.ok ? 'evicted' : `${outcome.error.code} ${outcome.error.message}`;
}

const statusOf = (lab: Lab) => lab.get<PodDisruptionBudget>('PodDisruptionBudget', 'web').status;

describe('an eviction', () => {
  it('counts the pod off in the budget before the disruption controller has seen it', () => {
    const lab = new Lab();
    lab.run(deployment({ replicas: 3 }));
    lab.run(budget('web', { minAvailable: 1 }));
    const [first] = lab.podNames();
    expect(statusOf(lab)).toMatchObject({ disruptionsAllowed: 2 });
    expect(evict(lab.cluster, { kind: 'Pod', namespace: 'default', name: first ?? '' }).ok).toBe(true);
    expect(statusOf(lab)).toMatchObject({
      disruptionsAllowed: 1,
      disruptedPods: { [first ?? '']: expect.stringMatching(/Z$/) as string },
      conditions: [{ type: 'DisruptionAllowed', status: 'True' }],
    });
    expect(evictOne(lab)).toBe('evicted');
    expect(statusOf(lab)).toMatchObject({ disruptionsAllowed: 0, conditions: [{ status: 'False', reason: 'InsufficientPods' }] });
    // The counts are still those of the last sync.
    expect(evictOne(lab)).toBe(`429 ${refusal} The disruption budget web does not allow evicting pods currently`);
  });

  it('waits for a budget that no controller has looked at', () => {
    const lab = new Lab();
    lab.run(deployment({ replicas: 3 }));
    lab.apply(budget('web', { minAvailable: 1 }));
    expect(evictOne(lab)).toBe(`429 ${refusal} The disruption budget web is still being processed by the server.`);
  });

  it('is refused, with the reason, while the budget cannot be computed', () => {
    const lab = new Lab();
    lab.run(pod('web-0', { labels: { app: 'web' } }));
    lab.run(budget('web', { maxUnavailable: 1 }));
    const status = { ...statusOf(lab), currentHealthy: 0, desiredHealthy: 0, disruptionsAllowed: 0, expectedPods: 0 };
    const condition = { type: 'DisruptionAllowed', status: 'False' as const, lastTransitionTime: '2026-01-01T00:00:00Z' };
    const put = (reason: string, message: string, healthy: number) => {
      const live = lab.get<PodDisruptionBudget>('PodDisruptionBudget', 'web');
      const conditions = [{ ...condition, reason, message }];
      lab.cluster.api.updateStatus(
        { ...live, status: { ...status, currentHealthy: healthy, conditions } } as PodDisruptionBudget,
        'test',
      );
    };
    put('SyncFailed', 'found no controllers for pod "web-0"', 0);
    expect(evictOne(lab)).toBe(
      `429 ${refusal} The disruption budget web does not allow evicting pods currently because it failed sync: found no controllers for pod "web-0"`,
    );
    put('Other', 'for a reason', 1);
    expect(evictOne(lab)).toBe(
      `429 ${refusal} The disruption budget web does not allow evicting pods currently (Other): for a reason`,
    );
  });
});
