import type { ControllerRevision, Deployment, PodTemplateSpec, ReplicaSet, StatefulSet } from '../../kubernetes/api.ts';
import type { ObjectRef } from '../../kubernetes/object.ts';
import { revisionsOf, undo as undoDeployment } from '../../kubernetes/rollout-history.ts';
import { timestampAt } from '../../kubernetes/time.ts';
import type { Cluster } from '../cluster.ts';
import { planRollback, revisionNumber, sortRevisions, templateOf } from '../controllers/controller-revision.ts';
import { change } from './apply.ts';
import { type CommandResult, done, edit, failure } from './result.ts';

const restartable = new Set(['Deployment', 'DaemonSet', 'StatefulSet']);

/** `kubectl rollout restart`. Source: staging/src/k8s.io/kubectl/pkg/polymorphichelpers/objectrestarter.go */
export function restart(cluster: Cluster, ref: ObjectRef): CommandResult {
  if (!restartable.has(ref.kind)) return failure(`error: ${ref.kind.toLowerCase()}s "${ref.name}" restarting is not supported`);
  const restartedAt = timestampAt(cluster.now);
  return edit<Deployment>(cluster, ref, 'restarted', (live) => {
    const { template } = live.spec;
    const annotations = { ...template.metadata?.annotations, 'kubectl.kubernetes.io/restartedAt': restartedAt };
    return { ...live, spec: { ...live.spec, template: { ...template, metadata: { ...template.metadata, annotations } } } };
  });
}

/** `kubectl rollout pause` and `resume`. */
export function pause(cluster: Cluster, ref: ObjectRef, paused: boolean): CommandResult {
  if (ref.kind !== 'Deployment') return failure(`error: ${ref.kind.toLowerCase()}s "${ref.name}" pausing is not supported`);
  const verb = paused ? 'paused' : 'resumed';
  const live = cluster.read.get<Deployment>(ref.kind, ref.namespace, ref.name);
  if (live && (live.spec.paused ?? false) === paused) {
    return failure(`error: deployments.apps "${ref.name}" is ${paused ? 'already paused' : 'not paused'}`);
  }
  return edit<Deployment>(cluster, ref, verb, (deployment) => {
    const { paused: _, ...spec } = deployment.spec;
    return { ...deployment, spec: paused ? { ...spec, paused } : spec };
  });
}

/** One line of `kubectl rollout history`. */
export interface RolloutRevision {
  readonly revision: number;
  /** The ReplicaSet or ControllerRevision that keeps it. */
  readonly name: string;
  readonly template: PodTemplateSpec;
  readonly current: boolean;
}

/** `kubectl rollout history`, oldest first. */
export function history(cluster: Cluster, ref: ObjectRef): readonly RolloutRevision[] {
  const live = cluster.read.get<Deployment>(ref.kind, ref.namespace, ref.name);
  if (!live) return [];
  if (ref.kind === 'Deployment') {
    const replicaSets = cluster.read.ownedBy<ReplicaSet>('ReplicaSet', live.metadata.uid ?? '');
    return revisionsOf(live, replicaSets).map(({ revision, replicaSet, isCurrent }) => ({
      revision,
      name: replicaSet.metadata.name ?? '',
      template: replicaSet.spec.template ?? {},
      current: isCurrent,
    }));
  }
  const revisions = sortRevisions(revisionsOwnedBy(cluster, live.metadata.uid));
  return revisions.map((revision, index) => ({
    revision: revisionNumber(revision),
    name: revision.metadata.name ?? '',
    template: templateOf(revision) ?? {},
    current: index === revisions.length - 1,
  }));
}

/** `kubectl rollout undo`; 0 is the revision before the latest. */
export function undo(cluster: Cluster, ref: ObjectRef, toRevision = 0): CommandResult {
  const kind = cluster.kinds(ref.kind);
  const live = cluster.read.get<Deployment & StatefulSet>(ref.kind, ref.namespace, ref.name);
  if (!live) return failure(`Error from server (NotFound): ${kind.groupResource} "${ref.name}" not found`);
  const plan = planUndo(cluster, live, toRevision);
  if (plan.next === undefined)
    return plan.failed ? failure(`error: ${plan.message}`) : done(`${kind.printed}/${ref.name} ${plan.message}`);
  const outcome = change(cluster, plan.next, live);
  return outcome.ok ? done(`${kind.printed}/${ref.name} rolled back`) : failure(`error: ${outcome.error.message}`);
}

interface UndoPlan {
  readonly next?: Deployment | StatefulSet;
  readonly message: string;
  readonly failed: boolean;
}

function planUndo(cluster: Cluster, live: Deployment & StatefulSet, toRevision: number): UndoPlan {
  if (live.kind === 'Deployment') {
    const result = undoDeployment(live, cluster.read.ownedBy<ReplicaSet>('ReplicaSet', live.metadata.uid ?? ''), toRevision);
    return result.done
      ? { next: result.deployment, message: result.message, failed: false }
      : { message: result.message, failed: result.isError };
  }
  const plan = planRollback(live, revisionsOwnedBy(cluster, live.metadata.uid), toRevision);
  if (plan.outcome !== 'restore') return { message: plan.message, failed: plan.outcome === 'failed' };
  return { next: { ...live, spec: { ...live.spec, template: plan.template } }, message: 'rolled back', failed: false };
}

function revisionsOwnedBy(cluster: Cluster, uid: string | undefined): readonly ControllerRevision[] {
  return cluster.read.ownedBy<ControllerRevision>('ControllerRevision', uid ?? '');
}
