// `npm run bench [-- --quick] [-- --json]`: Drydock's speed beside that of others, all measured in this run.
import { spawnSync } from 'node:child_process';
import { mkdirSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { parseArgs } from 'node:util';
import { ensureDependencies, root } from '../setup.mjs';

const options = {
  json: { type: 'boolean', default: false },
  quick: { type: 'boolean', default: false },
  'no-build': { type: 'boolean', default: false },
  only: { type: 'string' },
};
const usage = 'npm run bench [-- [--quick] [--json] [--no-build] [--only editor|check|emulator]]';

let values;
try {
  ({ values } = parseArgs({ options }));
  if (values.only !== undefined && !['editor', 'check', 'emulator'].includes(values.only))
    throw new Error(`--only ${values.only}?`);
} catch (error) {
  console.error(`${error.message}\nUsage: ${usage}`);
  process.exit(2);
}

/** Progress goes where it does not mix with the figures. */
const tell = (text) => console.error(text);

try {
  await bench();
} catch (error) {
  console.error(`The bench could not run: ${error.message}`);
  process.exit(2);
}

async function bench() {
  ensureDependencies();
  // What is installed now may not have been there when this file was read.
  const [{ installPeers }, { editorRows }, { workspaceRows }, { checkRows }, { emulatorRows }, { figures, table }] =
    await Promise.all([
      import('./peers.mjs'),
      import('./editor-rows.mjs'),
      import('./editor-workspace.mjs'),
      import('./check-rows.mjs'),
      import('./emulator-rows.mjs'),
      import('./report.mjs'),
    ]);
  if (!values['no-build']) build();
  const missing = installPeers(tell);
  if (missing) tell(`${missing}\nOnly Drydock is measured: there is nothing to compare it with.\n`);
  const output = path.join(root, 'test/output/bench');
  mkdirSync(output, { recursive: true });
  const before = loadAverage();
  if (before > warningLoad()) tell(loadWarning(before));
  const context = { output, root, quick: values.quick, withPeers: missing === undefined, tell };
  const sections = [];
  const isWanted = (section) => values.only === undefined || values.only === section;
  if (isWanted('editor')) sections.push(await editorRows(context), await workspaceRows(context));
  if (isWanted('check')) sections.push(await checkRows(context));
  if (isWanted('emulator')) sections.push(await emulatorRows(context));
  const machine = { node: process.version, cpus: os.availableParallelism(), loadAverage: before };
  const rows = sections.flatMap((section) => section.rows);
  if (values.json) {
    console.log(JSON.stringify({ quick: values.quick, ...machine, ...figures(rows), ...details(sections) }, null, 2));
    return;
  }
  console.log(
    `Node ${machine.node}, ${os.cpus()[0]?.model ?? 'unknown processor'} × ${machine.cpus}, load average ${before.toFixed(2)}`,
  );
  for (const { title, peerName, rows: shown, notes } of sections) {
    console.log(`\n${table(title, peerName, shown)}`);
    for (const note of notes) console.log(`  ${note}`);
  }
  if (before > warningLoad()) console.log(`\n${loadWarning(before)}`);
}

/** What users get. Its words go to stderr, like all progress. */
function build() {
  const { status } = spawnSync(process.execPath, ['build.mjs', '--production'], { cwd: root, stdio: ['ignore', 2, 2] });
  if (status !== 0) throw new Error('the build failed');
}

function details(sections) {
  return Object.assign({}, ...sections.map((section) => section.details));
}

function loadAverage() {
  return os.loadavg()[0];
}

/** With less than half of the processors free, others' work is measured along with ours. */
function warningLoad() {
  return os.availableParallelism() / 2;
}

function loadWarning(load) {
  return `Warning: the machine is busy (load average ${load.toFixed(2)} on ${os.availableParallelism()} processors). Times are too long, and ratios less certain.`;
}
