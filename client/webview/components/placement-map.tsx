import type { Timeline } from '../../../server/src/protocol.ts';
import { type NodeCard, type PlacedPod, placementAt } from '../model/placement.ts';
import { stateNames } from '../model/pods.ts';
import { secondsText } from '../model/time.ts';
import { at, isAtEnd, node, ownPods, selectedNode, selectedPod, selectNode, selectPod } from '../state.ts';
import { tip } from './tooltip.tsx';

/** Which pod is on which node at the moment that is shown. */
export function PlacementMap({ timeline }: { readonly timeline: Timeline }) {
  const { zones, unplaced } = placementAt(timeline, ownPods.value, at.value);
  const moment = secondsText(at.value - timeline.from, timeline.to - timeline.from);
  return (
    <section class="placement">
      <h2>
        Placement at {moment}
        {isAtEnd.value ? ', the end' : ''}
      </h2>
      {zones.length === 0 && <p class="dim">The cluster has no nodes.</p>}
      <div class={zones.some(({ nodes }) => nodes.length > 1) ? 'zones' : 'zones small'}>
        {zones.map((zone) => (
          <div key={zone.name} class={zone.name === '' ? 'zone unnamed' : 'zone'}>
            <span class="zone-name">{zone.name === '' ? 'no zone' : zone.name}</span>
            <div class="nodes">
              {zone.nodes.map((card) => (
                <Card key={card.name} card={card} />
              ))}
            </div>
          </div>
        ))}
      </div>
      {unplaced.length > 0 && (
        <div class="zone unplaced">
          <span class="zone-name">
            Not scheduled: {unplaced.length} {unplaced.length === 1 ? 'pod' : 'pods'}
          </span>
          <Squares pods={unplaced} />
        </div>
      )}
    </section>
  );
}

function Card({ card }: { readonly card: NodeCard }) {
  const percent = (share: number) => `${Math.round(share * 100)} %`;
  return (
    <div class={`node ${card.isReady ? '' : 'trouble'} ${node.value === card.name ? 'selected' : ''}`}>
      <div class="node-head">
        <button type="button" aria-pressed={selectedNode.value === card.name} onClick={() => selectNode(card.name)}>
          {card.name}
        </button>
        {card.status !== '' && <em>{card.status}</em>}
        <span class="dim" title={`requested: cpu ${percent(card.cpu)}, memory ${percent(card.memory)} of allocatable`}>
          cpu {percent(card.cpu)}
        </span>
      </div>
      <div class="meter" aria-hidden="true">
        <i style={{ width: percent(card.cpu).replace(' ', '') }} />
      </div>
      <Squares pods={card.pods} />
    </div>
  );
}

function Squares({ pods }: { readonly pods: readonly PlacedPod[] }) {
  return (
    <div class="squares">
      <span class="hidden">{inWords(pods)}</span>
      {pods.map(({ pod, state, status, role }) => (
        // Every pod can be reached by keyboard in the list of pods.
        <span
          key={pod.uid}
          aria-hidden="true"
          class={`square ${state} ${role} ${pod.uid === selectedPod.value ? 'selected' : ''}`}
          onClick={() => selectPod(pod.uid)}
          onMouseMove={(event) => (tip.value = { x: event.clientX, y: event.clientY, title: pod.name, lines: [status] })}
          onMouseLeave={() => (tip.value = undefined)}
        />
      ))}
    </div>
  );
}

function inWords(pods: readonly PlacedPod[]): string {
  const counts = new Map<string, number>();
  for (const { state } of pods) counts.set(stateNames[state], (counts.get(stateNames[state]) ?? 0) + 1);
  return pods.length === 0 ? 'no pods' : [...counts].map(([name, count]) => `${count} ${name}`).join(', ');
}
