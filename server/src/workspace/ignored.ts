import picomatch from 'picomatch/posix';
import type { DrydockConfig } from './config.ts';

/** What a configuration leaves out. Paths are relative to its folder, with slashes. */
export interface Ignored {
  file(path: string): boolean;
  finding(path: string, rule: string): boolean;
}

export function ignoredBy({ ignore, severities }: Pick<DrydockConfig, 'ignore' | 'severities'>): Ignored {
  const files = matcher(ignore.filter(({ rule }) => rule === undefined).flatMap(({ paths }) => paths));
  const byRule = new Map<string, (path: string) => boolean>();
  for (const { rule, paths } of ignore) {
    if (rule === undefined) continue;
    const [before, now] = [byRule.get(rule), matcher(paths)];
    byRule.set(rule, before ? (path) => before(path) || now(path) : now);
  }
  return {
    file: files,
    finding: (path, rule) => severities[rule] === 'off' || (byRule.get(rule)?.(path) ?? false),
  };
}

/** As in a .gitignore: without a slash within, at any depth; what names a folder means all below it. */
function matcher(globs: readonly string[]): (path: string) => boolean {
  if (globs.length === 0) return () => false;
  const patterns = globs.flatMap((glob) => {
    const bare = glob.replace(/^\.?\//, '').replace(/\/+$/, '');
    const isAnchored = bare.includes('/') || /^\.?\//.test(glob);
    const anchored = isAnchored ? bare : `**/${bare}`;
    return [anchored, `${anchored}/**`];
  });
  return picomatch(patterns, { dot: true });
}
