import { readdirSync, readFileSync, statSync } from 'node:fs';
import path from 'node:path';
import picomatch from 'picomatch';

export interface SourceFile {
  /** As the user would write it: relative to the working directory where it lies below. */
  readonly path: string;
  readonly text: string;
}

const manifestName = /\.(ya?ml|json)$/;
const skippedFolders = new Set(['node_modules', '.git']);
/** Larger files are no manifests; they are named and skipped. */
const largestBytes = 20_000_000;

/** A path that cannot be read is the user's mistake: the command could not run. */
export class UsageError extends Error {}

/**
 * The manifests at these paths, folders searched through, each in alphabetical order as kubectl does, each file once. `-` is
 * standard input; what is no path is a glob.
 */
export function readSources(paths: readonly string[], warn: (message: string) => void): readonly SourceFile[] {
  return [...new Set(paths.flatMap((given) => (given === '-' ? [given] : expand(given))))].flatMap((file) =>
    file === '-' ? [{ path: '-', text: readFileSync(0, 'utf8') }] : readSource(file, warn),
  );
}

function expand(given: string): readonly string[] {
  const stats = statSync(given, { throwIfNoEntry: false });
  if (stats) return stats.isDirectory() ? filesBelow(given).filter((file) => manifestName.test(file)) : [given];
  const { base, glob } = picomatch.scan(given);
  if (glob === '') throw new UsageError(`${given}: no such file or folder`);
  const isMatch = picomatch(given.replace(/^\.\//, ''));
  const matched = statSync(base || '.', { throwIfNoEntry: false })?.isDirectory()
    ? filesBelow(base || '.').filter((file) => isMatch(file.replaceAll(path.sep, '/')))
    : [];
  if (matched.length === 0) throw new UsageError(`${given}: no file matches`);
  return matched;
}

function filesBelow(folder: string): readonly string[] {
  const entries = readdirSync(folder, { withFileTypes: true }).sort((a, b) => (a.name < b.name ? -1 : 1));
  return entries.flatMap((entry) => {
    const below = path.join(folder, entry.name);
    if (entry.isDirectory()) return skippedFolders.has(entry.name) ? [] : filesBelow(below);
    return entry.isFile() || entry.isSymbolicLink() ? [below] : [];
  });
}

function readSource(file: string, warn: (message: string) => void): readonly SourceFile[] {
  const stats = statSync(file, { throwIfNoEntry: false });
  // A link that leads nowhere, or to a folder.
  if (!stats?.isFile()) return [];
  if (stats.size > largestBytes) {
    warn(`${file}: larger than ${largestBytes / 1_000_000} MB, skipped`);
    return [];
  }
  try {
    return [{ path: file, text: readFileSync(file, 'utf8') }];
  } catch (error) {
    throw new UsageError(`${file}: cannot be read (${error instanceof Error ? error.message : String(error)})`);
  }
}
