import { existsSync } from 'node:fs';
import path from 'node:path';
import { type ClusterFile, readClusterFile } from '../../cluster/cluster-file.ts';
import type { ClusterSpec } from '../../cluster/spec.ts';
import { defaultClusterSpec } from '../../cluster/system/default-spec.ts';
import { parseYaml } from '../../yaml/index.ts';
import { readSources, UsageError } from './files.ts';

const clusterFileName = 'drydock.cluster.yaml';

/** The cluster that is asked for, else the one that the working directory describes, else the default one. */
export function readCluster(given: string | undefined, err: (text: string) => void): ClusterSpec {
  const file = given ?? (existsSync(clusterFileName) ? clusterFileName : undefined);
  if (file === undefined) return defaultClusterSpec;
  const [source] = readSources([file], err);
  const value = parseYaml(source?.text ?? '').find((document) => document.value !== undefined)?.value as
    | (ClusterFile & { kind?: string })
    | undefined;
  if (value?.kind !== 'Cluster') throw new UsageError(`${path.normalize(file)}: this is no cluster file (kind: Cluster)`);
  return readClusterFile(value);
}
