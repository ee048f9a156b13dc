import type { FieldPath } from '../kubernetes/path.ts';
import type { Severity } from '../validation/rule.ts';
import type { TextRange, YamlDocument } from '../yaml/document.ts';
import { locate, parseYaml } from '../yaml/index.ts';
import { isObject } from './objects.ts';

/** The file that says how a folder's manifests are judged, in the editor and on the command line. */
export const configFileName = '.drydock.yaml';

export type ConfiguredSeverity = Severity | 'off';

/** What `.drydock.yaml` says. Paths and globs are relative to its folder. */
export interface DrydockConfig {
  /** Minor version, for example `1.36`; absent: the newest. */
  readonly kubernetesVersion?: string;
  /** By rule id; absent: the rule's own. */
  readonly severities: Readonly<Record<string, ConfiguredSeverity>>;
  readonly ignore: readonly IgnoredPaths[];
  /** Files and folders with CustomResourceDefinitions to judge custom resources by. */
  readonly crds: readonly string[];
}

export interface IgnoredPaths {
  /** Only this rule is silent there; absent: the files are not judged at all. */
  readonly rule?: string;
  /** Globs. */
  readonly paths: readonly string[];
}

export interface ConfigProblem {
  readonly message: string;
  readonly severity: 'error' | 'warning';
  readonly path: FieldPath;
  /** In the text of the file. */
  readonly range: TextRange;
}

export interface ReadConfig {
  /** What could be read; problems are left out of it. */
  readonly config: DrydockConfig;
  readonly problems: readonly ConfigProblem[];
}

export const emptyConfig: DrydockConfig = { severities: {}, ignore: [], crds: [] };

/** The keys of the file, in the order in which they are documented, with what they mean. */
export const configKeys = {
  kubernetesVersion: 'Minor version of Kubernetes to judge by, for example "1.36". Without it, the newest that Drydock knows.',
  severities: 'How severe the findings of a rule are, by rule id: error, warning, information or off.',
  ignore:
    'Globs of files that are not judged, or `{ rule, paths }` for one rule that is silent in some files. Read as in a .gitignore.',
  crds: 'Files and folders with CustomResourceDefinitions to judge custom resources by.',
} as const;

export const configuredSeverities: readonly ConfiguredSeverity[] = ['error', 'warning', 'information', 'off'];

/** Reads the text of a `.drydock.yaml`; never throws. Rule ids are checked where the known ones are given. */
export function readConfig(text: string, knownRules?: ReadonlySet<string>): ReadConfig {
  return new ConfigReader(text, knownRules).read();
}

class ConfigReader {
  private readonly problems: ConfigProblem[] = [];
  private readonly document: YamlDocument | undefined;

  constructor(
    text: string,
    private readonly knownRules: ReadonlySet<string> | undefined,
  ) {
    const documents = parseYaml(text);
    for (const { offset, problems } of documents) {
      for (const { message, severity, range } of problems) {
        this.problems.push({ message, severity, path: [], range: clipped(moved(range, offset), text.length) });
      }
    }
    this.document = documents.find(({ value }) => value !== undefined && value !== null);
  }

  read(): ReadConfig {
    const { value } = this.document ?? {};
    if (value === undefined) return { config: emptyConfig, problems: this.problems };
    if (!isObject(value)) {
      this.say([], `expected a map with ${Object.keys(configKeys).join(', ')}`);
      return { config: emptyConfig, problems: this.problems };
    }
    for (const key of Object.keys(value)) {
      if (!Object.hasOwn(configKeys, key))
        this.say([key], `unknown key "${key}"; there are ${Object.keys(configKeys).join(', ')}`);
    }
    const kubernetesVersion = this.version(value.kubernetesVersion);
    const config: DrydockConfig = {
      ...(kubernetesVersion === undefined ? {} : { kubernetesVersion }),
      severities: this.severities(value.severities),
      ignore: this.ignore(value.ignore),
      crds: this.texts(value.crds, ['crds'], 'paths'),
    };
    return { config, problems: this.problems };
  }

  /** As it is written: unquoted, 1.30 is a number that lost its zero. */
  private version(value: unknown): string | undefined {
    if (value === undefined || value === null) return undefined;
    const path = ['kubernetesVersion'];
    const range = this.document && locate(this.document, path).value;
    const written = (this.document?.text.slice(range?.start, range?.end) ?? '').trim().replace(/^(["'])(.*)\1$/, '$2');
    if (/^\d+\.\d+$/.test(written)) return written;
    this.say(path, 'expected a minor version such as "1.36"');
    return undefined;
  }

  private severities(value: unknown): DrydockConfig['severities'] {
    if (value === undefined || value === null) return {};
    const path = ['severities'];
    if (!isObject(value)) {
      this.say(path, 'expected a map of rule ids to error, warning, information or off');
      return {};
    }
    const entries = Object.entries(value).flatMap(([rule, given]): [string, ConfiguredSeverity][] => {
      this.checkRule(rule, [...path, rule], 'key');
      // `off` is a boolean in the YAML of Kubernetes.
      const severity = given === false ? 'off' : configuredSeverities.find((each) => each === given);
      if (severity) return [[rule, severity]];
      this.say([...path, rule], `expected ${configuredSeverities.join(', ')}`);
      return [];
    });
    return Object.fromEntries(entries);
  }

  private ignore(value: unknown): readonly IgnoredPaths[] {
    if (value === undefined || value === null) return [];
    if (!Array.isArray(value)) {
      this.say(['ignore'], 'expected a list of globs, or of maps with rule and paths');
      return [];
    }
    return value.flatMap((entry: unknown, index) => {
      const path = ['ignore', index];
      if (typeof entry === 'string') return [{ paths: [entry] }];
      if (isObject(entry)) return this.ignoredRule(entry, path);
      this.say(path, 'expected a glob, or a map with rule and paths');
      return [];
    });
  }

  private ignoredRule(entry: Readonly<Record<string, unknown>>, path: FieldPath): readonly IgnoredPaths[] {
    for (const key of Object.keys(entry)) {
      if (key !== 'rule' && key !== 'paths') this.say([...path, key], `unknown key "${key}"; there are rule, paths`);
    }
    const paths = this.texts(entry.paths, [...path, 'paths'], 'globs');
    if (entry.paths === undefined) this.say(path, 'expected paths: the globs of the files');
    if (typeof entry.rule !== 'string') {
      this.say([...path, 'rule'], 'expected the id of a rule');
      return [];
    }
    this.checkRule(entry.rule, [...path, 'rule'], 'value');
    return [{ rule: entry.rule, paths }];
  }

  private texts(value: unknown, path: FieldPath, what: string): readonly string[] {
    if (value === undefined || value === null) return [];
    if (!Array.isArray(value)) {
      this.say(path, `expected a list of ${what}`);
      return [];
    }
    return value.flatMap((each: unknown, index) => {
      if (typeof each === 'string' && each !== '') return [each];
      this.say([...path, index], 'expected a string');
      return [];
    });
  }

  private checkRule(rule: string, path: FieldPath, part: 'key' | 'value'): void {
    if (this.knownRules && !this.knownRules.has(rule)) this.say(path, `there is no rule "${rule}"`, 'warning', part);
  }

  private say(path: FieldPath, message: string, severity: 'error' | 'warning' = 'error', part: 'key' | 'value' = 'value'): void {
    const { document } = this;
    if (!document) return;
    const { key, value } = locate(document, path);
    const range = (part === 'key' ? key : value) ?? value ?? key ?? { start: 0, end: 0 };
    this.problems.push({ message, severity, path, range: moved(firstLine(document.text, range), document.offset) });
  }
}

function firstLine(text: string, { start, end }: TextRange): TextRange {
  const lineEnd = text.indexOf('\n', start);
  return { start, end: lineEnd < 0 ? end : Math.min(end, lineEnd) };
}

function moved({ start, end }: TextRange, offset: number): TextRange {
  return { start: start + offset, end: end + offset };
}

function clipped({ start, end }: TextRange, length: number): TextRange {
  return { start: Math.min(start, length), end: Math.min(end, length) };
}
