import { describe, expect, it } from 'vitest';
import { verdictOf } from '../../client/src/verdict.ts';
import type { AppliedDocument, SimulateResult, WorkloadOutcome, WorkloadState } from '../../server/src/protocol.ts';

const workload = (name: string, state: WorkloadState, reason = ''): WorkloadOutcome => ({
  kind: 'Deployment',
  namespace: 'default',
  name,
  state,
  reason,
  message: '',
});
const document = (result: AppliedDocument['result'], message = ''): AppliedDocument => ({
  kind: 'Deployment',
  namespace: 'default',
  name: 'web',
  uri: 'file:///web.yaml',
  line: 0,
  result,
  message,
});
const run = (parts: Partial<SimulateResult>): SimulateResult => ({
  applied: [document('created')],
  outcome: [],
  from: 10,
  to: 29.44,
  cancelled: false,
  ...parts,
});

describe('the verdict of a run', () => {
  it('names the only workload and how long it took', () => {
    expect(verdictOf(run({ outcome: [workload('web', 'complete')] }))).toMatchObject({
      level: 'success',
      text: 'web is complete after 19.4 s',
    });
  });

  it('counts several workloads', () => {
    expect(verdictOf(run({ outcome: [workload('a', 'complete'), workload('b', 'complete')] })).text).toBe(
      '2 workloads are complete after 19.4 s',
    );
  });

  it('speaks of what was applied where the rest of the cluster is well too', () => {
    const outcome = [workload('older', 'complete'), workload('web', 'complete')];
    expect(verdictOf(run({ outcome })).text).toBe('web is complete after 19.4 s');
    const trouble = [workload('older', 'stuck', 'Unschedulable'), workload('web', 'complete')];
    expect(verdictOf(run({ outcome: trouble })).text).toBe('older is stuck (Unschedulable)');
  });

  it('tells the trouble of what was applied before that of the rest', () => {
    const outcome = [workload('older', 'stuck', 'Unschedulable'), workload('web', 'stuck', 'ImagePullBackOff')];
    expect(verdictOf(run({ outcome })).text).toBe('web is stuck (ImagePullBackOff)');
  });

  it.each<[WorkloadState, WorkloadState, string, string]>([
    ['complete', 'stuck', 'error', 'b is stuck (ImagePullBackOff)'],
    ['stuck', 'failed', 'error', 'b is failed (ImagePullBackOff)'],
    ['complete', 'progressing', 'warning', 'b is progressing (ImagePullBackOff)'],
  ])('of %s and %s tells the worse', (first, second, level, text) => {
    const outcome = [workload('a', first, 'Other'), workload('b', second, 'ImagePullBackOff')];
    expect(verdictOf(run({ outcome }))).toMatchObject({ level, text });
    expect(verdictOf(run({ outcome: outcome.toReversed() }))).toMatchObject({ level, text });
  });

  it('puts a refused document before all', () => {
    const result = run({
      applied: [document('refused', 'The Deployment "web" is invalid')],
      outcome: [workload('other', 'complete')],
    });
    expect(verdictOf(result)).toMatchObject({ level: 'error', text: '1 document refused' });
    expect(verdictOf(result).details[0]).toBe('The Deployment "web" is invalid');
  });

  it('says that a run was cancelled, and where', () => {
    expect(verdictOf(run({ cancelled: true, outcome: [workload('web', 'progressing')] }))).toMatchObject({
      level: 'warning',
      text: 'cancelled at 29.4 s',
    });
  });

  it('counts objects where no workload ran', () => {
    expect(verdictOf(run({ applied: [document('created'), document('unchanged')] }))).toMatchObject({
      level: 'success',
      text: '2 objects applied',
    });
  });
});
