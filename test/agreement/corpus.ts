import { readFileSync } from 'node:fs';
import path from 'node:path';
import { createLanguageContext, fileDiagnostics, isJudged } from '../../server/src/language/service.ts';
import { structure } from './agreement.ts';
import { Agreement } from './compare.ts';
import { groupBy } from './group.ts';
import { readCorpusVerdicts } from './golden.ts';
import type { Verdict } from './verdict.ts';

/** Holds what we say about a folder of manifests against the recorded verdicts, file by file. */
export function compareCorpus(folder: string): Agreement {
  const context = createLanguageContext(structure, () => ({}));
  const byFile = groupBy(readCorpusVerdicts(), ({ id }) => id);
  const agreement = new Agreement();
  for (const id of byFile.keys()) context.workspace.set(id, readFileSync(path.join(folder, id), 'utf8'));
  for (const [id, verdicts] of byFile) {
    const file = context.workspace.file(id);
    if (!file || !isJudged(file)) continue;
    const diagnostics = fileDiagnostics(context, file);
    for (const verdict of verdicts.filter(({ unserved }) => unserved !== true)) {
      agreement.add(
        name(verdict),
        diagnostics.filter(({ document }) => document === (verdict.document ?? 0)),
        verdict,
      );
    }
  }
  return agreement;
}

const name = ({ id, document = 0, item = 0 }: Verdict): string => `${id}#${document}.${item}`;
