import type { Timeline } from '../../../server/src/protocol.ts';
import { keyOf } from '../model/pods.ts';
import { chipOf } from '../model/verdict.ts';
import { workload, workloadKey } from '../state.ts';

/** One tab for each workload of the run; nothing to choose where there is only one. */
export function Tabs({ timeline }: { readonly timeline: Timeline }) {
  const { workloads } = timeline;
  if (workloads.length < 2) return null;
  const front = workload.value ? keyOf(workload.value) : '';
  const move = (event: KeyboardEvent) => {
    const step = { ArrowLeft: -1, ArrowRight: 1 }[event.key];
    if (step === undefined) return;
    event.preventDefault();
    const index = workloads.findIndex((one) => keyOf(one) === front);
    const next = workloads[(index + step + workloads.length) % workloads.length];
    if (!next) return;
    workloadKey.value = keyOf(next);
    requestAnimationFrame(() => document.getElementById(idOf(keyOf(next)))?.focus());
  };
  return (
    <div class="tabs" role="tablist" aria-label="Workloads" onKeyDown={move}>
      {workloads.map((one) => {
        const key = keyOf(one);
        const chip = chipOf(one, timeline);
        return (
          <button
            type="button"
            role="tab"
            key={key}
            id={idOf(key)}
            aria-selected={key === front}
            aria-controls="stage"
            tabIndex={key === front ? 0 : -1}
            onClick={() => (workloadKey.value = key)}
            title={`${one.kind} ${one.namespace}/${one.name}: ${chip.text}`}
          >
            <span class={`mark ${chip.state}`} aria-hidden="true">
              {chip.mark}
            </span>
            {one.name}
            <span class="hidden">, {chip.text}</span>
          </button>
        );
      })}
    </div>
  );
}

function idOf(key: string): string {
  return `tab ${key}`.replaceAll(/[^\w-]/g, '-');
}
