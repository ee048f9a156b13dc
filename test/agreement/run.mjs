// `npm run agreement`: what we say about manifests against what the API server's own code says.
import { mkdirSync } from 'node:fs';
import path from 'node:path';
import { pathToFileURL } from 'node:url';
import * as esbuild from 'esbuild';

const here = import.meta.dirname;
const outfile = path.join(here, '../output/agreement.mjs');
mkdirSync(path.dirname(outfile), { recursive: true });
await esbuild.build({
  entryPoints: [path.join(here, 'main.ts')],
  outfile,
  bundle: true,
  platform: 'node',
  format: 'esm',
  packages: 'external',
  target: 'node20',
  logLevel: 'error',
  plugins: [ownUrls()],
});
await import(pathToFileURL(outfile).href);

/** Modules find the files beside them as they would unbundled. */
function ownUrls() {
  return {
    name: 'own-urls',
    setup: (build) => {
      build.onLoad({ filter: /[\\/]test[\\/].*\.ts$/ }, async ({ path: file }) => {
        const { readFile } = await import('node:fs/promises');
        const text = await readFile(file, 'utf8');
        return { contents: text.replaceAll('import.meta.url', JSON.stringify(pathToFileURL(file).href)), loader: 'ts' };
      });
    },
  };
}
