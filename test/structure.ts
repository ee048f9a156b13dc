import { readFileSync } from 'node:fs';
import type { Structure } from '../server/src/schema/structure.ts';

/** The structure of Kubernetes 1.37, as tests read it. */
export const structure = JSON.parse(
  readFileSync(new URL('../schemas/kubernetes-1.37.json', import.meta.url), 'utf8'),
) as Structure;
