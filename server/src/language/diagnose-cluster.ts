import { formatPath } from '../kubernetes/path.ts';
import { clusterProblems } from '../validation/cluster-file.ts';
import type { Manifest } from '../workspace/index.ts';
import type { YamlDocument } from '../yaml/document.ts';
import type { Diagnostic } from './diagnostic.ts';
import { rangeOfField } from './ranges.ts';

/** What is wrong with a cluster file beside its shape. */
export function diagnoseCluster(document: YamlDocument, { object, path: at }: Manifest): readonly Diagnostic[] {
  const spec = (object.spec ?? { nodes: [] }) as Parameters<typeof clusterProblems>[0];
  return clusterProblems(spec).map(({ rule, severity, path, message }) => {
    const below = ['spec', ...path];
    const full = [...at, ...below];
    return { rule, severity, path: full, field: formatPath(below), range: rangeOfField(document, full), message };
  });
}
