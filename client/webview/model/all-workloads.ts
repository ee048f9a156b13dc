import type { SeriesPoint, Timeline, TimelineWorkload } from '../../../server/src/protocol.ts';
import { momentsOf, valueAt } from './steps.ts';

/** Names the view of all workloads together; no object has such a name. */
export const allKey = 'all';

/** All workloads of a run as one: their pods one below the other, their counts added up. Promises do not add up. */
export function allWorkloads({ workloads }: Timeline): TimelineWorkload {
  const sum = (name: 'pods' | 'ready' | 'available' | 'desired') => sumOf(workloads.map(({ series }) => series[name]));
  return {
    kind: '',
    namespace: '',
    name: 'All workloads',
    series: {
      pods: sum('pods'),
      ready: sum('ready'),
      available: sum('available'),
      desired: sum('desired'),
      floor: [],
      ceiling: [],
    },
    groups: workloads.flatMap(({ name, groups }) =>
      groups.map((group) => ({ ...group, label: groups.length > 1 ? `${name} · ${group.label.split(' · ')[0] ?? ''}` : name })),
    ),
  };
}

function sumOf(all: readonly (readonly SeriesPoint[])[]): SeriesPoint[] {
  const sums: SeriesPoint[] = [];
  for (const at of momentsOf(...all)) {
    const value = all.reduce((sum, points) => sum + (valueAt(points, at) ?? 0), 0);
    if (sums.at(-1)?.value !== value) sums.push({ at, value });
  }
  return sums;
}
