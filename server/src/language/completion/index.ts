import { configCompletions } from '../config-file.ts';
import { documentAt } from '../cursor.ts';
import { isJudged, type LanguageContext } from '../service.ts';
import type { WorkspaceFile } from '../../workspace/index.ts';
import type { Completion } from './completion.ts';
import { cursorContext } from './cursor-context.ts';
import { fieldCompletions } from './fields.ts';
import { CompletionSite } from './site.ts';
import { clusterSnippet, objectSnippets } from './snippets.ts';
import { valueCompletions } from './values.ts';

export type { Completion } from './completion.ts';

/** What can be written at an offset of a file. Nothing in files that are not for Kubernetes. */
export function completions(context: LanguageContext, file: WorkspaceFile, offset: number): readonly Completion[] {
  const document = documentAt(file, offset);
  const isConfig = file.dialect === 'config';
  if (!document || !(isConfig || isOpenTo(file, document.yaml.value))) return [];
  const cursor = cursorContext(document.yaml.text, offset - document.yaml.offset);
  if (!cursor) return [];
  const site = new CompletionSite(context, file, document, cursor);
  if (isConfig) return configCompletions(site);
  if (cursor.at === 'value') return valueCompletions(site);
  const found = [...fieldCompletions(site), ...wholeObjects(site)];
  return found.length > 0 || cursor.at !== 'item' ? found : valueCompletions(site);
}

const beginnings: ReadonlySet<string> = new Set([
  'apiVersion',
  'kind',
  'metadata',
  'spec',
  'data',
  'stringData',
  'items',
  'status',
]);

/** Also a document that only begins to be a manifest; what another tool would read under this name is left to it. */
function isOpenTo(file: WorkspaceFile, value: unknown): boolean {
  if (isJudged(file)) return true;
  if (file.dialect !== 'other' || /(^|\/)(values|chart)[^/]*\.ya?ml$|compose|\/\.github\/|\.gitlab-ci/i.test(file.uri))
    return false;
  if (typeof value !== 'object' || value === null) return true;
  return !Array.isArray(value) && Object.keys(value).every((key) => beginnings.has(key));
}

/** In a document that says nothing yet. */
function wholeObjects(site: CompletionSite): readonly Completion[] {
  const { cursor, text, file } = site;
  if (cursor.path.length > 0 || cursor.siblings.size > 0 || cursor.at !== 'key' || cursor.hasColon || cursor.inFlow) return [];
  if (/^[ \t]/m.test(text.slice(cursor.end))) return [];
  const isCluster = file.uri.endsWith('drydock.cluster.yaml');
  return (isCluster ? [clusterSnippet] : objectSnippets).map(({ kind, detail, body }, index) => ({
    label: kind,
    kind: 'object',
    detail,
    rank: 400 + index,
    change: site.change(text.includes('\r\n') ? body.replaceAll('\n', '\r\n') : body),
    isSnippet: true,
  }));
}
