import { defaultClusterSpec } from '../../server/src/cluster/system/default-spec.ts';
import type { ClusterSpec } from '../../server/src/cluster/spec.ts';
import type { KubernetesObject } from '../../server/src/kubernetes/object.ts';
import { clusterParts, decodeError } from '../../server/src/preview/cluster-parts.ts';
import { type Manifest, Rehearsal, type RunOptions } from '../../server/src/preview/rehearsal.ts';
import type { SimulateResult, TreeItem } from '../../server/src/protocol.ts';
import { createSchema } from '../../server/src/schema/index.ts';
import { structure } from '../structure.ts';

const schema = createSchema(structure);

/** A rehearsal as the hosts make it. */
export function rehearsal(spec: Partial<ClusterSpec> = {}, seed = 1): Rehearsal {
  return new Rehearsal({
    ...clusterParts(structure, { ...defaultClusterSpec, ...spec }, seed),
    decodeError: (object) => decodeError(schema, object),
  });
}

export const manifest = (object: object, line = 0): Manifest => ({
  object: object as KubernetesObject,
  uri: 'file:///web.yaml',
  line,
});

export function run(stage: Rehearsal, objects: readonly object[], options?: RunOptions): SimulateResult {
  return stage.run(
    objects.map((object) => manifest(object)),
    options,
  );
}

/** The tree as lines, two spaces a level: `icon label | description`. */
export function drawn(items: readonly TreeItem[], depth = 0): readonly string[] {
  return items.flatMap((item) => [
    `${'  '.repeat(depth)}${item.icon} ${item.label} | ${item.description}`,
    ...drawn(item.children, depth + 1),
  ]);
}

export function allItems(items: readonly TreeItem[]): readonly TreeItem[] {
  return items.flatMap((item) => [item, ...allItems(item.children)]);
}

export const missingImage = { images: [{ image: 'missing:*', pullError: 'not found' }] };
