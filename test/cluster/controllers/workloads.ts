import type { Deployment, Pod, ReplicaSet } from '../../../server/src/kubernetes/api.ts';
import type { IntOrPercent } from '../../../server/src/kubernetes/percent.ts';
import { timestampAt } from '../../../server/src/kubernetes/time.ts';
import type { Rollout } from '../../../server/src/cluster/controllers/deployment-rollout.ts';
import { sizeAnnotations } from '../../../server/src/cluster/controllers/deployment-scale.ts';
import type { Action, KubernetesObject, Outcome } from '../../../server/src/cluster/engine/types.ts';

/** As newDeployment in pkg/controller/deployment/deployment_controller_test.go: RollingUpdate, what is not given is not set. */
export function newDeployment(
  replicas: number,
  options: {
    maxSurge?: IntOrPercent;
    maxUnavailable?: IntOrPercent;
    revisionHistoryLimit?: number;
    labels?: Record<string, string>;
  } = {},
): Deployment {
  const { maxSurge, maxUnavailable, revisionHistoryLimit, labels = { foo: 'bar' } } = options;
  return {
    apiVersion: 'apps/v1',
    kind: 'Deployment',
    metadata: { name: 'foo', namespace: 'default', uid: 'deployment-uid', resourceVersion: '1', annotations: {} },
    spec: {
      replicas,
      revisionHistoryLimit,
      selector: { matchLabels: { foo: 'bar' } },
      strategy: { type: 'RollingUpdate', rollingUpdate: { maxSurge, maxUnavailable } },
      template: { metadata: { labels }, spec: { containers: [{ name: 'c', image: 'foo/bar' }] } },
    },
  };
}

export function newReplicaSet(name: string, replicas: number, created?: string): ReplicaSet {
  return {
    apiVersion: 'apps/v1',
    kind: 'ReplicaSet',
    metadata: { name, namespace: 'default', uid: `${name}-uid`, resourceVersion: '1', creationTimestamp: created },
    spec: { replicas, selector: { matchLabels: { foo: 'bar' } }, template: {} },
    status: { replicas: 0 },
  };
}

export function withStatus(replicaSet: ReplicaSet, status: Partial<NonNullable<ReplicaSet['status']>>): ReplicaSet {
  return { ...replicaSet, status: { replicas: 0, ...replicaSet.status, ...status } };
}

/** The ReplicaSet as a Deployment of this size has left it. */
export function sizedBy(deployment: Deployment, replicaSet: ReplicaSet): ReplicaSet {
  const annotations = { ...replicaSet.metadata.annotations, ...sizeAnnotations(deployment) };
  return { ...replicaSet, metadata: { ...replicaSet.metadata, annotations } };
}

export function rolloutOf(
  deployment: Deployment,
  newReplicaSet: ReplicaSet | undefined,
  oldReplicaSets: readonly ReplicaSet[],
  now = 0,
): Rollout {
  return { deployment, newReplicaSet, oldReplicaSets, now, timestamp: timestampAt(now) };
}

export function newPod(
  name: string,
  options: {
    owner?: KubernetesObject;
    labels?: Record<string, string>;
    phase?: string;
    ready?: boolean;
    readySince?: string;
    node?: string;
  } = {},
): Pod {
  const { owner, labels = { foo: 'bar' }, phase = 'Running', ready = false, readySince, node } = options;
  const reference = owner && {
    apiVersion: owner.apiVersion,
    kind: owner.kind,
    name: owner.metadata.name ?? '',
    uid: owner.metadata.uid ?? '',
    controller: true,
  };
  return {
    apiVersion: 'v1',
    kind: 'Pod',
    metadata: { name, namespace: 'default', uid: `${name}-uid`, labels, ...(reference && { ownerReferences: [reference] }) },
    spec: { containers: [], ...(node !== undefined && { nodeName: node }) },
    status: {
      phase: phase as 'Running',
      conditions: [{ type: 'Ready', status: ready ? 'True' : 'False', lastTransitionTime: readySince }],
    },
  };
}

/** What a list of actions comes to when every write goes as `answer` says; batches are tried whole. Flat, in order. */
export function play(actions: readonly Action[], answer: (action: Action) => Outcome = succeed): Action[] {
  return actions.flatMap((action): Action[] => {
    if (action.do === 'batch') {
      const tried = action.actions.map((one) => ({ one, outcome: answer(one) }));
      const each = tried.flatMap(({ one, outcome }) => [one, ...play(one.then?.(outcome) ?? [], answer)]);
      return [...each, ...play(action.then?.(tried.map(({ outcome }) => outcome)) ?? [], answer)];
    }
    const next = 'then' in action ? (action.then?.(answer(action)) ?? []) : [];
    return [action, ...play(next, answer)];
  });
}

export function succeed(action: Action): Outcome {
  if (action.do !== 'create' && action.do !== 'update' && action.do !== 'updateStatus')
    return { ok: true, object: { apiVersion: '', kind: '', metadata: {} } };
  const { generateName } = action.object.metadata;
  const name = action.object.metadata.name ?? `${generateName ?? ''}xxxxx`;
  return { ok: true, object: { ...action.object, metadata: { ...action.object.metadata, name } } };
}

export function eventsOf(actions: readonly Action[]): string[] {
  return actions.flatMap((action) => (action.do === 'event' ? [`${action.type} ${action.reason} ${action.message}`] : []));
}
