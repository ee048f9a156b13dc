// `npm start` as a user meets it where no desktop VS Code is: an address that answers, and nothing left after Ctrl-C.
import { spawn } from 'node:child_process';
import { setTimeout as sleep } from 'node:timers/promises';
import { root } from '../setup.mjs';

/** @returns {Promise<{ passes: number, failures: number }>} */
export async function runStartCheck() {
  const started = performance.now();
  const child = spawn(process.execPath, ['test/editor/start.mjs', '--browser'], {
    cwd: root,
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  try {
    const url = await addressOf(child);
    const answer = await fetch(url);
    if (!answer.ok) throw new Error(`${url} answers ${answer.status}`);
    child.kill('SIGINT');
    await new Promise((resolve) => child.once('exit', resolve));
    await sleep(1000);
    const isUp = await fetch(url).then(
      () => true,
      () => false,
    );
    if (isUp) throw new Error(`${url} still answers after Ctrl-C`);
    console.log(`  ✔ npm start serves the editor and stops it (${Math.round(performance.now() - started)} ms)`);
    return { passes: 1, failures: 0 };
  } catch (error) {
    child.kill('SIGINT');
    console.log(`  ✘ npm start serves the editor and stops it\n    ${error.message}`);
    return { passes: 0, failures: 1 };
  }
}

function addressOf(child) {
  return new Promise((resolve, reject) => {
    let printed = '';
    child.stdout.on('data', (text) => {
      printed += text;
      const url = /http:\/\/127\.0\.0\.1:\S+/.exec(printed)?.[0];
      if (url) resolve(url);
    });
    child.once('exit', (code) => reject(new Error(`it ended with ${code}:\n${printed}`)));
  });
}
