import { describe, expect, it } from 'vitest';
import { disruptionController } from '../../../server/src/cluster/controllers/disruption.ts';
import type { Action, UpdateAction } from '../../../server/src/cluster/engine/types.ts';
import type { Pod, PodDisruptionBudget } from '../../../server/src/kubernetes/api.ts';

const labels = { app: 'web' };
const budget = (spec: PodDisruptionBudget['spec']): PodDisruptionBudget => ({
  apiVersion: 'policy/v1',
  kind: 'PodDisruptionBudget',
  metadata: { name: 'web', namespace: 'default', generation: 1 },
  spec: { selector: { matchLabels: labels }, ...spec },
});
const pod = (ready: boolean, deleting = false): Pod => ({
  apiVersion: 'v1',
  kind: 'Pod',
  metadata: { name: 'web', namespace: 'default', labels, ...(deleting && { deletionTimestamp: '2026-01-01T00:00:00Z' }) },
  status: { conditions: [{ type: 'Ready', status: ready ? 'True' : 'False' }] },
});
const context = { now: 0, timestamp: '2026-01-01T00:00:00Z', random: () => 0 };
const expected = (count: number) => ({ count, hasUnmanaged: false });

function statusOf(actions: readonly Action[]): PodDisruptionBudget['status'] {
  const write = actions.find((action): action is UpdateAction => action.do === 'updateStatus');
  return (write?.object as PodDisruptionBudget | undefined)?.status;
}

/** As TestNoSelector, TestUnavailable, TestIntegerMaxUnavailable and their like in pkg/controller/disruption/disruption_test.go. */
describe('a budget’s status', () => {
  it.each([
    { spec: { minAvailable: 3 }, ready: 4, unready: 0, wanted: 0, status: [4, 3, 1, 4] },
    { spec: { minAvailable: 3 }, ready: 2, unready: 2, wanted: 0, status: [2, 3, 0, 4] },
    { spec: { minAvailable: '28%' }, ready: 2, unready: 0, wanted: 10, status: [2, 3, 0, 10] },
    { spec: { minAvailable: '28%' }, ready: 4, unready: 0, wanted: 10, status: [4, 3, 1, 10] },
    { spec: { maxUnavailable: 1 }, ready: 1, unready: 0, wanted: 7, status: [1, 6, 0, 7] },
    { spec: { maxUnavailable: '30%' }, ready: 7, unready: 0, wanted: 7, status: [7, 4, 3, 7] },
    { spec: { maxUnavailable: 10 }, ready: 1, unready: 0, wanted: 7, status: [1, 0, 1, 7] },
    { spec: { minAvailable: 0 }, ready: 0, unready: 0, wanted: 0, status: [0, 0, 0, 0] },
  ])('$spec with $ready ready, $unready unready, $wanted wanted', ({ spec, ready, unready, wanted, status }) => {
    const pods = [...Array.from({ length: ready }, () => pod(true)), ...Array.from({ length: unready }, () => pod(false))];
    const found = statusOf(disruptionController.reconcile({ budget: budget(spec), pods, expected: expected(wanted) }, context));
    expect([found?.currentHealthy, found?.desiredHealthy, found?.disruptionsAllowed, found?.expectedPods]).toEqual(status);
    expect(found?.conditions?.[0]?.reason).toBe((status[2] ?? 0) > 0 ? 'SufficientPods' : 'InsufficientPods');
  });

  it('does not count pods that are being deleted as healthy', () => {
    const observation = { budget: budget({ minAvailable: 1 }), pods: [pod(true), pod(true, true)], expected: expected(2) };
    expect(statusOf(disruptionController.reconcile(observation, context))?.currentHealthy).toBe(1);
  });

  it('lets nothing go when a workload cannot be counted', () => {
    const error = 'jobs.batch does not implement the scale subresource';
    const observation = { budget: budget({ maxUnavailable: 1 }), pods: [pod(true)], expected: { ...expected(0), error } };
    const actions = disruptionController.reconcile(observation, context);
    const condition = { type: 'DisruptionAllowed', status: 'False', reason: 'SyncFailed', message: error };
    expect(statusOf(actions)).toMatchObject({ disruptionsAllowed: 0, conditions: [condition] });
    expect(actions).toContainEqual(expect.objectContaining({ reason: 'CalculateExpectedPodCountFailed' }));
  });

  it('says that it has no pods, and that some have no owner', () => {
    const none = { budget: budget({ minAvailable: 1 }), pods: [], expected: expected(0) };
    expect(disruptionController.reconcile(none, context)).toContainEqual(
      expect.objectContaining({ type: 'Normal', reason: 'NoPods', message: 'No matching pods found' }),
    );
    const bare = { budget: budget({ maxUnavailable: 1 }), pods: [pod(true)], expected: { count: 0, hasUnmanaged: true } };
    expect(JSON.stringify(disruptionController.reconcile(bare, context))).toContain(
      '(selector: &LabelSelector{MatchLabels:map[string]string{app: web,},MatchExpressions:[]LabelSelectorRequirement{},})',
    );
  });
});
