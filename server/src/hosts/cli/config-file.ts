import { existsSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { knownRules } from '../../language/catalogue.ts';
import { configFileName, type DrydockConfig, emptyConfig, readConfig } from '../../workspace/config.ts';
import { lineCounter } from '../lines.ts';
import { UsageError } from './files.ts';

/** A configuration and the folder that its paths are relative to. */
export interface PlacedConfig {
  readonly folder: string;
  readonly config: DrydockConfig;
}

/** The file that is given, else the nearest `.drydock.yaml` at or above the working folder, else an empty one. */
export function readConfigFile(given: string | undefined, warn: (message: string) => void, cwd = process.cwd()): PlacedConfig {
  const file = given === undefined ? nearest(cwd) : path.resolve(cwd, given);
  if (file === undefined) return { folder: cwd, config: emptyConfig };
  if (!existsSync(file)) throw new UsageError(`${given ?? file}: no such file`);
  const text = readFileSync(file, 'utf8');
  const { config, problems } = readConfig(text, knownRules);
  const lineAt = lineCounter(text);
  const shown = path.relative(cwd, file) || file;
  const told = (severity: 'error' | 'warning'): string[] =>
    problems
      .filter((problem) => problem.severity === severity)
      .map(({ message, range }) => `${shown}:${lineAt(range.start) + 1}: ${message}`);
  const errors = told('error');
  if (errors.length > 0) throw new UsageError(errors.join('\n'));
  for (const warning of told('warning')) warn(warning);
  return { folder: path.dirname(file), config };
}

function nearest(folder: string): string | undefined {
  const file = path.join(folder, configFileName);
  if (existsSync(file)) return file;
  const above = path.dirname(folder);
  return above === folder ? undefined : nearest(above);
}
