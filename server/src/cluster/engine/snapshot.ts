import type { KubernetesObject, Reader, Tally, TallyKind } from './types.ts';

/** A past moment as a {@link Reader}: for looking back, where a scan per question is quick enough. */
export function snapshotReader(objects: ReadonlyMap<string, KubernetesObject>, revision: number): Reader {
  const all = [...objects.values()];
  const byUid = new Map(all.map((object) => [object.metadata.uid ?? '', object]));
  const ofKind = new Map<string, KubernetesObject[]>();
  for (const object of all) {
    const sameKind = ofKind.get(object.kind);
    if (sameKind) sameKind.push(object);
    else ofKind.set(object.kind, [object]);
  }
  const select = <T extends KubernetesObject>(kind: string, matches: (object: KubernetesObject) => boolean): readonly T[] =>
    (ofKind.get(kind) ?? []).filter(matches) as T[];
  const podsOnNode = <T extends KubernetesObject>(node: string): readonly T[] =>
    select('Pod', (object) => ((object as { spec?: { nodeName?: string } }).spec?.nodeName ?? '') === node);
  return {
    revision,
    get: <T extends KubernetesObject>(kind: string, namespace: string, name: string) =>
      objects.get(`${kind}/${namespace}/${name}`) as T | undefined,
    list: (kind, namespace) =>
      select(kind, (object) => namespace === undefined || (object.metadata.namespace ?? '') === namespace),
    ownedBy: (kind, uid) =>
      select(
        kind,
        (object) => object.metadata.ownerReferences?.some((owner) => owner.controller === true && owner.uid === uid) ?? false,
      ),
    withLabel: (kind, namespace, key, value) =>
      select(kind, (object) => object.metadata.namespace === namespace && object.metadata.labels?.[key] === value),
    podsOnNode,
    tallyOnNode: <T extends Tally>(kind: TallyKind<T>, node: string) => {
      const tally = new kind();
      for (const pod of podsOnNode(node)) tally.note(pod, undefined);
      return tally;
    },
    byUid: (uid) => byUid.get(uid),
    dependentsOf: (uid) => all.filter((object) => object.metadata.ownerReferences?.some((owner) => owner.uid === uid)),
  };
}
