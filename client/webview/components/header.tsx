import type { Timeline } from '../../../server/src/protocol.ts';
import { post } from '../host.ts';
import { secondsText } from '../model/time.ts';

export function Header({ timeline }: { readonly timeline: Timeline }) {
  const nodes = timeline.nodes.length;
  return (
    <header class="header">
      <h1>Rehearsal</h1>
      <span class="crumb">
        Kubernetes {timeline.kubernetesVersion} · {nodes} {nodes === 1 ? 'node' : 'nodes'} · seed {timeline.seed}
        {timeline.from > 0 && ` · began at ${secondsText(timeline.from, Infinity)} of cluster time`}
      </span>
      <span class="push" />
      <button type="button" onClick={() => post({ type: 'command', command: 'drydock.resetCluster' })}>
        Reset cluster…
      </button>
    </header>
  );
}
