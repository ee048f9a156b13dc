// `npm run agreement`: what we say about manifests against what the API server's own code says.
import { mkdirSync } from 'node:fs';
import path from 'node:path';
import { pathToFileURL } from 'node:url';
import { bundle } from '../bundle.mjs';

const here = import.meta.dirname;
const outfile = path.join(here, '../output/agreement.mjs');
mkdirSync(path.dirname(outfile), { recursive: true });
await bundle(path.join(here, 'main.ts'), outfile);
await import(pathToFileURL(outfile).href);
