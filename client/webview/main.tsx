import { signal } from '@preact/signals';
import { render } from 'preact';
import type { Timeline, WorkloadOutcome } from '../../server/src/protocol.ts';
import type { FromPage, ToPage } from '../src/features/timeline-messages.ts';
import './main.css';

declare function acquireVsCodeApi(): { postMessage(message: FromPage): void };

const vscode = acquireVsCodeApi();
const timeline = signal<Timeline | null | undefined>(undefined);
const failure = signal<string | undefined>(undefined);

window.addEventListener('message', (event: MessageEvent<ToPage>) => {
  if (event.data.type === 'timeline') {
    timeline.value = event.data.timeline;
    failure.value = undefined;
  }
  if (event.data.type === 'error') failure.value = event.data.message;
});

function Page() {
  if (failure.value) return <p class="empty">The timeline could not be read: {failure.value}</p>;
  if (timeline.value === undefined) return <p class="empty">Reading the timeline …</p>;
  if (timeline.value === null) return <Empty />;
  return <Outcome timeline={timeline.value} />;
}

function Empty() {
  return (
    <div class="empty">
      <p>Nothing was simulated yet.</p>
      <button type="button" onClick={() => vscode.postMessage({ type: 'command', command: 'drydock.simulateApply' })}>
        Simulate the manifest in front
      </button>
    </div>
  );
}

function Outcome({ timeline }: { timeline: Timeline }) {
  return (
    <>
      <h1>
        Kubernetes {timeline.kubernetesVersion} · seed {timeline.seed} · {timeline.from} s to {timeline.to} s
      </h1>
      <ul>
        {timeline.outcome.map((workload: WorkloadOutcome) => (
          <li class={workload.state} key={`${workload.kind}/${workload.namespace}/${workload.name}`}>
            <strong>
              {workload.kind} {workload.name}
            </strong>{' '}
            {workload.state} {workload.message}
          </li>
        ))}
      </ul>
    </>
  );
}

const root = document.getElementById('root');
if (root) render(<Page />, root);
vscode.postMessage({ type: 'ready' });
