import type { TraceEntry, WriteEntry } from '../cluster/engine/trace.ts';
import type { VirtualMs } from '../cluster/engine/types.ts';
import type { Timeline, TimelineEvent, WorkloadOutcome } from '../protocol.ts';
import { nodeTimelines } from './timeline-nodes.ts';
import type { PodWords } from './timeline-pods.ts';
import { workloadTimelines } from './timeline-workloads.ts';

export interface TimelineContext {
  readonly from: VirtualMs;
  readonly to: VirtualMs;
  readonly seed: number;
  readonly kubernetesVersion: string;
  readonly outcome: readonly WorkloadOutcome[];
  /** What the scheduler remembers of its decision about a pod, by uid. */
  readonly placementOf: PodWords['placementOf'];
}

/** What the panel draws, read from the trace alone: the run from `from` to `to`, with what was there before it began. */
export function timelineOf(trace: readonly TraceEntry[], context: TimelineContext): Timeline {
  const { from, to, seed, kubernetesVersion, outcome } = context;
  const writes = trace.filter((entry): entry is WriteEntry => entry.verb !== 'event');
  return {
    kubernetesVersion,
    seed,
    from: from / 1000,
    to: to / 1000,
    outcome,
    ...workloadTimelines(writes, { said: placementEvents(trace), placementOf: context.placementOf }, context),
    events: eventsOf(trace, from),
    nodes: nodeTimelines(writes, from),
  };
}

function eventsOf(trace: readonly TraceEntry[], from: VirtualMs): TimelineEvent[] {
  return trace.flatMap((entry) =>
    entry.verb === 'event' && entry.at >= from
      ? [{ at: entry.at / 1000, type: entry.type, object: entry.ref, reason: entry.reason, message: entry.message }]
      : [],
  );
}

/** The last thing the scheduler said of each pod, by `namespace/name`. */
function placementEvents(trace: readonly TraceEntry[]): ReadonlyMap<string, string> {
  const said = new Map<string, string>();
  for (const entry of trace) {
    if (entry.verb !== 'event' || (entry.reason !== 'Scheduled' && entry.reason !== 'FailedScheduling')) continue;
    said.set(`${entry.ref.namespace}/${entry.ref.name}`, entry.message);
  }
  return said;
}
