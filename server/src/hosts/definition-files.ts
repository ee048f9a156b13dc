import path from 'node:path';
import { parseYaml } from '../yaml/index.ts';
import { readSources } from './cli/files.ts';

/** The CustomResourceDefinitions in files and folders; paths are relative to `folder`. */
export function readDefinitions(folder: string, paths: readonly string[], warn: (message: string) => void): readonly unknown[] {
  const absolute = paths.map((each) => path.resolve(folder, each));
  const values = readSources(absolute, warn).flatMap(({ text }) => parseYaml(text).map(({ value }) => value));
  return values.filter((value) => (value as { kind?: unknown } | null | undefined)?.kind === 'CustomResourceDefinition');
}
