import path from 'node:path';
import { obeyComments } from '../../language/file-comments.ts';
import {
  createLanguageContext,
  fileDiagnostics,
  isJudged,
  type LanguageContext,
  workspaceDiagnostics,
} from '../../language/service.ts';
import type { KubernetesVersion } from '../../schema/versions.ts';
import type { Severity } from '../../validation/rule.ts';
import type { ConfiguredSeverity } from '../../workspace/config.ts';
import { ignoredBy } from '../../workspace/ignored.ts';
import { scenarioDiagnostics } from '../scenario-diagnostics.ts';
import type { StructureFiles } from '../structure-file.ts';
import { findingsAgainst } from './against.ts';
import { CheckPool } from './check-pool.ts';
import { readDefinitions } from '../definition-files.ts';
import { readCluster } from './cluster.ts';
import { addNodes, clusterUri } from './cluster-nodes.ts';
import { type PlacedConfig, readConfigFile } from './config-file.ts';
import { readSources, type SourceFile } from './files.ts';
import { toGitHub } from './formats/github.ts';
import { toJUnit } from './formats/junit.ts';
import { toSarif } from './formats/sarif.ts';
import { toText } from './formats/text.ts';
import { type CheckedDocument, checkedDocuments, type CheckReport, type Finding, findingsOf } from './report.ts';
import type { Output } from './simulate.ts';
import { chosenVersion } from './version.ts';

export const checkFormats = ['text', 'json', 'sarif', 'junit', 'github'] as const;
export const failureLevels = ['error', 'warning', 'information', 'never'] as const;

export interface CheckOptions {
  readonly format: (typeof checkFormats)[number];
  /** The least severe finding for which the command fails. */
  readonly failOn: (typeof failureLevels)[number];
  /** Path of the configuration file. */
  readonly config?: string;
  readonly kubernetesVersion?: KubernetesVersion;
  /** A cluster file, whose nodes the pods have to fit. */
  readonly cluster?: string;
  /** A file or folder of what lies in the cluster; changes that the API server refuses are findings. */
  readonly against?: string;
  /** Of Drydock itself, for reports. */
  readonly version: string;
}

/** `drydock check`: 0 without findings to fail on, 1 with some. */
export function check(paths: readonly string[], options: CheckOptions, structures: StructureFiles, { out, err }: Output): number {
  const config = readConfigFile(options.config, err);
  const version = chosenVersion(options.kubernetesVersion, config);
  const context = createLanguageContext(structures.of(version), () => ({}), structures.all);
  const definitions = readDefinitions(config.folder, config.config.crds, err);
  context.define(definitions);
  const startPool = (files: readonly SourceFile[]) => CheckPool.start(files, structures.folder, version, definitions);
  if (options.cluster !== undefined) addNodes(context, readCluster(options.cluster, context.structure, err));
  const report = reportOn(paths, options, config, context, startPool, err);
  const fails = failsOn(options.failOn);
  const text = printed(report, options, fails);
  if (text !== '') out(text);
  return findingsOf(report).some(({ severity }) => fails(severity)) ? 1 : 0;
}

function reportOn(
  paths: readonly string[],
  { against }: CheckOptions,
  { config, folder }: PlacedConfig,
  context: LanguageContext,
  startPool: (files: readonly SourceFile[]) => CheckPool | undefined,
  err: Output['err'],
): CheckReport {
  const { workspace } = context;
  const given = readSources(paths, err);
  const pool = startPool(given);
  for (const { path: file, text } of given) workspace.set(file, text);
  context.learn();
  const ignored = ignoredBy(config);
  /** As globs see it; what is rendered goes by its template. */
  const placeOf = ({ path: file, source }: Pick<Finding, 'path' | 'source'>): string =>
    path.relative(folder, path.resolve(file === '-' && source !== undefined ? source : file)).replaceAll(path.sep, '/');
  const together = workspaceDiagnostics(context);
  const changed = findingsAgainst(against, context, err);
  const documents = [...workspace.files()].flatMap((file): readonly CheckedDocument[] => {
    if (!isJudged(file) || file.uri === clusterUri) return [];
    const alone = pool?.diagnostics(context, file) ?? fileDiagnostics(context, file);
    const own = [...alone, ...scenarioDiagnostics(context, file), ...changed(file)];
    return checkedDocuments(file, obeyComments(file, [...own, ...(together.get(file.uri) ?? [])]));
  });
  return {
    kubernetesVersion: context.schema.kubernetesVersion,
    documents: documents
      .filter((document) => !ignored.file(placeOf(document)))
      .map((document) => ({
        ...document,
        findings: document.findings
          .filter((finding) => !ignored.finding(placeOf(finding), finding.rule))
          .map((finding) => ({ ...finding, severity: severityOf(finding, config.severities) })),
      })),
  };
}

/** What is off was left out before. */
function severityOf({ rule, severity }: Finding, wishes: Readonly<Record<string, ConfiguredSeverity>>): Severity {
  const wish = wishes[rule];
  return wish === undefined || wish === 'off' ? severity : wish;
}

function failsOn(level: CheckOptions['failOn']): (severity: Severity) => boolean {
  const order: readonly Severity[] = ['information', 'warning', 'error'];
  return (severity) => level !== 'never' && order.indexOf(severity) >= order.indexOf(level);
}

function printed(report: CheckReport, options: CheckOptions, fails: (severity: Severity) => boolean): string {
  const { kubernetesVersion, documents } = report;
  switch (options.format) {
    case 'text':
      return toText(report);
    case 'json':
      return JSON.stringify({ kubernetesVersion, documents: documents.length, findings: findingsOf(report) }, null, 2);
    case 'sarif':
      return toSarif(report, options.version);
    case 'junit':
      return toJUnit(report, fails);
    case 'github':
      return toGitHub(report);
  }
}
