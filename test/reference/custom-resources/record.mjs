// `node test/reference/custom-resources/record.mjs`: records how the API server's own code judges the cases. Needs Go.
import { execFileSync } from 'node:child_process';
import { mkdirSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { pathToFileURL } from 'node:url';
import { gzipSync } from 'node:zlib';
import { bundle } from '../../bundle.mjs';

const here = import.meta.dirname;
const outfile = path.join(here, '../../output/custom-resources.mjs');
mkdirSync(path.dirname(outfile), { recursive: true });
await bundle(path.join(here, 'cases.ts'), outfile);
const { cases } = await import(pathToFileURL(outfile).href);
const given = cases();
const input = given.map(({ schema, object }) => JSON.stringify({ schema, object })).join('\n');
const verdicts = execFileSync('go', ['run', '.'], { cwd: here, input, encoding: 'utf8', maxBuffer: 2 ** 28 })
  .trim()
  .split('\n');
const lines = given.map(({ id }, index) => JSON.stringify({ id, ...JSON.parse(verdicts[index]) }));
writeFileSync(path.join(here, '../golden/custom-resources.jsonl.gz'), gzipSync(`${lines.join('\n')}\n`, { level: 9 }));
console.log(`${lines.length} verdicts`);
