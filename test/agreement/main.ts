import { spawnSync } from 'node:child_process';
import { rmSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { comparisons } from '../reference/functions.ts';
import { functionAgreement } from '../reference/golden.ts';
import { traceAgreement } from '../reference/traces.ts';
import { measure, measureUpdates, reached, structure, writtenCases } from './agreement.ts';
import { compareCorpus } from './corpus.ts';
import { linesOf, writeGolden, writeGoldenUpdates } from './golden.ts';
import { fingerprint, mutations, type Case } from './mutations.ts';
import { jsonOf, report } from './report.ts';
import { updates } from './updates.ts';
import type { Verdict } from './verdict.ts';

const reference = fileURLToPath(new URL('../reference/validation', import.meta.url));

/** Judges every creation anew with the API server's code; takes Go. */
function record(): void {
  const made = mutations(structure);
  const others = writtenCases();
  const { kubernetesVersion, verdicts } = judge([...others, ...made]);
  const written = Object.fromEntries(others.map((each) => [each.id, fingerprint([each])]));
  writeGolden({ kubernetesVersion, fingerprint: fingerprint(made), written, verdicts });
}

/** The same for updates. */
function recordUpdates(): void {
  const made = updates(structure);
  writeGoldenUpdates({ ...judge(made), fingerprint: fingerprint(made) });
}

function judge(cases: readonly (Case & { readonly old?: string })[]): {
  readonly kubernetesVersion: string;
  readonly verdicts: readonly Verdict[];
} {
  const program = fileURLToPath(new URL('../output/validation-reference', import.meta.url));
  go(['build', '-o', program, '.']);
  const input = cases.map(({ id, text, old }) => JSON.stringify({ id, yaml: text, old })).join('\n');
  const { stdout } = spawnSync(program, { input, encoding: 'utf8', maxBuffer: 1 << 30, stdio: ['pipe', 'pipe', 'ignore'] });
  const kubernetesVersion = spawnSync(program, ['-version'], { encoding: 'utf8' }).stdout.trim();
  rmSync(program);
  const verdicts = linesOf(stdout).filter(
    ({ decodeError, strict, errors, warnings, other, unserved, oldRefused, unmerged }) =>
      decodeError ?? strict ?? errors ?? warnings ?? other ?? unserved ?? oldRefused ?? unmerged,
  );
  return { kubernetesVersion, verdicts };
}

function go(args: readonly string[]): void {
  const { status, error } = spawnSync('go', args, { cwd: reference, stdio: 'inherit' });
  if (error ?? status !== 0) throw new Error('Go is needed to record the verdicts');
}

const { values } = parseArgs({
  options: {
    json: { type: 'boolean' },
    record: { type: 'boolean' },
    'record-updates': { type: 'boolean' },
    corpus: { type: 'string' },
    only: { type: 'string' },
    all: { type: 'boolean' },
  },
});
if (values.record) record();
if (values['record-updates']) recordUpdates();
const agreement = values.corpus === undefined ? measure() : compareCorpus(values.corpus);
const changes = values.corpus === undefined ? measureUpdates() : undefined;
const { scenarios, agree, differing } = traceAgreement();
const functions = functionAgreement(comparisons);
if (values.json)
  console.log(JSON.stringify({ ...jsonOf(agreement, changes), scenarios: { agree, total: scenarios }, functions }));
else {
  const names = differing.length > 0 ? `; not: ${differing.join(', ')}` : '';
  console.log(
    `Creation\n${report(agreement, values)}\n\n${changes ? `Updates\n${report(changes, values)}\n\n` : ''}${agree} of ${scenarios} scenarios agree${names}\n${functions.agree} of ${functions.total} function answers agree`,
  );
}

const isBelow = ({ agree, total }: { agree: number; total: number }, share: number): boolean => agree / total < share;
const hasFallen =
  isBelow(agreement.pairs, reached.all.pairs) ||
  isBelow(agreement.texts, reached.all.texts) ||
  (changes !== undefined && (isBelow(changes.pairs, reached.updates.pairs) || isBelow(changes.texts, reached.updates.texts)));
if (values.corpus === undefined && (agreement.falsePositives + (changes?.falsePositives ?? 0) > 0 || hasFallen))
  process.exitCode = 1;
