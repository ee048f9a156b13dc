import type { ServedKind } from '../../schema/index.ts';
import type { Completion } from './completion.ts';
import type { CompletionSite } from './site.ts';
import { commonKinds } from './usefulness.ts';

/** What stands behind `kind` and `apiVersion` at the beginning of an object; undefined for other fields. */
export function kindValues(site: CompletionSite): readonly Completion[] | undefined {
  const { path, cursor } = site;
  if (path.length !== 1 || cursor.at !== 'value') return undefined;
  if (path[0] === 'kind') return kinds(site);
  if (path[0] === 'apiVersion') return apiVersions(site);
  return undefined;
}

function kinds(site: CompletionSite): readonly Completion[] {
  const { apiVersion } = site;
  return site.language.schema.kinds.filter(isWritten).map((kind) => {
    const place = commonKinds.indexOf(kind.kind);
    const fits = apiVersion === '' || apiVersion === kind.apiVersion;
    const addition = apiVersion === '' ? addApiVersion(site, kind.apiVersion) : undefined;
    return {
      label: kind.kind,
      kind: 'value',
      detail: kind.apiVersion,
      rank: (fits ? 0 : 1000) + (place < 0 ? 100 : place) + instability(kind.apiVersion),
      change: site.valueChange(kind.kind),
      ...(addition && { alsoChange: addition }),
    };
  });
}

/** Kinds that are only asked for, or that only the server makes. */
function isWritten({ kind }: ServedKind): boolean {
  return !/(Review|Binding|ComponentStatus|Eviction)$/.test(kind) || /RoleBinding|PolicyBinding/.test(kind);
}

/** Above `kind`, in its columns. */
function addApiVersion(site: CompletionSite, apiVersion: string): Completion['change'] | undefined {
  const { text, cursor, root } = site;
  if (cursor.inFlow || root.length > 0) return undefined;
  const start = text.lastIndexOf('\n', cursor.start - 1) + 1;
  if (cursor.column > 0) return undefined;
  return site.at(start, start, `apiVersion: ${apiVersion}${text.includes('\r\n') ? '\r\n' : '\n'}`);
}

function apiVersions(site: CompletionSite): readonly Completion[] {
  const { kind } = site;
  const names = new Map<string, string[]>();
  for (const each of site.language.schema.kinds.filter(isWritten)) {
    if (kind !== '' && each.kind !== kind) continue;
    names.set(each.apiVersion, [...(names.get(each.apiVersion) ?? []), each.kind]);
  }
  return [...names].map(([apiVersion, served]) => ({
    label: apiVersion,
    kind: 'value',
    detail: kind === '' ? served.slice(0, 4).join(', ') + (served.length > 4 ? ' …' : '') : kind,
    rank: (['v1', 'apps/v1', 'batch/v1', 'networking.k8s.io/v1'].includes(apiVersion) ? 0 : 10) + instability(apiVersion),
    change: site.valueChange(apiVersion),
  }));
}

function instability(apiVersion: string): number {
  return /alpha/.test(apiVersion) ? 500 : /beta/.test(apiVersion) ? 400 : 0;
}
