import type { FileDiagnostic, LanguageContext } from '../../language/service.ts';
import { readOlderManifests, updateDiagnostics } from '../../language/updates.ts';
import type { WorkspaceFile } from '../../workspace/index.ts';
import { readSources } from './files.ts';

/** What `--against OLD` adds to the findings: changes that the API server refuses, or that have to be made another way. */
export function findingsAgainst(
  old: string | undefined,
  context: LanguageContext,
  warn: (message: string) => void,
): (file: WorkspaceFile) => readonly FileDiagnostic[] {
  if (old === undefined) return () => [];
  const older = readOlderManifests(
    context,
    readSources([old], warn).map(({ text }) => text),
  );
  return (file) => updateDiagnostics(context, file, older, { severity: 'error', origin: old });
}
