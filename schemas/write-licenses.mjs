// Collects the licences of the packages whose code or text ends up in the package.
import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';

/**
 * @param {string} root the repository
 * @param {readonly { inputs: Record<string, unknown> }[]} metafiles what esbuild bundled
 * @param {readonly string[]} alsoUsed packages that gave text rather than code
 * @returns {string}
 */
export function collectLicenses(root, metafiles, alsoUsed) {
  const folders = new Set(alsoUsed.map((name) => `node_modules/${name}`));
  for (const metafile of metafiles) {
    for (const input of Object.keys(metafile.inputs)) {
      const folder = /^.*node_modules\/(?:@[^/]+\/)?[^/]+/.exec(input)?.[0];
      if (folder) folders.add(folder);
    }
  }
  const header = 'Drydock contains code or text of the following packages.\n';
  return [header, ...[...folders].sort().map((folder) => describe(path.join(root, folder)))].join(`\n${'-'.repeat(80)}\n\n`);
}

function describe(folder) {
  const { name, version, license, homepage, repository } = JSON.parse(readFileSync(path.join(folder, 'package.json'), 'utf8'));
  const file = readdirSync(folder).find((entry) => /^(licen[cs]e|copying)/i.test(entry));
  const where = homepage ?? (typeof repository === 'string' ? repository : repository?.url) ?? '';
  const text = file ? readFileSync(path.join(folder, file), 'utf8').trim() : `Licensed under ${license}.`;
  return `${name} ${version} (${license})\n${where}\n\n${text}\n`;
}
