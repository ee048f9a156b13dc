import { parseDuration } from '../duration.ts';
import { tooBusy } from './advance.ts';
import type { StepKind } from './step.ts';
import { durationProblems } from './time.ts';

/** `settle: {}` */
const isEmptyMap = (value: unknown): boolean => JSON.stringify(value) === '{}';

const defaultLimitMs = 3_600_000;

/** Runs until nothing more happens by itself. */
export const settle: StepKind<'settle'> = {
  name: 'settle',
  problems: (limit, path) => (isEmptyMap(limit) ? [] : durationProblems(limit, path)),
  run(limit, { cluster, shouldStop, failure }, path) {
    const limitMs = typeof limit === 'string' ? parseDuration(limit) : undefined;
    const reason = cluster.settle(limitMs ?? defaultLimitMs, shouldStop);
    if (reason === 'settled') return {};
    const busy = cluster.busy().slice(0, 5).join(', ');
    const found = reason === 'stopped' ? `${tooBusy}: ${busy}` : `still busy: ${busy}`;
    return { failures: [failure(path, `the cluster settles within ${typeof limit === 'string' ? limit : '1h'}`, found)] };
  },
};
