// `npm start` as a user meets it where no desktop VS Code is: an address that answers, and nothing left behind, whichever
// of its processes is told to end, and how.
import { spawn, spawnSync } from 'node:child_process';
import { setTimeout as sleep } from 'node:timers/promises';
import { root } from '../setup.mjs';

/** Whom the signal reaches: `npm`, the script that it runs, or the editor's server. */
const ends = [
  { whom: 'script', signal: 'SIGINT' },
  { whom: 'npm', signal: 'SIGINT' },
  { whom: 'npm', signal: 'SIGTERM' },
  { whom: 'npm', signal: 'SIGKILL' },
  { whom: 'script', signal: 'SIGKILL' },
  { whom: 'server', signal: 'SIGTERM' },
];

/** @returns {Promise<{ passes: number, failures: number }>} */
export async function runStartCheck() {
  const result = { passes: 0, failures: 0 };
  for (const { whom, signal } of ends) {
    const name = `npm start serves the editor, and ${signal} to its ${whom} leaves nothing`;
    const started = performance.now();
    try {
      await check(whom, signal);
      result.passes++;
      console.log(`  ✔ ${name} (${Math.round(performance.now() - started)} ms)`);
    } catch (error) {
      result.failures++;
      console.log(`  ✘ ${name}\n    ${error.message}`);
    }
  }
  return result;
}

async function check(whom, signal) {
  const child = spawn('npm', ['start', '--', '--browser'], { cwd: root, stdio: ['ignore', 'pipe', 'inherit'] });
  let family = [];
  try {
    const url = await addressOf(child);
    const answer = await fetch(url);
    if (!answer.ok) throw new Error(`${url} answers ${answer.status}`);
    family = familyOf(child.pid);
    const target = family.find(({ command }) => roles[whom].test(command));
    if (!target) throw new Error(`no ${whom} among:\n${family.map(({ command }) => command).join('\n')}`);
    process.kill(target.pid, signal);
    const left = await leftAfter(family, 8000);
    if (left.length > 0) throw new Error(`still there:\n${left.map(({ pid, command }) => `${pid} ${command}`).join('\n')}`);
    if (await answers(url)) throw new Error(`${url} still answers`);
  } finally {
    for (const { pid } of await leftAfter(family, 0)) process.kill(pid, 'SIGKILL');
  }
}

const roles = { npm: /^npm start/, script: /^node test\/editor\/start\.mjs/, server: /server-main\.js/ };

/** A process and all that descend from it. */
function familyOf(pid) {
  const all = processes();
  const members = all.filter((one) => one.pid === pid);
  for (const member of members) members.push(...all.filter(({ parent }) => parent === member.pid));
  return members;
}

function processes() {
  const printed = spawnSync('ps', ['-A', '-o', 'pid=,ppid=,stat=,args='], { encoding: 'utf8' }).stdout;
  return printed.split('\n').flatMap((line) => {
    const [, pid, parent, state, command] = /^\s*(\d+)\s+(\d+)\s+(\S+)\s+(.*)$/.exec(line) ?? [];
    // What has ended and only waits to be counted is gone.
    return pid === undefined || state.startsWith('Z') ? [] : [{ pid: Number(pid), parent: Number(parent), command }];
  });
}

async function leftAfter(family, timeoutMs) {
  const end = performance.now() + timeoutMs;
  for (;;) {
    const alive = new Map(processes().map(({ pid, command }) => [pid, command]));
    const left = family.filter(({ pid, command }) => alive.get(pid) === command);
    if (left.length === 0 || performance.now() >= end) return left;
    await sleep(100);
  }
}

function answers(url) {
  return fetch(url).then(
    () => true,
    () => false,
  );
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
