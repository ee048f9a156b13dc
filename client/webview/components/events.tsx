import { useEffect, useRef } from 'preact/hooks';
import type { Timeline, TimelineEvent } from '../../../server/src/protocol.ts';
import { eventWindow, lastIndex } from '../model/events.ts';
import { shortRef } from '../model/pods.ts';
import { secondsText } from '../model/time.ts';
import { at, events, goTo, isPlaying, pod, podNamed, scope, selectPod, warningsOnly, workload } from '../state.ts';
import { goToEvent } from '../moves.ts';

/** What the cluster said, in step with the moment: what is still to come is dimmed. */
export function Events({ timeline }: { readonly timeline: Timeline }) {
  const list = useRef<HTMLOListElement>(null);
  const all = events.value;
  const current = lastIndex(all, at.value);
  const { first, end } = eventWindow(all.length, current);
  useEffect(() => {
    const box = list.current;
    if (!box || box.matches(':hover')) return;
    const row = box.querySelector<HTMLElement>('.now');
    if (row) centre(box, row);
    else box.scrollTop = 0;
  }, [all, current]);
  const move = (event: KeyboardEvent) => {
    if (event.key !== 'ArrowDown' && event.key !== 'ArrowUp') return;
    event.preventDefault();
    goToEvent(event.key === 'ArrowDown' ? 1 : -1);
  };
  return (
    <section class="events">
      <div class="caption">
        <h2>
          Events <span class="dim">{all.length}</span>
        </h2>
        <Filters />
      </div>
      {all.length === 0 && <p class="dim">{nothing()}</p>}
      <ol class="event-list" ref={list} tabIndex={0} onKeyDown={move} aria-label="Events, arrow keys go from one to the next">
        {first > 0 && <li class="more dim">{first} earlier events</li>}
        {all.slice(first, end).map((event, index) => (
          <EventRow
            key={first + index}
            event={event}
            timeline={timeline}
            place={first + index === current ? 'now' : first + index > current ? 'later' : ''}
          />
        ))}
        {end < all.length && <li class="more dim">{all.length - end} later events</li>}
      </ol>
    </section>
  );
}

interface RowProps {
  readonly event: TimelineEvent;
  readonly timeline: Timeline;
  readonly place: string;
}

function EventRow({ event, timeline, place }: RowProps) {
  const { object, reason, message, type } = event;
  const choose = () => {
    isPlaying.value = false;
    goTo(event.at);
    const named = object.kind === 'Pod' ? podNamed(object.namespace, object.name, event.at) : undefined;
    if (named) selectPod(named.uid);
  };
  return (
    <li
      class={`${place} ${type === 'Warning' ? 'warning' : ''}`}
      aria-current={place === 'now' ? 'step' : undefined}
      onClick={choose}
    >
      <span class="time">{secondsText(event.at - timeline.from, timeline.to - timeline.from)}</span>
      <span class="what">
        {type === 'Warning' && <span class="warn-mark">⚠ </span>}
        <b>{reason}</b>{' '}
        <span class="dim" title={`${object.kind} ${object.name}`}>
          {shortRef(object)}
        </span>
      </span>
      <span class="message" title={message}>
        {message}
      </span>
    </li>
  );
}

function Filters() {
  const front = workload.value?.kind === '' ? undefined : workload.value;
  const choices = [
    { value: 'all', label: 'All', isPossible: true },
    { value: 'workload', label: front?.name ?? 'Workload', isPossible: front !== undefined },
    { value: 'pod', label: 'Pod', isPossible: pod.value !== undefined },
  ] as const;
  const chosen = choices.find(({ value }) => value === scope.value)?.isPossible ? scope.value : 'all';
  return (
    <>
      <fieldset class="segments">
        <legend class="hidden">Events of</legend>
        {choices.map(({ value, label, isPossible }) => (
          <label key={value}>
            <input
              type="radio"
              name="events-of"
              checked={chosen === value}
              disabled={!isPossible}
              onChange={() => (scope.value = value)}
            />
            <span>{label}</span>
          </label>
        ))}
      </fieldset>
      <label class="check">
        <input type="checkbox" checked={warningsOnly.value} onChange={() => (warningsOnly.value = !warningsOnly.value)} />
        Warnings
      </label>
    </>
  );
}

function nothing(): string {
  if (warningsOnly.value) return 'No warnings.';
  return scope.value === 'all' ? 'Nothing was reported in this run.' : 'Nothing was reported of it in this run.';
}

function centre(box: HTMLElement, row: HTMLElement): void {
  const top = row.offsetTop;
  if (top < box.scrollTop || top + row.offsetHeight > box.scrollTop + box.clientHeight)
    box.scrollTop = top - box.clientHeight / 2 + row.offsetHeight / 2;
}
