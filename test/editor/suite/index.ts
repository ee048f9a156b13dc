import { writeFileSync } from 'node:fs';
import { tests } from './harness.ts';
import './activation.ts';
import './diagnostics.ts';
import './language.ts';
import './simulation.ts';
import './actions.ts';
import './bad-days.ts';

/** Called by the extension host. Only the written result counts: an extension host that dies reports success. */
export async function run(): Promise<void> {
  let passes = 0;
  const failures: string[] = [];
  const wanted = process.env.TEST_ONLY;
  for (const { name, run: runTest } of tests) {
    if (wanted && !name.includes(wanted)) continue;
    const started = Date.now();
    try {
      await runTest();
      passes++;
      console.log(`  ✔ ${name} (${Date.now() - started} ms)`);
    } catch (error) {
      failures.push(name);
      console.log(`  ✘ ${name}\n    ${error instanceof Error ? (error.stack ?? error.message) : String(error)}`);
    }
  }
  if (process.env.TEST_RESULT_FILE)
    writeFileSync(process.env.TEST_RESULT_FILE, JSON.stringify({ passes, failures: failures.length }));
  if (failures.length > 0) throw new Error(`${failures.length} tests failed: ${failures.join(', ')}`);
}
