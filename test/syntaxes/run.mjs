// `npm run test:grammar`: holds our injection grammar against the YAML grammar that the editor ships.
import { spawnSync } from 'node:child_process';
import { readdirSync } from 'node:fs';
import path from 'node:path';
import { ensureEditor } from '../editor/install.mjs';
import { ensureDependencies, root } from '../setup.mjs';

ensureDependencies();
const { serverMain } = ensureEditor({ chromium: false });
const shipped = path.join(path.dirname(serverMain), '../extensions/yaml/syntaxes');
const grammars = readdirSync(shipped)
  .filter((name) => name !== 'yaml-embedded.tmLanguage.json')
  .map((name) => path.join(shipped, name));
const args = ['vscode-tmgrammar-test', ...grammars.flatMap((grammar) => ['--grammar', grammar]), 'test/syntaxes/*.yaml'];
process.exit(spawnSync('npx', ['--no-install', ...args], { cwd: root, stdio: 'inherit' }).status ?? 1);
