import type { Timeline } from '../../../server/src/protocol.ts';
import { post } from '../host.ts';
import { worstChip } from '../model/verdict.ts';
import { VerdictChip } from './verdict-chip.tsx';

export function Header({ timeline }: { readonly timeline: Timeline }) {
  const chip = timeline.workloads.length > 1 ? worstChip(timeline) : undefined;
  const nodes = timeline.nodes.length;
  return (
    <header class="header">
      <h1>Rehearsal</h1>
      {chip && <VerdictChip chip={chip} />}
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
