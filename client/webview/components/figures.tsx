import type { Timeline } from '../../../server/src/protocol.ts';
import { figuresOf } from '../model/figures.ts';
import { chipOf, outcomeOf } from '../model/verdict.ts';
import { workload } from '../state.ts';
import { VerdictChip } from './verdict-chip.tsx';

/** The workload in front: how it ended, and the numbers of its run. */
export function Figures({ timeline }: { readonly timeline: Timeline }) {
  const front = workload.value;
  if (!front) return null;
  const isAll = front.kind === '';
  const outcome = isAll ? undefined : outcomeOf(front, timeline);
  const chip = chipOf(front, timeline);
  return (
    <section class="figures" aria-label={`${front.kind} ${front.name} in figures`.trim()}>
      <div class="subject">
        <div class="title">
          <strong>{front.name}</strong> <span class="dim">{isAll ? timeline.workloads.length : front.kind}</span>
        </div>
        <VerdictChip chip={chip} />
      </div>
      <dl>
        {figuresOf(front, timeline).map(({ id, value, label, tone }) => (
          <div key={id} class={tone}>
            <dt>{label}</dt>
            <dd>{value}</dd>
          </div>
        ))}
      </dl>
      {outcome && outcome.state !== 'complete' && (
        <p class="cause">
          <strong>{outcome.reason}</strong> {outcome.message}
        </p>
      )}
    </section>
  );
}
