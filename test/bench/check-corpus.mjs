// What `drydock check` and kubeconform are both given: many files of a few manifests each, and the schemas of their kinds.
import { mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { jsonSchema } from './json-schema.mjs';
import { manifestsOf, usedKinds } from './manifests.mjs';

const documentsPerApp = 10;

/** Writes so many documents, one application to a file. Returns their folder and how many there are. */
export function writeCorpus(output, documents) {
  const folder = path.join(output, 'corpus');
  rmSync(folder, { recursive: true, force: true });
  mkdirSync(folder, { recursive: true });
  const apps = documents / documentsPerApp;
  for (let index = 1; index <= apps; index += 1) {
    const name = `shop-${String(index).padStart(4, '0')}`;
    writeFileSync(path.join(folder, `${name}.yaml`), `${manifestsOf(name).flat().join('\n')}\n`);
  }
  return { folder, documents: apps * documentsPerApp };
}

/** One file for each kind, as kubeconform looks them up. Returns the pattern of their names. */
export function writeSchemas(output, root) {
  const folder = path.join(output, 'schemas');
  mkdirSync(folder, { recursive: true });
  const structure = JSON.parse(readFileSync(path.join(root, 'schemas/kubernetes-1.37.json'), 'utf8'));
  for (const key of usedKinds) {
    const parts = key.split('/');
    const kind = parts.at(-1);
    const name = [kind, ...parts.slice(0, -1).map((part) => part.split('.')[0])].join('-').toLowerCase();
    writeFileSync(path.join(folder, `${name}.json`), JSON.stringify(jsonSchema(structure, [key])));
  }
  return path.join(folder, '{{.ResourceKind}}{{.KindSuffix}}.json');
}
