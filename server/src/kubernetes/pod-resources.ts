import type { Container, PodSpec, PodStatus, Quantity, ResourceRequirements } from './api.ts';
import { compareQuantities, quantityMilli, quantityOf, quantityValue } from './quantity.ts';

/**
 * What a pod asks for and may use at most, and the quality of service that follows from it.
 * Source: staging/src/k8s.io/component-helpers/resource/helpers.go, pkg/apis/core/v1/helper/qos/qos.go;
 * https://kubernetes.io/docs/concepts/configuration/manage-resources-containers/
 */

/** Amounts by resource name: `cpu` in millicores, all else in whole units (bytes of memory and storage, counts). */
export type ResourceAmounts = Readonly<Record<string, number>>;

type ResourceList = Readonly<Record<string, Quantity>>;

export interface PodRequestOptions {
  /** Taken for each container that does not name the resource, even if others do. */
  readonly whereMissing?: ResourceAmounts;
}

/** Amounts of a resource list, as found in `requests`, `limits`, `capacity` and `allocatable`. */
export function resourceAmounts(list: ResourceList | undefined): Record<string, number> {
  const amounts: Record<string, number> = {};
  for (const name in list) amounts[name] = name === 'cpu' ? quantityMilli(list[name]) : quantityValue(list[name]);
  return amounts;
}

/** Amounts with their fractions: upstream adds first and rounds the sum. */
function exactAmounts(list: ResourceList | undefined): Record<string, number> {
  const amounts: Record<string, number> = {};
  for (const name in list) {
    const { nano } = quantityOf(list[name]);
    const unit = name === 'cpu' ? 1_000_000n : 1_000_000_000n;
    amounts[name] = Number(nano / unit) + Number(nano % unit) / Number(unit);
  }
  return amounts;
}

/** Rounds up, but not for what adding fractions of two may have added to the true sum. */
function roundedUp(amounts: Record<string, number>): Record<string, number> {
  for (const name in amounts) {
    const amount = amounts[name] ?? 0;
    if (!Number.isInteger(amount)) amounts[name] = Math.ceil(amount - Math.max(1e-10, Math.abs(amount) * 2 ** -50));
  }
  return amounts;
}

/**
 * What the scheduler must find free on a node: containers and sidecars together, or the largest init container with the
 * sidecars started before it, whichever is more; requests of the pod as a whole take their place; overhead comes on top.
 */
export function podRequests(spec: PodSpec, options: PodRequestOptions = {}): ResourceAmounts {
  const total = aggregate(spec, (container) => withMissing(exactAmounts(container.resources?.requests), options.whereMissing));
  applyPodLevel(total, spec.resources?.requests);
  add(total, exactAmounts(spec.overhead));
  return roundedUp(total);
}

/** The most that a pod may use; a resource without a limit is absent. Overhead is added where there is a limit. */
export function podLimits(spec: PodSpec): ResourceAmounts {
  const total = aggregate(spec, (container) => exactAmounts(container.resources?.limits));
  applyPodLevel(total, spec.resources?.limits);
  const overhead = exactAmounts(spec.overhead);
  for (const name in overhead) {
    if (total[name]) total[name] += overhead[name] ?? 0;
  }
  return roundedUp(total);
}

/** Whether the pod as a whole, not its containers, carries requests that count. */
export function hasPodLevelRequests(spec: PodSpec): boolean {
  return Object.keys(spec.resources?.requests ?? {}).some(isPodLevelResource);
}

/** An init container that keeps running beside the main containers. */
export function isSidecar(container: Container): boolean {
  return container.restartPolicy === 'Always';
}

function aggregate(spec: PodSpec, amountsOf: (container: Container) => Record<string, number>): Record<string, number> {
  const total: Record<string, number> = {};
  for (const container of spec.containers) add(total, amountsOf(container));
  if (!spec.initContainers) return total;
  const sidecars: Record<string, number> = {};
  const largestInit: Record<string, number> = {};
  for (const container of spec.initContainers) {
    const own = amountsOf(container);
    if (isSidecar(container)) {
      add(total, own);
      add(sidecars, own);
      raise(largestInit, sidecars);
    } else {
      add(own, sidecars);
      raise(largestInit, own);
    }
  }
  raise(total, largestInit);
  return total;
}

function withMissing(amounts: Record<string, number>, missing: ResourceAmounts | undefined): Record<string, number> {
  for (const name in missing) amounts[name] ??= missing[name] ?? 0;
  return amounts;
}

function applyPodLevel(total: Record<string, number>, list: ResourceList | undefined): void {
  const amounts = exactAmounts(list);
  for (const name in amounts) {
    if (isPodLevelResource(name)) total[name] = amounts[name] ?? 0;
  }
}

function isPodLevelResource(name: string): boolean {
  return name === 'cpu' || name === 'memory' || name.startsWith('hugepages-');
}

function add(total: Record<string, number>, amounts: ResourceAmounts): void {
  for (const name in amounts) total[name] = (total[name] ?? 0) + (amounts[name] ?? 0);
}

function raise(total: Record<string, number>, amounts: ResourceAmounts): void {
  for (const name in amounts) total[name] = Math.max(total[name] ?? 0, amounts[name] ?? 0);
}

export type QosClass = NonNullable<PodStatus['qosClass']>;

/**
 * Guaranteed when every container has requests equal to limits for CPU and memory, BestEffort when none has either,
 * Burstable otherwise. Resources of the pod as a whole decide alone where they are set.
 */
export function qosClassOf(spec: PodSpec): QosClass {
  if (hasPodLevelResources(spec)) return qosOfRequirements(spec.resources);
  const classes = new Set(
    [...(spec.initContainers ?? []), ...spec.containers].map((container) => qosOfRequirements(container.resources)),
  );
  return onlyOf(classes);
}

function hasPodLevelResources(spec: PodSpec): boolean {
  const names = [...Object.keys(spec.resources?.requests ?? {}), ...Object.keys(spec.resources?.limits ?? {})];
  return names.some(isPodLevelResource);
}

function qosOfRequirements(resources: ResourceRequirements | undefined): QosClass {
  return onlyOf(new Set([qosOfResource(resources, 'cpu'), qosOfResource(resources, 'memory')]));
}

function qosOfResource(resources: ResourceRequirements | undefined, name: string): QosClass {
  const request = quantityOf(resources?.requests?.[name]);
  const limit = quantityOf(resources?.limits?.[name]);
  if (compareQuantities(request, limit) !== 0) return 'Burstable';
  return request.nano === 0n ? 'BestEffort' : 'Guaranteed';
}

/** The one class that all share; a mixture is Burstable. */
function onlyOf(classes: ReadonlySet<QosClass>): QosClass {
  const [first, second] = classes;
  return second === undefined ? (first ?? 'BestEffort') : 'Burstable';
}
