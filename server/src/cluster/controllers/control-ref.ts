import {
	controllerOf,
	controllerReference,
	type KubernetesObject,
} from "../../kubernetes/object.ts";
import type { Action, Reader, UpdateAction } from "../engine/types.ts";

/** What an owner's selector and the objects' controller references come to. */
export interface Claim<T extends KubernetesObject> {
	/** Owned by now, those that are adopted included, in the order of the candidates. */
	readonly claimed: readonly T[];
	readonly adopted: readonly T[];
	readonly released: readonly T[];
}

/**
 * Sorts candidates by ownership: what is owned and matches is kept, what is owned and no longer matches is released, an orphan
 * that matches is adopted, unless one of the two is being deleted. What another controller owns is left alone.
 * Source: pkg/controller/controller_ref_manager.go (ClaimObject)
 */
export function claim<T extends KubernetesObject>(
	owner: KubernetesObject,
	candidates: Iterable<T>,
	matches: (object: T) => boolean,
): Claim<T> {
	const claimed: T[] = [];
	const adopted: T[] = [];
	const released: T[] = [];
	const isOwnerDeleted = owner.metadata.deletionTimestamp !== undefined;
	for (const candidate of candidates) {
		const controller = controllerOf(candidate);
		if (controller !== undefined && controller.uid !== owner.metadata.uid)
			continue;
		const isMatch = matches(candidate);
		if (controller !== undefined && isMatch) claimed.push(candidate);
		else if (isOwnerDeleted) continue;
		else if (controller !== undefined) released.push(candidate);
		else if (
			isMatch &&
			candidate.metadata.deletionTimestamp === undefined &&
			candidate.metadata.namespace === owner.metadata.namespace
		) {
			claimed.push(candidate);
			adopted.push(candidate);
		}
	}
	return { claimed, adopted, released };
}

/** The writes that make a claim true. An object that is gone by then does not matter; another failure ends the reconcile. */
export function claimActions(
	owner: KubernetesObject,
	claim: Claim<KubernetesObject>,
): Action[] {
	return [
		...claim.adopted.map((object) => rewriteOwners(adopt(owner, object))),
		...claim.released.map((object) => rewriteOwners(release(owner, object))),
	];
}

export function adopt<T extends KubernetesObject>(
	owner: KubernetesObject,
	object: T,
): T {
	const references = object.metadata.ownerReferences ?? [];
	return withOwners(object, [
		...references.filter((reference) => reference.uid !== owner.metadata.uid),
		controllerReference(owner),
	]);
}

export function release<T extends KubernetesObject>(
	owner: KubernetesObject,
	object: T,
): T {
	return withOwners(
		object,
		(object.metadata.ownerReferences ?? []).filter(
			(reference) => reference.uid !== owner.metadata.uid,
		),
	);
}

function withOwners<T extends KubernetesObject>(
	object: T,
	ownerReferences: NonNullable<T["metadata"]["ownerReferences"]>,
): T {
	const { ownerReferences: _, ...metadata } = object.metadata;
	return {
		...object,
		metadata:
			ownerReferences.length === 0
				? metadata
				: { ...metadata, ownerReferences },
	};
}

function rewriteOwners(object: KubernetesObject): UpdateAction {
	return {
		do: "update",
		object,
		then: (outcome) =>
			outcome.ok || outcome.error.reason === "NotFound"
				? []
				: [{ do: "retry", error: outcome.error.message }],
	};
}

/**
 * The owner that an object's controller reference names: of that kind, in the object's namespace, and with that very uid.
 * Source: resolveControllerRef of each upstream controller
 */
export function resolveController<T extends KubernetesObject>(
	object: KubernetesObject,
	kind: string,
	read: Reader,
): T | undefined {
	const reference = controllerOf(object);
	if (reference?.kind !== kind) return undefined;
	const owner = read.get<T>(
		kind,
		object.metadata.namespace ?? "",
		reference.name,
	);
	return owner?.metadata.uid === reference.uid ? owner : undefined;
}
