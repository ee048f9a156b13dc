import type { ObjectName, TimelineBar, TimelinePod, TimelineWorkload } from '../../../server/src/protocol.ts';

/** The bar that covers a moment; undefined while the pod does not exist. At the run's end the last bar still counts. */
export function barAt(pod: TimelinePod, at: number, to: number): TimelineBar | undefined {
  const bar = pod.bars.findLast((one) => one.from <= at);
  if (!bar) return undefined;
  return at < bar.to || (pod.endedAt === undefined && at >= to) ? bar : undefined;
}

export function podsOf(workload: TimelineWorkload): readonly TimelinePod[] {
  return workload.groups.flatMap(({ pods }) => pods);
}

export function keyOf({ kind, namespace, name }: { kind: string; namespace: string; name: string }): string {
  return `${kind}/${namespace}/${name}`;
}

/** `shop-6567b97b7f-kvghs` as what its siblings share and what tells it apart. */
export function splitName(name: string): { readonly shared: string; readonly own: string } {
  const cut = name.lastIndexOf('-');
  return cut <= 0 ? { shared: '', own: name } : { shared: name.slice(0, cut), own: name.slice(cut) };
}

/** A random suffix is enough to tell a pod by; an ordinal is not. */
export function shortName(name: string): string {
  const own = splitName(name).own.replace(/^-/, '');
  return own.length >= 5 ? own : name;
}

const shortKinds: Readonly<Record<string, string>> = {
  Deployment: 'deploy',
  ReplicaSet: 'rs',
  StatefulSet: 'sts',
  DaemonSet: 'ds',
  PersistentVolumeClaim: 'pvc',
  PersistentVolume: 'pv',
  Service: 'svc',
};

/** `deploy/shop`, `pod/kvghs`: kinds by the short names that kubectl knows. */
export function shortRef({ kind, name }: ObjectName): string {
  return `${shortKinds[kind] ?? kind.toLowerCase()}/${kind === 'Pod' ? shortName(name) : name}`;
}

/** States by which pods are told apart, as the legend names them, worst last. */
export const stateNames = {
  pending: 'Pending',
  creating: 'Pulling, creating',
  notReady: 'Running, not ready',
  ready: 'Ready',
  succeeded: 'Succeeded',
  failed: 'Failing',
  terminating: 'Terminating',
} as const;
