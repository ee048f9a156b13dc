import { readFileSync } from 'node:fs';
import path from 'node:path';
import { mergeStructures, type Structure } from '../schema/structure.ts';

/** Reads the structure of the newest Kubernetes version, with Drydock's own kinds. `folder` holds the structure files. */
export function readStructure(folder: string): Structure {
  const read = (name: string): Structure => JSON.parse(readFileSync(path.join(folder, name), 'utf8')) as Structure;
  return mergeStructures(read('kubernetes-1.37.json'), read('drydock-v1alpha1.json'));
}
