import { parse, stringify } from 'yaml';
import type { Step } from '../../server/src/scenario/types.ts';
import type { Play } from './generate.ts';
import type { Manifest } from './workloads.ts';

const room = { cpu: '64', memory: '256Gi', pods: '250' };

/**
 * The scenario, and after it all that went wrong mended: nodes are back, a large one has joined, and every Deployment and
 * DaemonSet is asked for anew with an image that works. What takes room beside them is scaled away.
 */
export function mended(given: Play): Play & { readonly asked: readonly string[] } {
  const { file } = given;
  const nodes = [...(file.spec.cluster?.nodes ?? []), ...file.spec.steps.flatMap(({ addNode }) => (addNode ? [addNode] : []))];
  const names = [...new Set(nodes.map(({ name = '' }) => name))];
  const workloads = lastOfEach(file.spec.steps);
  const steps: Step[] = [
    ...names.flatMap((node): Step[] => [{ recoverNode: { node } }, { taint: { node, taints: [] } }, { cordon: { node } }]),
    { addNode: { name: 'rescue', capacity: room } },
    { settle: {} },
    ...workloads.flatMap(({ kind, metadata: { name } }): Step[] => stepsFor(kind, name)),
    { settle: {} },
  ];
  const asked = workloads.filter(isAskedAnew).map(({ kind, metadata: { name } }) => `${kind}/${name}`);
  return { ...given, asked, certain: false, file: { ...file, spec: { ...file.spec, steps: [...file.spec.steps, ...steps] } } };
}

function stepsFor(kind: string, name: string): Step[] {
  if (kind === 'StatefulSet' || kind === 'ReplicaSet')
    return [{ scale: { target: `${kind.toLowerCase()}/${name}`, replicas: 0 } }];
  if (!isAskedAnew({ kind })) return [];
  const template = { metadata: { labels: { app: name } }, spec: { containers: [{ name: 'app', image: 'mended:1' }] } };
  const own = kind === 'Deployment' ? { replicas: 3, paused: false } : {};
  const spec = { selector: { matchLabels: { app: name } }, ...own, template };
  return [{ apply: stringify({ apiVersion: 'apps/v1', kind, metadata: { name }, spec }) }];
}

function isAskedAnew({ kind }: Pick<Manifest, 'kind'>): boolean {
  return kind === 'Deployment' || kind === 'DaemonSet';
}

function lastOfEach(steps: readonly Step[]): readonly Manifest[] {
  const applied = steps.flatMap(({ apply }) => (apply === undefined ? [] : [parse(apply) as Manifest]));
  return [...new Map(applied.map((manifest) => [`${manifest.kind}/${manifest.metadata.name}`, manifest])).values()];
}
