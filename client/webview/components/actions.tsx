import type { ClusterAction, ObjectName, Timeline, TimelinePod } from '../../../server/src/protocol.ts';
import { post } from '../host.ts';
import { shortName } from '../model/pods.ts';
import { outcomeOf } from '../model/verdict.ts';
import { node, pod, target } from '../state.ts';

/** What else could happen: each goes to the cluster as it stands at the end, and gives a new run. */
export function Actions({ timeline }: { readonly timeline: Timeline }) {
  const owner = target.value && outcomeOf(target.value, timeline);
  const chosen = pod.value?.endedAt === undefined ? pod.value : undefined;
  const isRunning = ['ready', 'notReady'].includes(chosen?.bars.at(-1)?.state ?? '');
  const status = timeline.nodes.find(({ name }) => name === node.value)?.status.at(-1)?.text ?? '';
  return (
    <div class="actions" role="group" aria-label="What if">
      <span class="dim" title="Actions go to the cluster as it stands at the end of this run">
        What if…
      </span>
      {node.value !== undefined && status !== '' && <NodeActions name={node.value} isFailed={status.startsWith('NotReady')} />}
      {chosen && isRunning && <PodActions pod={chosen} />}
      {node.value === undefined && !chosen && <span class="dim hint">choose a pod or a node</span>}
      {owner && <WorkloadActions workload={owner} />}
    </div>
  );
}

function NodeActions({ name, isFailed }: { readonly name: string; readonly isFailed: boolean }) {
  const object = { kind: 'Node', namespace: '', name };
  if (isFailed) return <Action text="Bring back" name={name} run={() => act({ do: 'recoverNode', object })} />;
  return (
    <>
      <Action text="Fail" name={name} run={() => act({ do: 'failNode', object })} />
      <Action text="Drain" name={name} run={() => act({ do: 'drain', object })} />
    </>
  );
}

function PodActions({ pod: { namespace, name } }: { readonly pod: TimelinePod }) {
  const object = { kind: 'Pod', namespace, name };
  const crash = () => post({ type: 'command', command: 'drydock.crashContainer', object });
  return <Action text="Crash" name={shortName(name)} run={crash} />;
}

const restartable = new Set(['Deployment', 'StatefulSet', 'DaemonSet']);

function WorkloadActions({ workload: { kind, namespace, name } }: { readonly workload: ObjectName }) {
  if (!restartable.has(kind)) return null;
  const object = { kind, namespace, name };
  return (
    <>
      <Action text="Undo rollout" run={() => post({ type: 'command', command: 'drydock.undoRollout', object })} />
      <Action text="Restart" run={() => act({ do: 'restart', object })} />
    </>
  );
}

function Action({ text, name, run }: { readonly text: string; readonly name?: string; readonly run: () => void }) {
  return (
    <button type="button" onClick={run}>
      {text}
      {name !== undefined && ` ${name}`}
    </button>
  );
}

function act(action: ClusterAction): void {
  post({ type: 'act', action });
}
