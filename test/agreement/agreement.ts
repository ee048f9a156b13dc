import { readFileSync } from 'node:fs';
import type { Structure } from '../../server/src/schema/structure.ts';
import { createLanguageContext } from '../../server/src/language/service.ts';
import { Agreement, diagnosticsOf } from './compare.ts';
import { fixtureCases, largeCases } from './fixtures.ts';
import { readGolden } from './golden.ts';
import { fingerprint, mutations, type Case } from './mutations.ts';

export const structure = JSON.parse(
  readFileSync(new URL('../../schemas/kubernetes-1.37.json', import.meta.url), 'utf8'),
) as Structure;

/** Cases that others write and change at will: each is compared while it is the one that was judged. */
export function writtenCases(): readonly Case[] {
  return [...fixtureCases(), ...largeCases()];
}

/** Holds what we say about every case against what the API server's own code said. */
export function measure(): Agreement {
  const golden = readGolden();
  const made = mutations(structure);
  if (fingerprint(made) !== golden.fingerprint) {
    throw new Error('The mutations have changed: record their verdicts with `npm run agreement -- --record`');
  }
  const written = writtenCases();
  const judged = written.filter((each) => golden.written[each.id] === fingerprint([each]));
  const verdicts = new Map(golden.verdicts.map((verdict) => [verdict.id, verdict]));
  const context = createLanguageContext(structure, () => ({}));
  const agreement = new Agreement(written.length - judged.length);
  for (const { id, text } of [...judged, ...made]) {
    agreement.add(id, diagnosticsOf(context, text), verdicts.get(id) ?? { id });
  }
  return agreement;
}
