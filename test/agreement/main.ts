import { spawnSync } from 'node:child_process';
import { rmSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { traceAgreement } from '../reference/traces.ts';
import { measure, reached, structure, writtenCases } from './agreement.ts';
import { compareCorpus } from './corpus.ts';
import { linesOf, writeGolden } from './golden.ts';
import { fingerprint, mutations } from './mutations.ts';
import { jsonOf, report } from './report.ts';

const reference = fileURLToPath(new URL('../reference/validation', import.meta.url));

/** Judges every case anew with the API server's code; takes Go. */
function record(): void {
  const program = fileURLToPath(new URL('../output/validation-reference', import.meta.url));
  go(['build', '-o', program, '.']);
  const made = mutations(structure);
  const others = writtenCases();
  const input = [...others, ...made].map(({ id, text }) => JSON.stringify({ id, yaml: text })).join('\n');
  const { stdout } = spawnSync(program, { input, encoding: 'utf8', maxBuffer: 1 << 30, stdio: ['pipe', 'pipe', 'ignore'] });
  const kubernetesVersion = spawnSync(program, ['-version'], { encoding: 'utf8' }).stdout.trim();
  rmSync(program);
  const verdicts = linesOf(stdout).filter(
    ({ decodeError, strict, errors, warnings, other, unserved }) =>
      decodeError ?? strict ?? errors ?? warnings ?? other ?? unserved,
  );
  const written = Object.fromEntries(others.map((each) => [each.id, fingerprint([each])]));
  writeGolden({ kubernetesVersion, fingerprint: fingerprint(made), written, verdicts });
}

function go(args: readonly string[]): void {
  const { status, error } = spawnSync('go', args, { cwd: reference, stdio: 'inherit' });
  if (error ?? status !== 0) throw new Error('Go is needed to record the verdicts');
}

const { values } = parseArgs({
  options: {
    json: { type: 'boolean' },
    record: { type: 'boolean' },
    corpus: { type: 'string' },
    only: { type: 'string' },
    all: { type: 'boolean' },
  },
});
if (values.record) record();
const agreement = values.corpus === undefined ? measure() : compareCorpus(values.corpus);
const { scenarios, agree, differing } = traceAgreement();
if (values.json) console.log(JSON.stringify({ ...jsonOf(agreement), traces: { scenarios, agree } }));
else {
  const names = differing.length > 0 ? `; not: ${differing.join(', ')}` : '';
  console.log(`${report(agreement, values)}\n\n${agree} of ${scenarios} scenarios agree${names}`);
}

const isBelow = ({ agree, total }: { agree: number; total: number }, share: number): boolean => agree / total < share;
const hasFallen = isBelow(agreement.pairs, reached.all.pairs) || isBelow(agreement.texts, reached.all.texts);
if (values.corpus === undefined && (agreement.falsePositives > 0 || hasFallen)) process.exitCode = 1;
