import { readFileSync } from 'node:fs';
import type { Structure } from '../../server/src/schema/structure.ts';
import { createLanguageContext } from '../../server/src/language/service.ts';
import { Agreement, diagnosticsOf } from './compare.ts';
import { fixtureCases } from './fixtures.ts';
import { readGolden } from './golden.ts';
import { fingerprint, mutations, type Case } from './mutations.ts';

export const structure = JSON.parse(
  readFileSync(new URL('../../schemas/kubernetes-1.37.json', import.meta.url), 'utf8'),
) as Structure;

export function allCases(): readonly Case[] {
  return [...fixtureCases(), ...mutations(structure)];
}

/** Holds what we say about every case against what the API server's own code said. */
export function measure(): Agreement {
  const golden = readGolden();
  const cases = allCases();
  if (fingerprint(cases) !== golden.fingerprint)
    throw new Error('The cases have changed: record them with `npm run agreement -- --record`');
  const verdicts = new Map(golden.verdicts.map((verdict) => [verdict.id, verdict]));
  const context = createLanguageContext(structure, () => ({}));
  const agreement = new Agreement();
  for (const { id, text } of cases) agreement.add(id, diagnosticsOf(context, text), verdicts.get(id) ?? { id });
  return agreement;
}
