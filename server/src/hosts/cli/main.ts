import { Command, InvalidArgumentError, Option } from 'commander';
import path from 'node:path';
import { poolWork, workForPool } from './check-thread.ts';
import { check, checkFormats, type CheckOptions, failureLevels } from './check.ts';
import { explain } from './explain.ts';
import { type KubernetesVersion, kubernetesVersions, newestVersion } from '../../schema/versions.ts';
import { StructureFiles } from '../structure-file.ts';
import { UsageError } from './files.ts';
import { parseDuration } from '../../scenario/duration.ts';
import { rehearse, type RehearseOptions } from './rehearse.ts';
import { simulate } from './simulate.ts';

declare const DRYDOCK_VERSION: string;

const out = (text: string): void => {
  process.stdout.write(text.endsWith('\n') ? text : `${text}\n`);
};
const err = (text: string): void => {
  process.stderr.write(`${text}\n`);
};

const structures = new StructureFiles(path.join(import.meta.dirname, 'schemas'));
const formatOption = () => new Option('--format <format>', 'how to print').choices(['text', 'json']).default('text');
const versionOption = () =>
  new Option(
    '--kubernetes-version <version>',
    `the API to judge by (default: as .drydock.yaml says, else ${newestVersion})`,
  ).choices(kubernetesVersions);

function wholeNumber(text: string): number {
  const value = Number(text);
  if (!Number.isInteger(value) || text.trim() === '') throw new InvalidArgumentError('not a whole number');
  return value;
}

function duration(text: string): number {
  const ms = parseDuration(text);
  if (ms === undefined) throw new InvalidArgumentError('not a duration such as 90s, 5m or 1h30m');
  return ms;
}

const collect = (value: string, previous: string[]): string[] => [...previous, value];

interface SimulateFlags {
  readonly then: string[];
  readonly cluster?: string;
  readonly seed: number;
  readonly for?: number;
  readonly format: 'text' | 'json';
  readonly kubernetesVersion?: KubernetesVersion;
}

const program = new Command('drydock')
  .description('Rehearses Kubernetes manifests before a cluster sees them.')
  .version(DRYDOCK_VERSION)
  .exitOverride();

program
  .command('check')
  .description('says what the API server would refuse or warn about')
  .argument('[path...]', 'files, folders or globs of manifests; - is standard input', ['.'])
  .addOption(new Option('--format <format>', 'how to print').choices(checkFormats).default('text'))
  .addOption(
    new Option('--fail-on <severity>', 'the least severe finding that ends with 1').choices(failureLevels).default('error'),
  )
  .addOption(versionOption())
  .option('--against <path>', 'a file or folder of what lies in the cluster: refused changes are findings, with what they take')
  .option('--cluster <file>', 'a cluster file: pods that none of its nodes could take are findings')
  .option('--config <file>', 'severities, ignored files and versions (default: the nearest .drydock.yaml upwards)')
  .action((paths: string[], flags: Omit<CheckOptions, 'version'>) => {
    process.exitCode = check(paths, { ...flags, version: DRYDOCK_VERSION }, structures, { out, err });
  });

program
  .command('explain')
  .description('shows the page of a rule, or the list of all')
  .argument('[rule]', 'the name behind a finding')
  .action((rule?: string) => {
    out(explain(rule));
  });

program
  .command('simulate')
  .description('applies manifests to the built-in cluster and runs it until it settles')
  .argument('<path...>', 'files or folders of manifests; - is standard input')
  .option('--then <path>', 'apply this afterwards and settle again; may be given several times', collect, [])
  .option('--cluster <file>', 'the cluster to rehearse on (default: drydock.cluster.yaml here, else four nodes)')
  .option('--seed <number>', 'chooses names, addresses and ties', wholeNumber, 1)
  .option('--for <duration>', 'stop each step after this much virtual time, for example 90s or 1h', duration)
  .addOption(versionOption())
  .addOption(formatOption())
  .action((paths: string[], { for: limitMs, ...flags }: SimulateFlags) => {
    process.exitCode = simulate(paths, { ...flags, ...(limitMs === undefined ? {} : { limitMs }) }, structures, { out, err });
  });

program
  .command('rehearse')
  .description('runs scenarios against the built-in cluster and says which expectations fail')
  .argument('<path...>', 'files or folders with scenarios (kind: Scenario); - is standard input')
  .option('--cluster <file>', 'the cluster of scenarios that describe none (default: drydock.cluster.yaml here, else four nodes)')
  .option('--seed <number>', 'chooses names, addresses and ties', wholeNumber, 1)
  .addOption(new Option('--format <format>', 'how to print').choices(['text', 'json', 'junit']).default('text'))
  .action((paths: string[], flags: RehearseOptions) => {
    process.exitCode = rehearse(paths, flags, structures.of(newestVersion), { out, err });
  });

try {
  const work = poolWork();
  if (work) workForPool(work);
  else program.parse();
} catch (error) {
  process.exitCode = exitCodeOf(error);
}

/** commander has printed its own errors already; help and version are no errors. */
function exitCodeOf(error: unknown): number {
  if (error instanceof UsageError) err(`drydock: ${error.message}`);
  else if (error instanceof Error && 'exitCode' in error) return error.exitCode === 0 ? 0 : 2;
  else err(`drydock: ${error instanceof Error ? (error.stack ?? error.message) : String(error)}`);
  return 2;
}
