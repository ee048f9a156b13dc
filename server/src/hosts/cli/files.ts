import { readdirSync, readFileSync, statSync } from 'node:fs';
import path from 'node:path';

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

/** The manifests at these paths, folders searched through, each in alphabetical order as kubectl does; `-` is standard input. */
export function readSources(paths: readonly string[], warn: (message: string) => void): readonly SourceFile[] {
  return paths.flatMap((given) => {
    if (given === '-') return [{ path: '-', text: readFileSync(0, 'utf8') }];
    return expand(given).flatMap((file) => readSource(file, warn));
  });
}

function expand(given: string): readonly string[] {
  const stats = statSync(given, { throwIfNoEntry: false });
  if (!stats) throw new UsageError(`${given}: no such file or folder`);
  if (!stats.isDirectory()) return [given];
  const entries = readdirSync(given, { withFileTypes: true }).sort((a, b) => (a.name < b.name ? -1 : 1));
  return entries.flatMap((entry) => {
    const below = path.join(given, entry.name);
    if (entry.isDirectory()) return skippedFolders.has(entry.name) ? [] : expand(below);
    return manifestName.test(entry.name) ? [below] : [];
  });
}

function readSource(file: string, warn: (message: string) => void): readonly SourceFile[] {
  if (statSync(file).size > largestBytes) {
    warn(`${file}: larger than ${largestBytes / 1_000_000} MB, skipped`);
    return [];
  }
  return [{ path: file, text: readFileSync(file, 'utf8') }];
}
