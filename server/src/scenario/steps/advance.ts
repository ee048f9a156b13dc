import { parseDuration } from '../duration.ts';
import type { StepKind } from './step.ts';
import { durationProblems } from './time.ts';

/** Lets exactly this much virtual time pass. */
export const advance: StepKind<'advance'> = {
  name: 'advance',
  problems: durationProblems,
  run(duration, { cluster, shouldStop, failure }, path) {
    const reason = cluster.advance(parseDuration(duration) ?? 0, shouldStop);
    return reason === 'stopped' ? { failures: [failure(path, `${duration} pass`, tooBusy)] } : {};
  },
};

export const tooBusy = 'the cluster does so much in so little time that the run was stopped';
