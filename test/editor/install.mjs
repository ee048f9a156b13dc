// Gets a real VS Code for machines without a desktop one: the server build that `code-server` ships on npm, the Node
// it wants, and Chromium from apt. Node built-ins only. A second run only compares a stamp.
import { spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { fileURLToPath } from 'node:url';

const here = import.meta.dirname;
const vscodeDir = path.join(here, 'node_modules/code-server/lib/vscode');
const stampFile = path.join(here, 'node_modules/.drydock-stamp');

/**
 * Installs what is missing and says where it is.
 * @param {{ chromium: boolean }} want whether a browser to drive is needed (tests) or the user's own will do (start)
 * @returns {{ node: string, serverMain: string, chromium: string | undefined }}
 */
export function ensureEditor(want) {
  const stamp = createHash('sha256')
    .update(readFileSync(path.join(here, 'package-lock.json')))
    .digest('hex');
  if (!existsSync(stampFile) || readFileSync(stampFile, 'utf8') !== stamp) {
    installServer();
    writeFileSync(stampFile, stamp);
  }
  return {
    node: editorNode(),
    serverMain: path.join(vscodeDir, 'out/server-main.js'),
    chromium: want.chromium ? ensureChromium() : findChromium(),
  };
}

function installServer() {
  console.log('Installing VS Code 1.139 (code-server from npm, about 250 MB, once) …');
  run('npm', ['ci', '--ignore-scripts', '--no-audit', '--no-fund'], here);
  run('npm', ['install', '--omit=dev', '--ignore-scripts', '--no-audit', '--no-fund'], vscodeDir);
  run('npm', ['ci', '--omit=dev', '--ignore-scripts', '--no-audit', '--no-fund'], path.join(vscodeDir, 'extensions'));
  rebuildLogger();
}

/** Without its compiled logger the editor works, but output channels stay empty. */
function rebuildLogger() {
  const nodeDir = path.dirname(path.dirname(editorNode()));
  const result = spawnSync('npm', ['rebuild', '@vscode/spdlog', '@vscode/native-watchdog', '--ignore-scripts=false'], {
    cwd: vscodeDir,
    env: { ...process.env, PATH: `${path.join(nodeDir, 'bin')}:${process.env.PATH}`, npm_config_nodedir: nodeDir },
    encoding: 'utf8',
  });
  if (result.status !== 0)
    console.log('The logger could not be compiled (needs g++, make and python3): output channels will be empty.');
}

/** The Node that runs the editor: the one from npm, or our own where that is new enough. */
function editorNode() {
  const bundled = path.join(here, `node_modules/node-linux-${process.arch}/bin/node`);
  if (process.platform === 'linux' && existsSync(bundled)) return bundled;
  if (Number(process.versions.node.split('.')[0]) === 24) return process.execPath;
  throw new Error(
    `No Node 24 for ${process.platform}/${process.arch} to run VS Code with. Install a desktop VS Code (with \`code\` on the PATH), or run this with Node 24.`,
  );
}

function findChromium() {
  const names = [process.env.CHROMIUM, '/usr/bin/chromium', '/usr/bin/chromium-browser', '/usr/bin/google-chrome'];
  return names.find((name) => name && existsSync(name));
}

function ensureChromium() {
  const found = findChromium();
  if (found) return found;
  const asRoot = process.getuid?.() === 0 ? [] : ['sudo', '-n'];
  if (process.platform === 'linux' && existsSync('/usr/bin/apt-get')) {
    console.log('Installing Chromium with apt …');
    const apt = (...args) =>
      spawnSync([...asRoot, 'apt-get', ...args][0], [...asRoot, 'apt-get', ...args].slice(1), {
        stdio: 'ignore',
        env: { ...process.env, DEBIAN_FRONTEND: 'noninteractive' },
      });
    apt('update');
    apt('install', '-y', '--no-install-recommends', 'chromium');
  }
  const installed = findChromium();
  if (installed) return installed;
  throw new Error('Chromium is needed to drive the editor and could not be installed. Install it, or set CHROMIUM to its path.');
}

function run(command, args, cwd) {
  const result = spawnSync(command, args, { cwd, encoding: 'utf8' });
  if (result.status === 0) return;
  const last = `${result.stdout ?? ''}${result.stderr ?? ''}`.trim().split('\n').slice(-15).join('\n');
  throw new Error(`\`${command} ${args.join(' ')}\` failed in ${cwd}:\n${last || result.error?.message}`);
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  try {
    const editor = ensureEditor({ chromium: true });
    console.log(`VS Code: ${editor.serverMain}\nChromium: ${editor.chromium}`);
  } catch (error) {
    console.error(error.message);
    process.exit(2);
  }
}
