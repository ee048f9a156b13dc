import path from 'node:path';
import { pathToFileURL } from 'node:url';
import type { Location, Log, ReportingDescriptor, Result } from 'sarif';
import { documentedRule } from '../../../language/catalogue.ts';
import { documentRule } from '../../../validation/docs.ts';
import type { Severity } from '../../../validation/rule.ts';
import { type CheckReport, type Finding, findingsOf } from '../report.ts';

const levelOf = { error: 'error', warning: 'warning', information: 'note' } as const satisfies Record<Severity, Result.level>;

/** SARIF 2.1.0, as code scanning takes it. Source: https://docs.oasis-open.org/sarif/sarif/v2.1.0/sarif-v2.1.0.html */
export function toSarif(report: CheckReport, version: string): string {
  const findings = findingsOf(report);
  const ids = [...new Set(findings.map(({ rule }) => rule))].sort();
  const log: Log = {
    $schema: 'https://json.schemastore.org/sarif-2.1.0.json',
    version: '2.1.0',
    runs: [
      {
        tool: { driver: { name: 'Drydock', semanticVersion: version, rules: ids.map(descriptor) } },
        columnKind: 'utf16CodeUnits',
        invocations: [{ executionSuccessful: true }],
        properties: { kubernetesVersion: report.kubernetesVersion },
        results: findings.map((finding): Result => {
          const { rule, severity, message } = finding;
          return {
            ruleId: rule,
            ruleIndex: ids.indexOf(rule),
            level: levelOf[severity],
            message: { text: message },
            locations: [location(finding)],
          };
        }),
      },
    ],
  };
  return JSON.stringify(log, null, 2);
}

/** The whole documentation page goes with it, so nothing need be looked up. */
function descriptor(id: string): ReportingDescriptor {
  const rule = documentedRule(id);
  if (!rule) return { id };
  const page = documentRule(rule);
  return {
    id,
    shortDescription: { text: rule.summary },
    help: { text: page, markdown: page },
    ...(rule.docs === undefined ? {} : { helpUri: rule.docs }),
    defaultConfiguration: { level: levelOf[rule.severity] },
  };
}

function location({ path: file, line, column, endLine, endColumn, object, field, source }: Finding): Location {
  const names = [object, field].filter(Boolean).join(' ');
  return {
    physicalLocation: {
      artifactLocation: { uri: uriOf(file === '-' ? (source ?? 'stdin') : file) },
      // Lines of rendered output say nothing about the template.
      ...(file === '-' && source !== undefined ? {} : { region: { startLine: line, startColumn: column, endLine, endColumn } }),
    },
    ...(names === '' ? {} : { logicalLocations: [{ fullyQualifiedName: names }] }),
  };
}

/** Relative where the path is: then it means the same on the machine that shows the results. */
function uriOf(file: string): string {
  if (path.isAbsolute(file)) return pathToFileURL(file).href;
  return file
    .split(/[\\/]/)
    .map((part) => (part === '.' || part === '..' ? part : encodeURIComponent(part)))
    .join('/');
}
