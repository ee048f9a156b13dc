import type { TraceEntry } from '../../../server/src/cluster/engine/trace.ts';
import { capacity } from './capacity.ts';
import { counts } from './counts.ts';
import { daemonPods } from './daemon-pods.ts';
import { deploymentCeiling } from './deployment-ceiling.ts';
import { deploymentFloor } from './deployment-floor.ts';
import { endpoints } from './endpoints.ts';
import { evictions } from './evictions.ts';
import { generation } from './generation.ts';
import { identity } from './identity.ts';
import { observedGeneration } from './observed-generation.ts';
import { ordinals } from './ordinals.ts';
import { orphans } from './orphans.ts';
import { phases } from './phases.ts';
import { podNode } from './pod-node.ts';
import { resourceVersions } from './resource-versions.ts';
import { type Invariant, Replay } from './world.ts';

export const invariants: readonly Invariant[] = [
  identity,
  resourceVersions,
  generation,
  observedGeneration,
  phases,
  podNode,
  capacity,
  deploymentCeiling,
  deploymentFloor,
  daemonPods,
  ordinals,
  evictions,
  orphans,
  counts,
  endpoints,
];

export interface InvariantOptions {
  /** Everything has come to rest at the end. */
  readonly settled: boolean;
  /** Nothing but rollouts took pods down: then Deployments keep their floor. */
  readonly voluntary?: boolean;
}

export interface Violation {
  readonly invariant: string;
  /** Virtual seconds. */
  readonly at: number;
  /** With the write that broke it, where one did. */
  readonly what: string;
}

/** Plays a trace again and looks after each write whether what always holds in Kubernetes still holds. */
export function violations(trace: readonly TraceEntry[], options: InvariantOptions): readonly Violation[] {
  const chosen = invariants.filter(({ voluntary }) => voluntary !== true || options.voluntary === true);
  const watches = chosen.flatMap(({ name, watch }) => (watch ? [{ name, look: watch() }] : []));
  const world = new Replay();
  const found: Violation[] = [];
  for (const entry of trace) {
    if (entry.verb === 'event') continue;
    world.write(entry);
    for (const { name, look } of watches) {
      const problem = look(world);
      if (problem === undefined) continue;
      const { kind, namespace, name: object } = entry.ref;
      const write = `${entry.actor} ${entry.verb} ${kind} ${namespace}/${object}`;
      found.push({ invariant: name, at: entry.at / 1000, what: `${write}: ${problem}` });
    }
  }
  if (!options.settled) return found;
  const at = (trace.at(-1)?.at ?? 0) / 1000;
  const resting = chosen.flatMap(({ name, atRest }) =>
    (atRest?.(world.live) ?? []).map((what): Violation => ({ invariant: name, at, what })),
  );
  return [...found, ...resting];
}

/** The same, as lines. */
export function brokenInvariants(trace: readonly TraceEntry[], options: InvariantOptions): readonly string[] {
  return violations(trace, options).map(({ invariant, at, what }) => `${at}s ${what} (${invariant})`);
}
