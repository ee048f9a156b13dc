import { readClusterFile } from '../cluster/cluster-file.ts';
import type { ClusterSpec } from '../cluster/spec.ts';
import { defaultClusterSpec } from '../cluster/system/default-spec.ts';
import type { FieldPath } from '../kubernetes/path.ts';
import type { Schema } from '../schema/index.ts';
import { clusterProblems } from '../validation/cluster-file.ts';
import { expectationProblems } from './expectations/index.ts';
import { kindsOf } from './kinds.ts';
import { type ReadingContext, stepProblems } from './steps/index.ts';
import type { Problem, ScenarioFile, ScenarioSpec } from './types.ts';

export const scenarioApiVersion = 'drydock.dev/v1alpha1';

/** A scenario that can be run. */
export interface Scenario {
  readonly name: string;
  readonly spec: ScenarioSpec;
  readonly cluster: ClusterSpec;
  /** Texts of the files that it applies, by the paths that it names them by. */
  readonly files: ReadonlyMap<string, string>;
}

export interface ReadScenario {
  /** Absent where there are problems: nothing is run of a scenario that is wrong in part. */
  readonly scenario?: Scenario;
  readonly problems: readonly Problem[];
}

export function isScenario(value: unknown): boolean {
  const { apiVersion, kind } = (value ?? {}) as { apiVersion?: unknown; kind?: unknown };
  return apiVersion === scenarioApiVersion && kind === 'Scenario';
}

/**
 * Reads a scenario from the value of its YAML document: first its shape, by the types that the editor knows too; then what
 * the steps and the expectations themselves say against it.
 */
export function readScenario(value: unknown, schema: Schema, file: ReadingContext['file'], cluster?: ClusterSpec): ReadScenario {
  const given = withoutNulls(value);
  const shape = schema.checkShape(scenarioApiVersion, 'Scenario', given).map(({ path, message }): Problem => ({ path, message }));
  if (shape.length > 0) return { problems: shape };
  const { metadata, spec } = given as ScenarioFile;
  const files = new Map<string, string>();
  const context: ReadingContext = {
    kinds: kindsOf(schema),
    file(path) {
      const text = file(path);
      if (text !== undefined) files.set(path, text);
      return text;
    },
  };
  const problems = [...problemsOfCluster(spec), ...specProblems(spec, context)];
  if (problems.length > 0) return { problems };
  const name = metadata?.name ?? 'scenario';
  return { scenario: { name, spec, cluster: clusterOf(spec, cluster), files }, problems };
}

/** A key without a value says nothing. */
function withoutNulls(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(withoutNulls);
  if (typeof value !== 'object' || value === null) return value;
  const entries = Object.entries(value).filter(([, each]) => each !== null);
  return Object.fromEntries(entries.map(([key, each]) => [key, isPatch(key, value) ? each : withoutNulls(each)]));
}

/** The content of a patch, in which a null deletes a field. */
function isPatch(key: string, holder: object): boolean {
  return key === 'patch' && 'target' in holder;
}

/** The scenario's own cluster; what it leaves out comes from the one given, else from the default. */
export function clusterOf({ cluster }: ScenarioSpec, given: ClusterSpec | undefined): ClusterSpec {
  const base = given ?? defaultClusterSpec;
  if (!cluster) return base;
  const { nodes, images } = readClusterFile({ spec: cluster });
  return { nodes: cluster.nodes === undefined ? base.nodes : nodes, images: cluster.images === undefined ? base.images : images };
}

function specProblems(spec: ScenarioSpec, context: ReadingContext): readonly Problem[] {
  const path: FieldPath = ['spec'];
  const steps = spec.steps ?? [];
  const lists = (['always', 'eventually', 'atEnd'] as const).flatMap((name) =>
    expectationProblems(spec[name] ?? [], context.kinds, [...path, name]),
  );
  const ofSteps = steps.flatMap((step, index) => stepProblems(step, [...path, 'steps', index], context));
  const empty = steps.length === 0 ? [{ path: [...path, 'steps'], message: 'a scenario has at least one step' }] : [];
  return [...empty, ...ofSteps, ...lists, ...strayRefusals(spec)];
}

/** Only right behind a step there is something that it was refused with. */
function strayRefusals({ always = [], eventually = [], atEnd = [] }: ScenarioSpec): readonly Problem[] {
  return Object.entries({ always, eventually, atEnd }).flatMap(([name, expectations]) =>
    expectations.flatMap(({ refused }, index) =>
      refused === undefined ? [] : [{ path: ['spec', name, index], message: 'refused stands in an expect right behind a step' }],
    ),
  );
}

function problemsOfCluster({ cluster }: ScenarioSpec): readonly Problem[] {
  return clusterProblems(cluster ?? {})
    .filter(({ severity }) => severity === 'error')
    .map(({ path, message }) => ({ path: ['spec', 'cluster', ...path], message }));
}
