import { post } from '../host.ts';

export function Empty() {
  return (
    <div class="empty">
      <h1>Nothing was simulated yet</h1>
      <p>
        Simulate a Kubernetes manifest: Drydock applies it to its built-in cluster, and draws here what happens to its pods,
        second by second. Nothing leaves the editor.
      </p>
      <button type="button" class="primary" onClick={() => post({ type: 'command', command: 'drydock.simulateApply' })}>
        Simulate a manifest
      </button>
    </div>
  );
}
