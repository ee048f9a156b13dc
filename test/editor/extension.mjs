// Packs the extension, and installs it where the last installed one differs.
import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { root, runOrExit } from '../setup.mjs';
import { installExtension } from './server.mjs';

/** What .vscodeignore lets into the package. */
const packed = ['package.json', 'README.md', 'CHANGELOG.md', 'dist', 'client/media', 'syntaxes'];

/** Installs the built extension into `dataDir`; seconds saved when nothing changed since the last time. */
export function ensureExtension(editor, dataDir) {
  mkdirSync(dataDir, { recursive: true });
  const stampFile = path.join(dataDir, 'extension.stamp');
  const stamp = hash(packed.map((entry) => path.join(root, entry)));
  if (existsSync(stampFile) && readFileSync(stampFile, 'utf8') === stamp) return;
  const vsix = path.join(dataDir, 'drydock.vsix');
  const vsce = path.join(root, 'node_modules/@vscode/vsce/vsce');
  runOrExit(process.execPath, [
    vsce,
    'package',
    '--no-dependencies',
    '--allow-missing-repository',
    '--no-rewrite-relative-links',
    '--out',
    vsix,
  ]);
  installExtension(editor, dataDir, vsix);
  writeFileSync(stampFile, stamp);
}

function hash(entries) {
  const sum = createHash('sha256');
  const visit = (entry) => {
    if (!existsSync(entry)) return;
    if (entry.endsWith('.map')) return;
    const children = listFolder(entry);
    if (children) for (const child of children) visit(path.join(entry, child));
    else sum.update(entry).update(readFileSync(entry));
  };
  for (const entry of entries) visit(entry);
  return sum.digest('hex');
}

function listFolder(entry) {
  try {
    return readdirSync(entry).sort();
  } catch {
    return undefined;
  }
}
