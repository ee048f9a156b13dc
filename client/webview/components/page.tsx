import { failure, timeline } from '../state.ts';
import { Actions } from './actions.tsx';
import { Empty } from './empty.tsx';
import { Events } from './events.tsx';
import { Figures } from './figures.tsx';
import { Header } from './header.tsx';
import { PlacementMap } from './placement-map.tsx';
import { Stage } from './stage.tsx';
import { Tabs } from './tabs.tsx';
import { Tooltip } from './tooltip.tsx';
import { Transport } from './transport.tsx';
import { Why } from './why.tsx';

export function Page() {
  if (timeline.value === undefined)
    return <p class="note">{failure.value ? unreadable(failure.value) : 'Reading the timeline …'}</p>;
  if (timeline.value === null) return <Empty />;
  const hasWorkloads = timeline.value.workloads.length > 0;
  return (
    <div class="page">
      <Header timeline={timeline.value} />
      {failure.value && (
        <p class="failure" role="alert">
          {unreadable(failure.value)}
        </p>
      )}
      <Figures timeline={timeline.value} />
      <section class="main" aria-label="Rollout">
        <Tabs timeline={timeline.value} />
        {hasWorkloads ? <Stage /> : <p class="note">No workload lived during this run, so there are no pods to draw.</p>}
      </section>
      <section class="side" aria-label="Details">
        <PlacementMap timeline={timeline.value} />
        <Why timeline={timeline.value} />
        <Events timeline={timeline.value} />
      </section>
      <footer class="bar">
        <Transport timeline={timeline.value} />
        <Actions timeline={timeline.value} />
      </footer>
      <Tooltip />
    </div>
  );
}

function unreadable(reason: string): string {
  return `The timeline could not be read: ${reason}`;
}
