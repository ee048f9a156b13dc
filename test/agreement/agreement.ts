import { readFileSync } from 'node:fs';
import type { Structure } from '../../server/src/schema/structure.ts';
import { createLanguageContext } from '../../server/src/language/service.ts';
import { Agreement, diagnosticsOf, unreadableOf, updateDiagnosticsOf } from './compare.ts';
import { fixtureCases, largeCases } from './fixtures.ts';
import { readGolden, readGoldenUpdates } from './golden.ts';
import { fingerprint, mutations, type Case } from './mutations.ts';
import { updates } from './updates.ts';
import { complaintsOf } from './verdict.ts';

export const structure = JSON.parse(
  readFileSync(new URL('../../schemas/kubernetes-1.37.json', import.meta.url), 'utf8'),
) as Structure;

/** Cases that others write and change at will: each is compared while it is the one that was judged. */
export function writtenCases(): readonly Case[] {
  return [...fixtureCases(), ...largeCases()];
}

/** What is not to fall: shares of the whole and of the sample that `npm test` takes. */
export interface Reached {
  readonly pairs: number;
  readonly texts: number;
}

export const reached = JSON.parse(readFileSync(new URL('./reached.json', import.meta.url), 'utf8')) as Record<
  'all' | 'sample' | 'updates',
  Reached
>;

/**
 * Holds what we say about the cases against what the API server's own code said. `refusedEvery` n takes one in n of the
 * mutations that the server refuses; those that it accepts, and the fixtures, are always all taken.
 */
export function measure(refusedEvery = 1): Agreement {
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
  let refused = 0;
  for (const [index, { id, text }] of [...judged, ...made].entries()) {
    const verdict = verdicts.get(id) ?? { id };
    const isTaken = index < judged.length || complaintsOf(verdict).length === 0 || refused++ % refusedEvery === 0;
    if (isTaken) agreement.add(id, diagnosticsOf(context, text), verdict);
  }
  return agreement;
}

/** The same for manifests that are applied after older ones: one in `every` of the updates. */
export function measureUpdates(every = 1): Agreement {
  const golden = readGoldenUpdates();
  const made = updates(structure);
  if (fingerprint(made) !== golden.fingerprint) {
    throw new Error('The updates have changed: record their verdicts with `npm run agreement -- --record-updates`');
  }
  const verdicts = new Map(golden.verdicts.map((verdict) => [verdict.id, verdict]));
  const context = createLanguageContext(structure, () => ({}));
  const agreement = new Agreement();
  for (const { id, text, old } of made.filter((_, index) => index % every === 0)) {
    const verdict = verdicts.get(id) ?? { id };
    if (verdict.oldRefused || verdict.unmerged || verdict.unserved) continue;
    agreement.add(id, [...unreadableOf(context, text), ...updateDiagnosticsOf(context, text, old)], verdict);
  }
  return agreement;
}
