import type { Node } from '../../kubernetes/api.ts';
import { timestampAt } from '../../kubernetes/time.ts';
import type { Cluster } from '../cluster.ts';
import type { NodeSpec } from '../spec.ts';
import { type CommandResult, edit } from './result.ts';

/** What the control plane taints nodes with by itself. */
const managedPrefix = 'node.kubernetes.io/';

/** Gives a node these taints of a user's, as a series of `kubectl taint` does; the control plane's own stay. */
export function taint(cluster: Cluster, node: string, taints: NodeSpec['taints']): CommandResult {
  const ref = { kind: 'Node', namespace: '', name: node };
  const timeAdded = timestampAt(cluster.now);
  return edit<Node>(cluster, ref, taints.length === 0 ? 'untainted' : 'tainted', (live) => {
    const before = live.spec?.taints ?? [];
    const managed = before.filter(({ key }) => key.startsWith(managedPrefix));
    const own = taints.map((each) => {
      const same = before.find(
        ({ key, value = '', effect }) => key === each.key && value === (each.value ?? '') && effect === each.effect,
      );
      return same ?? { ...each, ...(each.effect === 'NoExecute' && { timeAdded }) };
    });
    const { taints: _, ...spec } = live.spec ?? {};
    const all = [...managed, ...own];
    return { ...live, spec: all.length === 0 ? spec : { ...spec, taints: all } };
  });
}
