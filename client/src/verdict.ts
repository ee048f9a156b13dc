import type { ObjectName, SimulateResult, WorkloadOutcome } from '../../server/src/protocol.ts';

export interface Verdict {
  readonly level: 'success' | 'warning' | 'error';
  /** One line for the status bar. */
  readonly text: string;
  /** A line for each workload and each refused document. */
  readonly details: readonly string[];
}

const severity = { complete: 0, progressing: 1, stuck: 2, failed: 3 } as const;

/** A run in one line: the worst workload speaks for all, and one that was applied before others. */
export function verdictOf(result: SimulateResult): Verdict {
  const refused = result.applied.filter((document) => document.result === 'refused');
  const details = [
    ...refused.map((document) => document.message),
    ...result.outcome.map(
      (workload) => `${workload.kind} ${workload.name}: ${workload.state}${workload.message ? ` (${workload.message})` : ''}`,
    ),
  ];
  if (result.cancelled) return { level: 'warning', text: `cancelled at ${seconds(result.to)}`, details };
  if (refused.length > 0) return { level: 'error', text: `${count(refused.length, 'document')} refused`, details };
  const own = ownWorkloads(result);
  // What the user applied speaks first; what is wrong elsewhere may come of it.
  const worst = worstOf(own.filter(({ state }) => state !== 'complete')) ?? worstOf(result.outcome);
  if (!worst) return { level: 'success', text: `${count(result.applied.length, 'object')} applied`, details };
  if (worst.state === 'complete') return { level: 'success', text: completeText(own, result), details };
  const reason = worst.reason ? ` (${worst.reason})` : '';
  return {
    level: worst.state === 'progressing' ? 'warning' : 'error',
    text: `${worst.name} is ${worst.state}${reason}`,
    details,
  };
}

function worstOf(outcome: readonly WorkloadOutcome[]): WorkloadOutcome | undefined {
  return outcome.reduce<WorkloadOutcome | undefined>(
    (worst, next) => (worst && severity[worst.state] >= severity[next.state] ? worst : next),
    undefined,
  );
}

/** The outcome holds the whole cluster; a run is judged by what the user applied, where that was a workload. */
function ownWorkloads({ outcome, applied }: SimulateResult): readonly WorkloadOutcome[] {
  const own = outcome.filter((workload) => applied.some((document) => isSame(document, workload)));
  return own.length > 0 ? own : outcome;
}

function completeText(workloads: readonly WorkloadOutcome[], { from, to }: SimulateResult): string {
  const [only, ...others] = workloads;
  const who = only && others.length === 0 ? `${only.name} is` : `${workloads.length} workloads are`;
  return `${who} complete after ${seconds(to - from)}`;
}

function isSame(a: ObjectName, b: ObjectName): boolean {
  return a.kind === b.kind && a.namespace === b.namespace && a.name === b.name;
}

function count(number: number, noun: string): string {
  return `${number} ${noun}${number === 1 ? '' : 's'}`;
}

function seconds(value: number): string {
  return `${value < 100 ? Math.round(value * 10) / 10 : Math.round(value)} s`;
}
