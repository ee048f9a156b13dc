import { readFileSync } from 'node:fs';
import path from 'node:path';
import { StructureFiles } from '../server/src/hosts/structure-file.ts';
import { mergeStructures, type Structure } from '../server/src/schema/structure.ts';
import { structure } from './structure.ts';

/** Kubernetes 1.37 and Drydock's own kinds. */
export const allStructures = mergeStructures(
  structure,
  JSON.parse(readFileSync(new URL('../schemas/drydock-v1alpha1.json', import.meta.url), 'utf8')) as Structure,
);

/** Kubernetes in all versions. */
export const structureFiles = new StructureFiles(path.join(import.meta.dirname, '../schemas'));
