import type { FieldPath } from '../kubernetes/path.ts';
import { configKeys, configuredSeverities, readConfig } from '../workspace/config.ts';
import type { WorkspaceFile } from '../workspace/index.ts';
import { pathAt } from '../yaml/index.ts';
import { catalogue, documentedRule, knownRules } from './catalogue.ts';
import type { Completion } from './completion/completion.ts';
import type { CompletionSite } from './completion/site.ts';
import { documentAt } from './cursor.ts';
import type { FileDiagnostic } from './service.ts';

/** What is wrong with a `.drydock.yaml`. */
export function configDiagnostics(file: WorkspaceFile): readonly FileDiagnostic[] {
  if (file.dialect !== 'config') return [];
  return readConfig(file.text, knownRules).problems.map(({ message, severity, path, range }) => {
    const rule = severity === 'warning' ? 'unknown-rule' : 'drydock-config';
    const document = Math.max(
      0,
      file.documents.findLastIndex(({ yaml }) => yaml.offset <= range.start),
    );
    return { rule, message, severity, range, path, field: path.join('.'), document };
  });
}

/** What can be written in a `.drydock.yaml`: its keys, rule ids and severities. */
export function configCompletions(site: CompletionSite): readonly Completion[] {
  const { path, at } = site.cursor;
  const [first] = path;
  if (at === 'key' && path.length === 0) {
    return Object.entries(configKeys).map(([key, text], rank) => ({ ...named(site, key, '', rank), description: text }));
  }
  if (at === 'key' && first === 'severities' && path.length === 1) return rules(site, (id) => named(site, id, '', 0));
  if (at === 'key' && first === 'ignore' && path.length === 2) {
    return [named(site, 'rule', 'silent in some files', 0), named(site, 'paths', 'globs', 1)];
  }
  if (at !== 'value') return [];
  if (first === 'severities' && path.length === 2) return configuredSeverities.map((word, rank) => value(site, word, rank));
  if (first === 'ignore' && path.at(-1) === 'rule') return rules(site, (id) => value(site, id, 0));
  return [];
}

/** What a key of the file, or a rule that it names, means. */
export function configHover(
  file: WorkspaceFile,
  offset: number,
): { range: FileDiagnostic['range']; markdown: string } | undefined {
  const yaml = documentAt(file, offset)?.yaml;
  if (!yaml) return undefined;
  const { path, on, range } = pathAt(yaml, offset - yaml.offset);
  if (!range || on === 'none') return undefined;
  const said = about(path, on === 'value' ? textAt(yaml.text, range) : '');
  if (said === undefined) return undefined;
  return { range: { start: yaml.offset + range.start, end: yaml.offset + range.end }, markdown: said };
}

function about(path: FieldPath, value: string): string | undefined {
  const [first, second] = path;
  if (path.length === 1) return (configKeys as Readonly<Record<string, string>>)[String(first)];
  const rule = documentedRule(String(first === 'severities' ? second : path.at(-1) === 'rule' ? value : ''));
  return rule && `**${rule.id}**\n\n${rule.summary}`;
}

function textAt(text: string, { start, end }: FileDiagnostic['range']): string {
  return text.slice(start, end).replace(/^(["'])(.*)\1$/, '$2');
}

function rules(site: CompletionSite, complete: (id: string) => Completion): readonly Completion[] {
  return catalogue
    .filter(({ id }) => !site.cursor.siblings.has(id))
    .map(({ id, severity, summary }) => ({ ...complete(id), detail: severity, description: summary }));
}

function named(site: CompletionSite, key: string, detail: string, rank: number): Completion {
  const change = site.change(site.cursor.hasColon ? key : `${key}: `);
  return { label: key, kind: 'field', detail, rank, change, goesOn: true };
}

function value(site: CompletionSite, word: string, rank: number): Completion {
  return { label: word, kind: 'value', detail: '', rank, change: site.valueChange(word) };
}
