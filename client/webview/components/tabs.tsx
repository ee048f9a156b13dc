import type { Timeline } from '../../../server/src/protocol.ts';
import { allKey, allWorkloads } from '../model/all-workloads.ts';
import { keyOf } from '../model/pods.ts';
import { chipOf } from '../model/verdict.ts';
import { workload, workloadKey } from '../state.ts';

/** One tab for all workloads of the run, and one for each; nothing to choose where there is only one. */
export function Tabs({ timeline }: { readonly timeline: Timeline }) {
  if (timeline.workloads.length < 2) return null;
  const tabs = [
    { key: allKey, name: 'All', one: allWorkloads(timeline) },
    ...timeline.workloads.map((one) => ({ key: keyOf(one), name: one.name, one })),
  ];
  const front = workload.value === undefined || workload.value.kind === '' ? allKey : keyOf(workload.value);
  const move = (event: KeyboardEvent) => {
    const step = { ArrowLeft: -1, ArrowRight: 1 }[event.key];
    if (step === undefined) return;
    event.preventDefault();
    const index = tabs.findIndex(({ key }) => key === front);
    const next = tabs[(index + step + tabs.length) % tabs.length];
    if (!next) return;
    workloadKey.value = next.key;
    requestAnimationFrame(() => document.getElementById(idOf(next.key))?.focus());
  };
  return (
    <div class="tabs" role="tablist" aria-label="Workloads" onKeyDown={move}>
      {tabs.map(({ key, name, one }) => {
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
            title={`${key.replaceAll('//', '/')}: ${chip.text}`}
          >
            <span class={`mark ${chip.state}`} aria-hidden="true">
              {chip.mark}
            </span>
            {name}
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
