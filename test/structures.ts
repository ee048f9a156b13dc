import { readFileSync } from 'node:fs';
import { mergeStructures, type Structure } from '../server/src/schema/structure.ts';
import { structure } from './structure.ts';

/** Kubernetes 1.37 and Drydock's own kinds. */
export const allStructures = mergeStructures(
  structure,
  JSON.parse(readFileSync(new URL('../schemas/drydock-v1alpha1.json', import.meta.url), 'utf8')) as Structure,
);
