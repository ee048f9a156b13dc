import type { Timeline } from '../../../server/src/protocol.ts';
import { post } from '../host.ts';

export function Header({ timeline }: { readonly timeline: Timeline }) {
  const nodes = timeline.nodes.length;
  return (
    <header class="header">
      <h1>Rehearsal</h1>
      <span class="crumb">
        Kubernetes {timeline.kubernetesVersion} · {nodes} {nodes === 1 ? 'node' : 'nodes'} · seed {timeline.seed}
      </span>
      <span class="push" />
      <button type="button" onClick={() => post({ type: 'command', command: 'drydock.resetCluster' })}>
        Reset cluster…
      </button>
    </header>
  );
}
