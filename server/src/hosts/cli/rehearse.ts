import { existsSync, readFileSync } from 'node:fs';
import nodePath from 'node:path';
import picocolors from 'picocolors';
import type { ClusterSpec } from '../../cluster/spec.ts';
import type { FieldPath } from '../../kubernetes/path.ts';
import { clusterParts } from '../../preview/cluster-parts.ts';
import { isScenario, readScenario } from '../../scenario/read.ts';
import { runScenario } from '../../scenario/run.ts';
import { createSchema, type Schema } from '../../schema/index.ts';
import type { Structure } from '../../schema/structure.ts';
import type { YamlDocument } from '../../yaml/document.ts';
import { locate, parseYaml } from '../../yaml/index.ts';
import { lineCounter } from '../lines.ts';
import { readCluster } from './cluster.ts';
import { readSources, type SourceFile, UsageError } from './files.ts';
import { toJUnit } from './junit.ts';
import type { Output } from './simulate.ts';

export interface RehearseOptions {
  readonly format: 'text' | 'json' | 'junit';
  readonly seed: number;
  readonly cluster?: string;
}

/** One scenario, with lines from 1. */
export interface ScenarioReport {
  readonly path: string;
  readonly line: number;
  readonly name: string;
  readonly description: string;
  readonly passed: boolean;
  readonly expectations: number;
  readonly virtualSeconds: number;
  readonly failures: readonly {
    readonly line: number;
    readonly at: number;
    readonly what: string;
    readonly found: string;
    readonly why?: string;
  }[];
  /** Why it could not be run. */
  readonly problems: readonly { readonly line: number; readonly message: string }[];
}

/** `drydock rehearse`: 0 when all scenarios pass, 1 when an expectation fails, 2 when a scenario could not be run. */
export function rehearse(paths: readonly string[], options: RehearseOptions, structure: Structure, { out, err }: Output): number {
  const schema = createSchema(structure);
  const cluster = readCluster(options.cluster, structure, err);
  const reports = readSources(paths, err).flatMap((source) => rehearseFile(source, schema, structure, cluster, options.seed));
  if (reports.length === 0) throw new UsageError(`${paths.join(', ')}: no scenarios found (kind: Scenario)`);
  out(print(reports, options, structure.kubernetesVersion));
  if (reports.some(({ problems }) => problems.length > 0)) return 2;
  return reports.every(({ passed }) => passed) ? 0 : 1;
}

function rehearseFile(
  source: SourceFile,
  schema: Schema,
  structure: Structure,
  cluster: ClusterSpec,
  seed: number,
): readonly ScenarioReport[] {
  const file = (name: string): string | undefined => {
    const found = nodePath.join(nodePath.dirname(source.path), name);
    return existsSync(found) ? readFileSync(found, 'utf8') : undefined;
  };
  const lineAt = lineCounter(source.text);
  return parseYaml(source.text)
    .filter(({ value }) => isScenario(value))
    .map((document): ScenarioReport => {
      const lineOf = (path: FieldPath): number => lineAt(offsetOf(document, path)) + 1;
      const metadata = (document.value as { metadata?: { name?: string } }).metadata;
      const base = { path: source.path, line: lineOf([]), name: metadata?.name ?? 'scenario', description: '' };
      const unreadable = document.problems.filter(({ severity }) => severity === 'error');
      const read = readScenario(document.value, schema, file, cluster);
      const problems = [
        ...unreadable.map(({ range, message }) => ({ line: lineAt(document.offset + range.start) + 1, message })),
        ...read.problems.map(({ path, message }) => ({ line: lineOf(path), message })),
      ];
      if (problems.length > 0 || !read.scenario) {
        return { ...base, passed: false, expectations: 0, virtualSeconds: 0, failures: [], problems };
      }
      const parts = { schema, parts: (scenario: { cluster: ClusterSpec }) => clusterParts(structure, scenario.cluster, seed) };
      const { result } = runScenario(read.scenario, parts);
      const failures = result.failures.map(({ path, ...failure }) => ({ line: lineOf(path), ...failure }));
      const { description, expectations, virtualSeconds } = result;
      return { ...base, description, passed: failures.length === 0, expectations, virtualSeconds, failures, problems };
    });
}

function offsetOf(document: YamlDocument, path: FieldPath): number {
  const { key, value } = locate(document, path);
  return document.offset + ((path.length === 0 ? value : (key ?? value))?.start ?? 0);
}

function print(reports: readonly ScenarioReport[], { format, seed }: RehearseOptions, kubernetesVersion: string): string {
  if (format === 'junit') return toJUnit(reports);
  if (format === 'json') {
    const passed = reports.every((report) => report.passed);
    return JSON.stringify({ kubernetesVersion, seed, passed, scenarios: reports }, null, 2);
  }
  return [...reports.map(tell), summary(reports)].join('\n');
}

function tell({ path, line, name, passed, expectations, virtualSeconds, failures, problems }: ScenarioReport): string {
  const mark = passed ? picocolors.green('passed') : picocolors.red(problems.length > 0 ? 'broken' : 'failed');
  const size =
    problems.length > 0 ? '' : picocolors.dim(`${expectations} expectations, ${virtualSeconds.toFixed(1)} s of virtual time`);
  const head = `${mark} ${picocolors.bold(name)} ${passed ? '' : `${path}:${line} `}${size}`.trimEnd();
  const wrong = failures.flatMap((failure) => [
    `  ${picocolors.bold(`${path}:${failure.line}`)} at ${failure.at.toFixed(1)} s, ${failure.what}`,
    `    found: ${failure.found}`,
    ...(failure.why === undefined ? [] : [`    why: ${failure.why}`]),
  ]);
  return [
    head,
    ...problems.map((problem) => `  ${picocolors.bold(`${path}:${problem.line}`)} ${problem.message}`),
    ...wrong,
  ].join('\n');
}

function summary(reports: readonly ScenarioReport[]): string {
  const failed = reports.filter(({ passed, problems }) => !passed && problems.length === 0).length;
  const broken = reports.filter(({ problems }) => problems.length > 0).length;
  const counts = [
    `${reports.length - failed - broken} passed`,
    failed > 0 ? `${failed} failed` : '',
    broken > 0 ? `${broken} could not be run` : '',
  ];
  return `${reports.length} scenarios: ${counts.filter((count) => count !== '').join(', ')}`;
}
