import type { TraceEntry } from '../../cluster/engine/trace.ts';
import { clusterParts, decodeError } from '../../preview/cluster-parts.ts';
import { type Manifest, Rehearsal } from '../../preview/rehearsal.ts';
import { versionNote } from '../../preview/emulated-version.ts';
import { readManifests } from '../../preview/manifests.ts';
import type { SimulateResult } from '../../protocol.ts';
import { createSchema } from '../../schema/index.ts';
import type { Structure } from '../../schema/structure.ts';
import type { KubernetesVersion } from '../../schema/versions.ts';
import { parseYaml } from '../../yaml/index.ts';
import { lineCounter } from '../lines.ts';
import type { StructureFiles } from '../structure-file.ts';
import { readCluster } from './cluster.ts';
import { readConfigFile } from './config-file.ts';
import { readSources, UsageError } from './files.ts';
import { tell } from './story.ts';
import { chosenVersion } from './version.ts';

export interface SimulateOptions {
  readonly then: readonly string[];
  readonly cluster?: string;
  readonly seed: number;
  /** Virtual milliseconds; absent: until the cluster settles. */
  readonly limitMs?: number;
  readonly format: 'text' | 'json';
  readonly kubernetesVersion?: KubernetesVersion;
}

export interface Output {
  readonly out: (text: string) => void;
  readonly err: (text: string) => void;
}

/** `drydock simulate`: 0 when all is complete, 1 when something is refused, stuck, failed or not done, 2 when it could not run. */
export function simulate(
  paths: readonly string[],
  options: SimulateOptions,
  structures: StructureFiles,
  { out, err }: Output,
): number {
  const structure = structures.of(chosenVersion(options.kubernetesVersion, readConfigFile(undefined, err)));
  const note = versionNote(structure);
  if (note !== undefined) err(`note: ${note}`);
  const schema = createSchema(structure);
  const rehearsal = new Rehearsal({
    ...clusterParts(structure, readCluster(options.cluster, structure, err), options.seed),
    decodeError: (object) => decodeError(schema, object),
  });
  const steps = [paths, ...options.then.map((one) => [one])];
  const runs: SimulateResult[] = [];
  for (const step of steps) {
    const manifests = collect(step, err);
    if (manifests.length === 0) throw new UsageError(`${step.join(', ')}: no Kubernetes objects found`);
    runs.push(rehearsal.run(manifests, options.limitMs === undefined ? {} : { limitMs: options.limitMs }));
  }
  out(options.format === 'json' ? toJson(rehearsal, runs, structure) : tell(rehearsal, runs));
  const last = runs.at(-1);
  const failed =
    runs.some(({ applied }) => applied.some(({ result }) => result === 'refused')) ||
    (last?.outcome ?? []).some(({ state }) => state !== 'complete');
  return failed ? 1 : 0;
}

function collect(paths: readonly string[], err: (text: string) => void): readonly Manifest[] {
  return readSources(paths, err).flatMap((source) => {
    const { manifests, unreadable } = readManifests(source.path, parseYaml(source.text), lineCounter(source.text));
    const [first] = unreadable;
    if (first) throw new UsageError(`${first.uri}:${first.line + 1}: ${first.message}`);
    return manifests;
  });
}

function toJson(rehearsal: Rehearsal, runs: readonly SimulateResult[], structure: Structure): string {
  const note = versionNote(structure);
  return JSON.stringify(
    {
      kubernetesVersion: structure.kubernetesVersion,
      ...(note === undefined ? {} : { note }),
      seed: rehearsal.seed,
      virtualSeconds: rehearsal.now,
      applied: runs.map(({ applied }) => applied.map(({ uri, line, ...rest }) => ({ path: uri, line: line + 1, ...rest }))),
      outcome: runs.at(-1)?.outcome ?? [],
      objects: rehearsal.objects(),
      trace: rehearsal.trace.map(traceLine),
    },
    null,
    2,
  );
}

function traceLine(entry: TraceEntry): unknown {
  const { at, actor, verb, ref } = entry;
  const said = entry.verb === 'event' ? { reason: entry.reason, message: entry.message } : { reason: '', message: '' };
  return { at: at / 1000, actor, verb, object: ref, ...said };
}
