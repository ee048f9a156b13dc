// Writes the structure files: `node schemas/write-structures.mjs`. The generator runs with the Go modules of each release.
// The newest release is kept whole, an older one as what differs from the next newer: a JSON merge patch (RFC 7386), which
// is a twentieth of the size and shows in review what a release changed.
import { execFileSync } from 'node:child_process';
import { writeFileSync } from 'node:fs';
import path from 'node:path';
import { isDeepStrictEqual } from 'node:util';

const generator = path.join(import.meta.dirname, 'generator');

/** Newest first. */
const releases = [
  { version: '1.37', modules: 'go.mod' },
  { version: '1.36', modules: 'go-1.36.mod' },
  { version: '1.35', modules: 'go-1.35.mod' },
  { version: '1.34', modules: 'go-1.34.mod' },
];

let newer;
for (const { version, modules } of releases) {
  const structure = generate(modules);
  const file = newer ? `kubernetes-${version}.patch.json` : `kubernetes-${version}.json`;
  writeFileSync(path.join(import.meta.dirname, file), `${JSON.stringify(newer ? diff(newer, structure) : structure, null, 1)}\n`);
  console.log(`${file}: ${Object.keys(structure.kinds).length} kinds, ${Object.keys(structure.types).length} types`);
  newer = structure;
}

function generate(modules) {
  const env = { ...process.env, GOFLAGS: `-modfile=${modules}` };
  return JSON.parse(execFileSync('go', ['run', '.'], { cwd: generator, env, encoding: 'utf8', maxBuffer: 2 ** 26 }));
}

/** The merge patch that makes `to` of `from`; lists are replaced as a whole. */
function diff(from, to) {
  const patch = {};
  for (const key of Object.keys(from)) if (!(key in to)) patch[key] = null;
  for (const [key, value] of Object.entries(to)) {
    if (isDeepStrictEqual(from[key], value)) continue;
    patch[key] = isMap(value) && isMap(from[key]) ? diff(from[key], value) : value;
  }
  return patch;
}

function isMap(value) {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
