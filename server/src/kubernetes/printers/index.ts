import type { DaemonSet, Deployment, ReplicaSet, StatefulSet } from '../api.ts';
import type { KubernetesObject } from '../object.ts';
import { age, type Column, columns } from './columns.ts';
import { claimColumns, nodeColumns, serviceColumns } from './infrastructure.ts';
import { podColumns } from './pod.ts';
import { daemonSetColumns, deploymentColumns, jobColumns, replicaSetColumns, statefulSetColumns } from './workloads.ts';

export type { Column } from './columns.ts';
export { type PodRow, podStatus } from './pod.ts';

type Printer = (object: KubernetesObject, now: number) => Column[];

const printers: Readonly<Record<string, Printer>> = {
  Pod: (object, now) => podColumns(object, now),
  Deployment: (object, now) => deploymentColumns(object as Deployment, now),
  ReplicaSet: (object, now) => replicaSetColumns(object as ReplicaSet, now),
  DaemonSet: (object, now) => daemonSetColumns(object as DaemonSet, now),
  StatefulSet: (object, now) => statefulSetColumns(object as StatefulSet, now),
  Job: (object, now) => jobColumns(object, now),
  Service: (object, now) => serviceColumns(object, now),
  Node: (object, now) => nodeColumns(object, now),
  PersistentVolumeClaim: (object, now) => claimColumns(object, now),
};

/** The line that `kubectl get` prints for an object; name and age for kinds without columns of their own. `now` in virtual milliseconds. */
export function printRow(object: KubernetesObject, now: number): Column[] {
  const printer = printers[object.kind];
  if (printer) return printer(object, now);
  return columns(['NAME', object.metadata.name], ['AGE', age(object.metadata.creationTimestamp, now)]);
}
