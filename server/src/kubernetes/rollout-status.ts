import type { DaemonSet, Deployment, StatefulSet } from './api.ts';
import type { KubernetesObject } from './object.ts';

/** What `kubectl rollout status` says about a workload. */
export interface RolloutStatus {
  readonly message: string;
  /** The rollout is over. */
  readonly done: boolean;
  /** kubectl ends with this message as an error. */
  readonly failed: boolean;
}

/**
 * The rollout of a Deployment, DaemonSet or StatefulSet in kubectl's words; undefined for kinds that have none.
 * Source: staging/src/k8s.io/kubectl/pkg/polymorphichelpers/rollout_status.go
 */
export function rolloutStatus(object: KubernetesObject): RolloutStatus | undefined {
  switch (object.kind) {
    case 'Deployment':
      return deploymentStatus(object as Deployment);
    case 'DaemonSet':
      return daemonSetStatus(object as DaemonSet);
    case 'StatefulSet':
      return statefulSetStatus(object as StatefulSet);
    default:
      return undefined;
  }
}

const waiting = (message: string): RolloutStatus => ({ message, done: false, failed: false });
const finished = (message: string): RolloutStatus => ({ message, done: true, failed: false });
const error = (message: string, done: boolean): RolloutStatus => ({ message, done, failed: true });
const quoted = (object: KubernetesObject): string => JSON.stringify(object.metadata.name ?? '');

/** Whether the controller has not acted on the latest spec yet. */
function isUnobserved({ metadata }: KubernetesObject, observedGeneration = 0): boolean {
  return (metadata.generation ?? 0) > observedGeneration;
}

function deploymentStatus(deployment: Deployment): RolloutStatus {
  const { spec, status = {} } = deployment;
  const { updatedReplicas = 0, replicas = 0, availableReplicas = 0, conditions = [] } = status;
  if (isUnobserved(deployment, status.observedGeneration)) {
    return waiting('Waiting for deployment spec update to be observed...');
  }
  if (conditions.find(({ type }) => type === 'Progressing')?.reason === 'ProgressDeadlineExceeded') {
    return error(`deployment ${quoted(deployment)} exceeded its progress deadline`, false);
  }
  const prefix = `Waiting for deployment ${quoted(deployment)} rollout to finish:`;
  if (spec.replicas !== undefined && updatedReplicas < spec.replicas) {
    return waiting(`${prefix} ${updatedReplicas} out of ${spec.replicas} new replicas have been updated...`);
  }
  if (replicas > updatedReplicas)
    return waiting(`${prefix} ${replicas - updatedReplicas} old replicas are pending termination...`);
  if (availableReplicas < updatedReplicas) {
    return waiting(`${prefix} ${availableReplicas} of ${updatedReplicas} updated replicas are available...`);
  }
  return finished(`deployment ${quoted(deployment)} successfully rolled out`);
}

const onlyRollingUpdate = error('rollout status is only available for RollingUpdate strategy type', true);

function daemonSetStatus(daemonSet: DaemonSet): RolloutStatus {
  if (daemonSet.spec.updateStrategy?.type !== 'RollingUpdate') return onlyRollingUpdate;
  const { status } = daemonSet;
  if (isUnobserved(daemonSet, status?.observedGeneration)) {
    return waiting('Waiting for daemon set spec update to be observed...');
  }
  const { updatedNumberScheduled = 0, desiredNumberScheduled = 0, numberAvailable = 0 } = status ?? {};
  const prefix = `Waiting for daemon set ${quoted(daemonSet)} rollout to finish:`;
  if (updatedNumberScheduled < desiredNumberScheduled) {
    return waiting(`${prefix} ${updatedNumberScheduled} out of ${desiredNumberScheduled} new pods have been updated...`);
  }
  if (numberAvailable < desiredNumberScheduled) {
    return waiting(`${prefix} ${numberAvailable} of ${desiredNumberScheduled} updated pods are available...`);
  }
  return finished(`daemon set ${quoted(daemonSet)} successfully rolled out`);
}

function statefulSetStatus(statefulSet: StatefulSet): RolloutStatus {
  const { spec, status } = statefulSet;
  if (spec?.updateStrategy?.type !== 'RollingUpdate') return onlyRollingUpdate;
  const { observedGeneration = 0 } = status ?? {};
  if (observedGeneration === 0 || isUnobserved(statefulSet, observedGeneration)) {
    return waiting('Waiting for statefulset spec update to be observed...');
  }
  const { readyReplicas = 0, updatedReplicas = 0, currentReplicas = 0, updateRevision = '', currentRevision = '' } = status ?? {};
  const { replicas } = spec;
  if (replicas !== undefined && readyReplicas < replicas)
    return waiting(`Waiting for ${replicas - readyReplicas} pods to be ready...`);
  const { rollingUpdate } = spec.updateStrategy;
  if (rollingUpdate !== undefined) {
    const { partition } = rollingUpdate;
    return partitionedStatus(updatedReplicas, replicas === undefined || partition === undefined ? 0 : replicas - partition);
  }
  if (updateRevision !== currentRevision) {
    return waiting(`waiting for statefulset rolling update to complete ${updatedReplicas} pods at revision ${updateRevision}...`);
  }
  return finished(`statefulset rolling update complete ${currentReplicas} pods at revision ${currentRevision}...`);
}

function partitionedStatus(updated: number, expected: number): RolloutStatus {
  return updated < expected
    ? waiting(`Waiting for partitioned roll out to finish: ${updated} out of ${expected} new pods have been updated...`)
    : finished(`partitioned roll out complete: ${updated} new pods have been updated...`);
}
