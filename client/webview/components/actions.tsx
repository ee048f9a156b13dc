import type { ClusterAction, Timeline } from '../../../server/src/protocol.ts';
import { post } from '../host.ts';
import { shortName } from '../model/pods.ts';
import { outcomeOf } from '../model/verdict.ts';
import { node, pod, workload } from '../state.ts';

const restartable = new Set(['Deployment', 'StatefulSet', 'DaemonSet']);

/** What else could happen: each goes to the cluster as it stands at the end, and gives a new run. */
export function Actions({ timeline }: { readonly timeline: Timeline }) {
  const front = workload.value && outcomeOf(workload.value, timeline) ? workload.value : undefined;
  const chosen = pod.value?.endedAt === undefined ? pod.value : undefined;
  const isFailed =
    timeline.nodes
      .find(({ name }) => name === node.value)
      ?.status.at(-1)
      ?.text.startsWith('NotReady') ?? false;
  const machine = node.value === undefined ? undefined : { kind: 'Node', namespace: '', name: node.value };
  const act = (action: ClusterAction) => post({ type: 'act', action });
  const owner =
    front && restartable.has(front.kind) ? { kind: front.kind, namespace: front.namespace, name: front.name } : undefined;
  const ref = chosen && { kind: 'Pod', namespace: chosen.namespace, name: chosen.name };
  return (
    <div class="actions" role="group" aria-label="What if">
      <span class="dim" title="Actions go to the cluster as it stands at the end of this run">
        What if…
      </span>
      {machine && isFailed && (
        <Action text="Bring back" name={machine.name} run={() => act({ do: 'recoverNode', object: machine })} />
      )}
      {machine && !isFailed && <Action text="Fail" name={machine.name} run={() => act({ do: 'failNode', object: machine })} />}
      {machine && !isFailed && <Action text="Drain" name={machine.name} run={() => act({ do: 'drain', object: machine })} />}
      {ref && (
        <Action
          text="Crash"
          name={shortName(ref.name)}
          run={() => post({ type: 'command', command: 'drydock.crashContainer', object: ref })}
        />
      )}
      {!machine && !ref && <span class="dim hint">choose a pod or a node</span>}
      {owner && (
        <Action text="Undo rollout" run={() => post({ type: 'command', command: 'drydock.undoRollout', object: owner })} />
      )}
      {owner && <Action text="Restart" run={() => act({ do: 'restart', object: owner })} />}
    </div>
  );
}

function Action({ text, name, run }: { readonly text: string; readonly name?: string; readonly run: () => void }) {
  return (
    <button type="button" onClick={run}>
      {text}
      {name !== undefined && <span class="target"> {name}</span>}
    </button>
  );
}
