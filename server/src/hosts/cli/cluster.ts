import { existsSync } from 'node:fs';
import path from 'node:path';
import { readClusterFile } from '../../cluster/cluster-file.ts';
import type { ClusterSpec } from '../../cluster/spec.ts';
import { defaultClusterSpec } from '../../cluster/system/default-spec.ts';
import { createLanguageContext, fileDiagnostics } from '../../language/service.ts';
import type { Structure } from '../../schema/structure.ts';
import { lineCounter } from '../lines.ts';
import { readSources, UsageError } from './files.ts';

const clusterFileName = 'drydock.cluster.yaml';

/**
 * The cluster that is asked for, else the one that the working directory describes, else the default one. On a cluster with
 * mistakes nothing is rehearsed.
 */
export function readCluster(given: string | undefined, structure: Structure, err: (text: string) => void): ClusterSpec {
  const file = given ?? (existsSync(clusterFileName) ? clusterFileName : undefined);
  if (file === undefined) return defaultClusterSpec;
  const [source] = readSources([file], err);
  const text = source?.text ?? '';
  const context = createLanguageContext(structure, () => ({}));
  context.workspace.set(file, text);
  const read = context.workspace.file(file);
  const mistakes = (read ? fileDiagnostics(context, read) : []).filter(({ severity }) => severity === 'error');
  if (mistakes.length > 0) {
    const lineAt = lineCounter(text);
    throw new UsageError(mistakes.map(({ range, message }) => `${file}:${lineAt(range.start) + 1}: ${message}`).join('\n'));
  }
  const manifest = (read?.documents ?? []).flatMap(({ manifests }) => manifests).find(({ kind }) => kind === 'Cluster');
  if (!manifest) throw new UsageError(`${path.normalize(file)}: this is no cluster file (kind: Cluster)`);
  return readClusterFile(manifest.object);
}
