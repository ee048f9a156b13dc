import type { PersistentVolumeClaim, Pod, StatefulSet } from '../../kubernetes/api.ts';
import { refOf } from '../../kubernetes/object.ts';
import type { Action, ApiError, CreateAction, DeleteAction, Outcome } from '../engine/types.ts';
import { event } from './pod-control.ts';
import { existingClaims, hasUnexpectedController, isClaimOwnerUpToDate, withClaimOwners } from './statefulset-claims.ts';
import { identityMatches, storageMatches, withIdentity, withStorage } from './statefulset-identity.ts';
import { aggregate, type Plan, type SetView, type Step } from './statefulset-plan.ts';

/** Source for all of this file: pkg/controller/statefulset/stateful_pod_control.go */

/** How a pass ends: with so many pods deleted for the update, and with an error or none. */
export type Finish = (end: { readonly replaced: number; readonly error?: string }) => readonly Action[];

type Verb = 'Create' | 'Update' | 'Delete';

/** The plan's writes. Each group waits for the one before; the first failure leads straight to the end. */
export function planActions(view: SetView, plan: Plan, finish: Finish): readonly Action[] {
  return plan.groups.reduceRight<() => readonly Action[]>(
    (next, group) => () => groupActions(view, group, (error) => (error === undefined ? next() : finish({ replaced: 0, error }))),
    () => replaceActions(view.set, plan.replaced, finish),
  )();
}

/** What one group comes to, given what follows on its error or success. */
function groupActions(view: SetView, group: readonly Step[], then: (error?: string) => readonly Action[]): readonly Action[] {
  const { set } = view;
  const makeClaims = group.flatMap(({ pod, claims = [] }) =>
    claims.map((claim) => ({ pod, action: createClaim(set, pod, claim) })),
  );
  const goOn = (outcomes: readonly Outcome[]) => {
    const failures = outcomes.flatMap((outcome, index) => {
      const made = makeClaims[index];
      if (outcome.ok || !made) return [];
      return [
        { pod: made.pod, error: `failed to create PVC ${made.action.object.metadata.name ?? ''}: ${outcome.error.message}` },
      ];
    });
    const errorOf = ({ pod, error }: Step) => {
      const errors = [
        ...failures.filter((failure) => failure.pod === pod).map((failure) => failure.error),
        ...(error === undefined ? [] : [error]),
      ];
      return errors.length === 0 ? undefined : aggregate(errors);
    };
    return podActions(
      view,
      group.map((step) => ({ ...step, error: errorOf(step) })),
      then,
    );
  };
  if (makeClaims.length === 0) return goOn([]);
  return [{ do: 'batch', slowStart: false, actions: makeClaims.map(({ action }) => action), then: goOn }];
}

/** The pods of a group, now that their claims are there or the errors are known. */
function podActions(view: SetView, group: readonly Step[], then: (error?: string) => readonly Action[]): readonly Action[] {
  const { set } = view;
  const blocked = group.filter((step) => step.error !== undefined);
  const told = blocked.flatMap((step) => {
    const verb = step.do === 'create' ? 'Create' : 'Update';
    return step.do === 'provide' ? [] : [podEvent(set, verb, step.pod, step.error)];
  });
  const free = group.filter((step) => step.error === undefined);
  const writes = free.flatMap(({ do: kind, pod }): (CreateAction | DeleteAction)[] => {
    if (kind === 'create') return [createPod(set, pod)];
    return kind === 'delete' ? [deletePod(set, pod)] : [];
  });
  const errors = blocked.map((step) => step.error ?? '');
  const goOn = (outcomes: readonly Outcome[]): readonly Action[] => {
    const failed = outcomes.flatMap((outcome, index) => {
      const error = writes[index]?.do === 'delete' ? deletionError(outcome) : outcome.ok ? undefined : outcome.error.message;
      return error === undefined ? [] : [error];
    });
    const all = [...errors, ...failed];
    const updates = free.flatMap((step) => updateActions(view, step, (error) => then(error)));
    return [...updates, ...then(all.length === 0 ? undefined : aggregate(all))];
  };
  return writes.length === 0 ? [...told, ...goOn([])] : [...told, { do: 'batch', slowStart: false, actions: writes, then: goOn }];
}

/** Owners of claims, and the pod itself where it is repaired. */
function updateActions(view: SetView, { do: kind, pod }: Step, fail: (error: string) => readonly Action[]): Action[] {
  const { set, claims } = view;
  if (kind === 'delete') return [];
  const failed = (error: string): readonly Action[] => [
    ...(kind === 'hand-over' ? [] : [podEvent(set, 'Update', pod, error)]),
    ...fail(error),
  ];
  const actions = existingClaims(set, pod, claims).flatMap((claim): Action[] => {
    const name = claim.metadata.name ?? '';
    const conflict = hasUnexpectedController(claim, set, pod) ? [conflictEvent(set, name)] : [];
    if (isClaimOwnerUpToDate(claim, set, pod)) return conflict;
    const wording = (error: ApiError) => failed(`could not update claim ${name} for delete policy ownerRefs: ${error.message}`);
    return [
      ...conflict,
      { do: 'update', object: withClaimOwners(claim, set, pod), then: (outcome) => (outcome.ok ? [] : wording(outcome.error)) },
    ];
  });
  if (kind !== 'repair') return actions;
  const named = identityMatches(set, pod) ? pod : withIdentity(pod);
  return [
    ...actions,
    {
      do: 'update',
      object: storageMatches(set, named) ? named : withStorage(set, named),
      then(outcome) {
        if (outcome.ok) return [podEvent(set, 'Update', pod)];
        // Someone else was faster: the next look at the pod repairs it, and nobody hears of it.
        return outcome.error.reason === 'Conflict' ? fail(outcome.error.message) : failed(outcome.error.message);
      },
    },
  ];
}

/** Deletions of the update, one after another; each counts as one pod less of the current revision. */
function replaceActions(set: StatefulSet, pods: readonly Pod[], finish: Finish): readonly Action[] {
  const deletions = pods.map((pod, index): DeleteAction => {
    const deletion = deletePod(set, pod);
    const end = (outcome: Outcome) => {
      const error = deletionError(outcome);
      return error === undefined ? [] : finish({ replaced: index, error });
    };
    return { ...deletion, then: (outcome) => [...(deletion.then?.(outcome) ?? []), ...end(outcome)] };
  });
  return [...deletions, ...finish({ replaced: pods.length })];
}

/** A pod that is gone already is as good as deleted. */
function deletionError(outcome: Outcome): string | undefined {
  return outcome.ok || outcome.error.reason === 'NotFound' ? undefined : outcome.error.message;
}

function createPod(set: StatefulSet, pod: Pod): CreateAction {
  const isTold = (error: ApiError) => error.reason !== 'AlreadyExists';
  return {
    do: 'create',
    object: pod,
    then: (outcome) => {
      if (outcome.ok) return [podEvent(set, 'Create', pod)];
      return isTold(outcome.error) ? [podEvent(set, 'Create', pod, outcome.error.message)] : [];
    },
  };
}

function deletePod(set: StatefulSet, pod: Pod): DeleteAction {
  return {
    do: 'delete',
    ref: refOf(pod),
    then: (outcome) => [podEvent(set, 'Delete', pod, deletionError(outcome))],
  };
}

function createClaim(set: StatefulSet, pod: Pod, claim: PersistentVolumeClaim): CreateAction {
  const [name, owner] = [claim.metadata.name ?? '', `Pod ${pod.metadata.name ?? ''} in StatefulSet ${set.metadata.name ?? ''}`];
  return {
    do: 'create',
    object: claim,
    then: (outcome) => {
      if (outcome.ok) return [event(set, 'Normal', 'SuccessfulCreate', `Create Claim ${name} ${owner} success`)];
      if (outcome.error.reason === 'AlreadyExists') return [];
      return [event(set, 'Warning', 'FailedCreate', `Create Claim ${name} for ${owner} failed error: ${outcome.error.message}`)];
    },
  };
}

function podEvent(set: StatefulSet, verb: Verb, pod: Pod, error?: string): Action {
  const what = `${verb} Pod ${pod.metadata.name ?? ''} in StatefulSet ${set.metadata.name ?? ''}`;
  if (error === undefined) return event(set, 'Normal', `Successful${verb}`, `${what} successful`);
  return event(set, 'Warning', `Failed${verb}`, `${what} failed error: ${error}`);
}

/** "manging" is upstream's spelling. */
function conflictEvent(set: StatefulSet, claim: string): Action {
  const message =
    `PersistentVolumeClaim ${claim} has a conflicting OwnerReference that acts as a manging controller, ` +
    'the retention policy is ignored for this claim';
  return event(set, 'Warning', 'ConflictingController', message);
}
