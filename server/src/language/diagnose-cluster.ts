import type { FieldPath } from '../kubernetes/path.ts';
import { formatPath } from '../kubernetes/path.ts';
import type { Severity } from '../validation/rule.ts';
import type { Manifest } from '../workspace/index.ts';
import type { YamlDocument } from '../yaml/document.ts';
import type { Diagnostic } from './diagnostic.ts';
import { rangeOfField } from './ranges.ts';

interface NodeEntry {
  readonly name?: string;
  readonly count?: number;
}

/** What is wrong with a cluster file beside its shape: names of nodes that come twice, and no nodes at all. */
export function diagnoseCluster(document: YamlDocument, { object, path: at }: Manifest): readonly Diagnostic[] {
  const { nodes = [] } = (object.spec ?? {}) as { readonly nodes?: readonly NodeEntry[] };
  const say = (rule: string, severity: Severity, path: FieldPath, message: string): Diagnostic => {
    const full = [...at, ...path];
    return { rule, severity, path: full, field: formatPath(path), range: rangeOfField(document, full), message };
  };
  if (nodes.length === 0)
    return [say('cluster-nodes', 'warning', ['spec', 'nodes'], 'on a cluster without nodes no pod can run')];
  const known = new Set<string>();
  return nodes.flatMap((node, index) => {
    const names = namesOf(node);
    const twice = names.find((name) => known.has(name));
    for (const name of names) known.add(name);
    if (twice === undefined) return [];
    return [say('cluster-node-unique', 'error', ['spec', 'nodes', index, 'name'], `there is a node "${twice}" already`)];
  });
}

/** With a count, the name is the beginning of several. */
function namesOf({ name, count }: NodeEntry): readonly string[] {
  if (name === undefined) return [];
  if (count === undefined) return [name];
  return Array.from({ length: Math.max(0, Math.min(count, mostNodes)) }, (_, index) => `${name}-${index + 1}`);
}

/** More than this of one sort are not looked at one by one. */
const mostNodes = 5000;
