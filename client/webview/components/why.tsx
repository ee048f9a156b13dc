import type { Timeline, TimelinePod } from '../../../server/src/protocol.ts';
import { post } from '../host.ts';
import { barAt } from '../model/pods.ts';
import { secondsText } from '../model/time.ts';
import { at, pod, scope, showScores } from '../state.ts';

/** Why the chosen pod is where it is, and what keeps it from being ready at the moment that is shown. */
export function Why({ timeline }: { readonly timeline: Timeline }) {
  const chosen = pod.value;
  return (
    <section class={chosen ? 'why' : 'why none'} aria-live="polite">
      <h2>Why</h2>
      {chosen ? (
        <PodReasons pod={chosen} timeline={timeline} />
      ) : (
        <p class="dim">Choose a pod to see why it runs where it runs.</p>
      )}
    </section>
  );
}

function PodReasons({ pod: chosen, timeline }: { readonly pod: TimelinePod; readonly timeline: Timeline }) {
  const { name, namespace, node, images, placement } = chosen;
  const bar = barAt(chosen, at.value, timeline.to);
  const span = timeline.to - timeline.from;
  const scheduled = chosen.why.split('\n')[0] ?? '';
  const isSaid = scheduled === '' || (bar?.problem?.includes(scheduled) ?? false);
  const placed = bar !== undefined && bar.state !== 'pending';
  return (
    <div class="reasons">
      <p>
        <strong>{name}</strong>{' '}
        {bar ? (
          <>
            {bar.status} {bar.ready} since {secondsText(bar.from - timeline.from, span)}
            {placed && node !== '' && (
              <>
                {' '}
                on <strong>{node}</strong>
              </>
            )}
          </>
        ) : (
          <span class="dim">{absence(chosen, at.value)}</span>
        )}
        {bar && bar.restarts > 0 && `, ${bar.restarts} ${bar.restarts === 1 ? 'restart' : 'restarts'}`}
      </p>
      {bar?.problem && <p class={`problem ${bar.state}`}>{bar.problem}</p>}
      {placement ? (
        <details open={showScores.value} onToggle={({ currentTarget }) => (showScores.value = currentTarget.open)}>
          <summary>{isSaid ? 'The nodes, one by one' : scheduled}</summary>
          <ul>
            {placement.map((line) => (
              <li key={line}>{line}</li>
            ))}
          </ul>
        </details>
      ) : (
        !isSaid && <p>{scheduled}</p>
      )}
      <p class="dim">{images.join(', ')}</p>
      <p class="buttons">
        <button
          type="button"
          disabled={!bar}
          onClick={() => post({ type: 'showObject', object: { kind: 'Pod', namespace, name } })}
        >
          Show object
        </button>
        <button
          type="button"
          aria-pressed={scope.value === 'pod'}
          onClick={() => (scope.value = scope.value === 'pod' ? 'all' : 'pod')}
        >
          Only its events
        </button>
      </p>
    </div>
  );
}

function absence({ createdAt, endedAt }: TimelinePod, moment: number): string {
  if (moment < createdAt) return 'does not exist yet';
  return endedAt !== undefined ? 'is gone' : 'is not shown';
}
