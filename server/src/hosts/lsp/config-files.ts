import { existsSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { configFileName, type ConfiguredSeverity, type DrydockConfig, emptyConfig, readConfig } from '../../workspace/config.ts';
import { type Ignored, ignoredBy } from '../../workspace/ignored.ts';
import type { Workspace } from '../../workspace/index.ts';

interface Read {
  readonly text: string;
  readonly config: DrydockConfig;
  readonly ignored: Ignored;
}

const nothing: Read = { text: '', config: emptyConfig, ignored: ignoredBy(emptyConfig) };

/**
 * What `.drydock.yaml` says of files: the one in the folder that is open, else the nearest above it, as on the command line.
 * An open editor's text counts before it is saved.
 */
export class ConfigFiles {
  folders: readonly string[] = [];
  private readonly known = new Map<string, Read>();
  private readonly above = new Map<string, string | undefined>();

  constructor(private readonly workspace: Workspace) {}

  static isConfig(uri: string): boolean {
    return uri.endsWith(`/${configFileName}`);
  }

  /** The configuration that files of a folder are judged by. */
  of(uri: string): DrydockConfig {
    return this.read(this.configFor(uri)).config;
  }

  severity(uri: string, rule: string): ConfiguredSeverity | undefined {
    const file = this.configFor(uri);
    const { config, ignored } = this.read(file);
    if (file === undefined) return undefined;
    return ignored.finding(relative(file, uri), rule) ? 'off' : config.severities[rule];
  }

  isIgnored(uri: string): boolean {
    const file = this.configFor(uri);
    return file !== undefined && this.read(file).ignored.file(relative(file, uri));
  }

  private configFor(uri: string): string | undefined {
    const folder = this.folders.find((each) => uri.startsWith(`${each.replace(/\/$/, '')}/`));
    if (folder === undefined) return undefined;
    const here = `${folder.replace(/\/$/, '')}/${configFileName}`;
    if (this.workspace.file(here)) return here;
    if (!this.above.has(folder)) this.above.set(folder, folder.startsWith('file:') ? nearestAbove(folder) : undefined);
    return this.above.get(folder);
  }

  private read(uri: string | undefined): Read {
    if (uri === undefined) return nothing;
    const known = this.known.get(uri);
    const open = this.workspace.file(uri)?.text;
    if (known && (open === undefined || open === known.text)) return known;
    const text = open ?? readFileSync(fileURLToPath(uri), 'utf8');
    const { config } = readConfig(text);
    const read = { text, config, ignored: ignoredBy(config) };
    this.known.set(uri, read);
    return read;
  }
}

function nearestAbove(folder: string): string | undefined {
  for (let here = path.dirname(fileURLToPath(folder)), last = ''; here !== last; last = here, here = path.dirname(here)) {
    const file = path.join(here, configFileName);
    if (existsSync(file)) return pathToFileURL(file).href;
  }
  return undefined;
}

function relative(config: string, uri: string): string {
  const folder = config.slice(0, config.lastIndexOf('/') + 1);
  return uri.startsWith(folder) ? decodeURIComponent(uri.slice(folder.length)) : uri;
}
