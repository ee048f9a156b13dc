import type { TimelineGroup, TimelineNode, TimelinePod, TimelineWorkload } from '../../../server/src/protocol.ts';

/** One line of the pods' list, at its height from the top. Pixels. */
export type Row = GroupRow | PodRow;

export interface GroupRow {
  readonly type: 'group';
  readonly key: string;
  readonly top: number;
  readonly height: number;
  readonly label: string;
  readonly detail: string;
}

export interface PodRow {
  readonly type: 'pod';
  readonly key: string;
  readonly top: number;
  readonly height: number;
  readonly pod: TimelinePod;
  /** Where it runs, or under nodes which revision it is. */
  readonly note: string;
  /** From 1, among all pods. */
  readonly position: number;
}

const groupHeight = 30;
const podHeight = 22;

interface Section {
  readonly label: string;
  readonly detail: string;
  readonly pods: readonly { readonly pod: TimelinePod; readonly note: string }[];
}

export function rowsOf(workload: TimelineWorkload, groupBy: 'revision' | 'node', nodes: readonly TimelineNode[]): readonly Row[] {
  const rows: Row[] = [];
  let top = 0;
  let position = 0;
  for (const { label, detail, pods } of groupBy === 'node' ? byNode(workload, nodes) : byRevision(workload)) {
    rows.push({ type: 'group', key: `group ${label}`, top, height: groupHeight, label, detail });
    top += groupHeight;
    for (const { pod, note } of pods) {
      rows.push({ type: 'pod', key: pod.uid, top, height: podHeight, pod, note, position: ++position });
      top += podHeight;
    }
  }
  return rows;
}

function byRevision({ groups }: TimelineWorkload): Section[] {
  return groups.map(({ label, detail, pods }) => ({ label, detail, pods: pods.map((pod) => ({ pod, note: pod.node })) }));
}

function byNode({ groups }: TimelineWorkload, nodes: readonly TimelineNode[]): Section[] {
  const all = groups.flatMap((group) => group.pods.map((pod) => ({ pod, note: shortRevision(group) })));
  const names = [...nodes.map(({ name }) => name), ...all.map(({ pod }) => pod.node).filter(Boolean)];
  const sections = [...new Set(names)].map((name) => ({
    label: name,
    detail: nodes.find((node) => node.name === name)?.zone ?? '',
    pods: all.filter(({ pod }) => pod.node === name),
  }));
  const unplaced = { label: 'Not scheduled', detail: 'never placed on a node', pods: all.filter(({ pod }) => pod.node === '') };
  return [...sections, unplaced].filter(({ pods }) => pods.length > 0);
}

/** `revision 2 · shop-856b798574` → `revision 2` */
function shortRevision({ label }: TimelineGroup): string {
  return label.split(' · ')[0] ?? label;
}

export function heightOf(rows: readonly Row[]): number {
  const last = rows[rows.length - 1];
  return last ? last.top + last.height : 0;
}

/** Rows that touch a stretch of the list, found by halving. */
export function rowsWithin(rows: readonly Row[], from: number, to: number): readonly Row[] {
  return rows.slice(firstBelow(rows, from), firstBelow(rows, to) + 1);
}

/** Index of the first row whose lower edge is beyond a height. */
function firstBelow(rows: readonly Row[], height: number): number {
  let low = 0;
  let high = rows.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    const row = rows[middle];
    if (row && row.top + row.height <= height) low = middle + 1;
    else high = middle;
  }
  return low;
}
