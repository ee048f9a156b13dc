import type { DaemonSet, Deployment, Job, ReplicaSet, StatefulSet } from '../api.ts';
import { virtualMsOf } from '../time.ts';
import { age, type Column, columns, humanDuration } from './columns.ts';

/** What `kubectl get` shows of workloads; `now` in virtual milliseconds. Source: pkg/printers/internalversion/printers.go */

export function deploymentColumns({ metadata, spec, status }: Deployment, now: number): Column[] {
  return columns(
    ['NAME', metadata.name],
    ['READY', `${status?.readyReplicas ?? 0}/${spec.replicas ?? 1}`],
    ['UP-TO-DATE', status?.updatedReplicas],
    ['AVAILABLE', status?.availableReplicas],
    ['AGE', age(metadata.creationTimestamp, now)],
  );
}

export function replicaSetColumns({ metadata, spec, status }: ReplicaSet, now: number): Column[] {
  return columns(
    ['NAME', metadata.name],
    ['DESIRED', spec.replicas ?? 1],
    ['CURRENT', status?.replicas],
    ['READY', status?.readyReplicas],
    ['AGE', age(metadata.creationTimestamp, now)],
  );
}

export function daemonSetColumns({ metadata, spec, status }: DaemonSet, now: number): Column[] {
  return columns(
    ['NAME', metadata.name],
    ['DESIRED', status?.desiredNumberScheduled],
    ['CURRENT', status?.currentNumberScheduled],
    ['READY', status?.numberReady],
    ['UP-TO-DATE', status?.updatedNumberScheduled],
    ['AVAILABLE', status?.numberAvailable],
    ['NODE SELECTOR', labelsText(spec.template.spec?.nodeSelector)],
    ['AGE', age(metadata.creationTimestamp, now)],
  );
}

function labelsText(labels: Readonly<Record<string, string>> | undefined): string {
  const pairs = Object.entries(labels ?? {}).map(([key, value]) => `${key}=${value}`);
  return pairs.length === 0 ? '<none>' : pairs.sort().join(',');
}

export function statefulSetColumns({ metadata, spec, status }: StatefulSet, now: number): Column[] {
  return columns(
    ['NAME', metadata.name],
    ['READY', `${status?.readyReplicas ?? 0}/${spec.replicas ?? 1}`],
    ['AGE', age(metadata.creationTimestamp, now)],
  );
}

export function jobColumns(job: Job, now: number): Column[] {
  return columns(
    ['NAME', job.metadata.name],
    ['STATUS', jobStatus(job)],
    ['COMPLETIONS', jobCompletions(job)],
    ['DURATION', jobDuration(job, now)],
    ['AGE', age(job.metadata.creationTimestamp, now)],
  );
}

function jobCompletions({ spec, status }: Job): string {
  const succeeded = status?.succeeded ?? 0;
  if (spec?.completions !== undefined) return `${succeeded}/${spec.completions}`;
  const parallelism = spec?.parallelism ?? 0;
  return parallelism > 1 ? `${succeeded}/1 of ${parallelism}` : `${succeeded}/1`;
}

function jobDuration({ status }: Job, now: number): string {
  const start = virtualMsOf(status?.startTime);
  if (start === undefined) return '';
  return humanDuration((virtualMsOf(status?.completionTime) ?? now) - start);
}

/** The first that applies, deletion in between. */
function jobStatus(job: Job): string {
  const has = (type: string) => job.status?.conditions?.find((condition) => condition.type === type)?.status === 'True';
  if (has('Complete')) return 'Complete';
  if (has('Failed')) return 'Failed';
  if (job.metadata.deletionTimestamp !== undefined) return 'Terminating';
  if (has('Suspended')) return 'Suspended';
  if (has('FailureTarget')) return 'FailureTarget';
  return has('SuccessCriteriaMet') ? 'SuccessCriteriaMet' : 'Running';
}
