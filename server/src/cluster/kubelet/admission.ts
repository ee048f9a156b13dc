import type { Node, Pod, PodSpec } from '../../kubernetes/api.ts';
import { findUntoleratedTaint, requiredNodeAffinity } from '../../kubernetes/node-matching.ts';
import { podRequests, type ResourceAmounts, resourceAmounts } from '../../kubernetes/pod-resources.ts';
import { isPodTerminal } from '../../kubernetes/pod-status.ts';
import type { Refusal } from './runtime.ts';

/**
 * The kubelet's own check of a pod that was bound to its node: resources, node affinity, host ports, and taints with effect
 * NoExecute. The first reason is the one reported.
 *
 * Source: pkg/kubelet/lifecycle/predicate.go, pkg/scheduler/eventhandlers.go (AdmissionCheck)
 */
export function admit(pod: Pod, spec: PodSpec, node: Node, others: readonly Pod[]): Refusal | undefined {
  const active = others.filter((other) => other !== pod && !isPodTerminal(other));
  return (
    resourceRefusal(spec, node, active) ??
    (requiredNodeAffinity(spec).matches(node)
      ? undefined
      : predicateRefusal('NodeAffinity', "node(s) didn't match Pod's node affinity/selector")) ??
    (portsFit(spec, active)
      ? undefined
      : predicateRefusal('NodePorts', "node(s) didn't have free ports for the requested pod ports")) ??
    (findUntoleratedTaint(node.spec?.taints, spec.tolerations, ['NoExecute'])
      ? predicateRefusal('TaintToleration', "node(s) had taints that the pod didn't tolerate")
      : undefined)
  );
}

function predicateRefusal(name: string, description: string): Refusal {
  return { reason: name, message: `Predicate ${name} failed: ${description}` };
}

function resourceRefusal(spec: PodSpec, node: Node, active: readonly Pod[]): Refusal | undefined {
  const allocatable = resourceAmounts(node.status?.allocatable);
  const shortage = (resource: string, requested: number, used: number, capacity: number): Refusal => ({
    reason: `OutOf${resource}`,
    message: `Node didn't have enough resource: ${resource}, requested: ${requested}, used: ${used}, capacity: ${capacity}`,
  });
  const maxPods = allocatable['pods'] ?? 0;
  if (active.length + 1 > maxPods) return shortage('pods', 1, active.length, maxPods);
  const wanted = requestsOf(spec);
  const used = sumOfRequests(active, wanted);
  for (const resource of resourceOrder(wanted)) {
    const requested = wanted[resource] ?? 0;
    const capacity = allocatable[resource];
    // An extended resource that the node does not have at all is somebody else's business.
    if (requested === 0 || (capacity === undefined && isExtended(resource))) continue;
    const taken = used[resource] ?? 0;
    if (requested + taken > (capacity ?? 0)) return shortage(resource, requested, taken, capacity ?? 0);
  }
  return undefined;
}

function sumOfRequests(pods: readonly Pod[], wanted: ResourceAmounts): ResourceAmounts {
  const sum: Record<string, number> = {};
  const names = Object.keys(wanted).filter((name) => wanted[name] !== 0);
  for (const pod of names.length === 0 ? [] : pods) {
    const requests = pod.spec ? requestsOf(pod.spec) : {};
    for (const name of names) sum[name] = (sum[name] ?? 0) + (requests[name] ?? 0);
  }
  return sum;
}

const standardResources = ['cpu', 'memory', 'ephemeral-storage'];

function resourceOrder(wanted: ResourceAmounts): string[] {
  return [...standardResources, ...Object.keys(wanted).filter((name) => !standardResources.includes(name))];
}

function isExtended(resource: string): boolean {
  return resource.includes('/') && !resource.startsWith('kubernetes.io/');
}

/** Specs are immutable and shared between versions of a pod, so that what they add up to is worth keeping. */
const requestsBySpec = new WeakMap<PodSpec, ResourceAmounts>();

function requestsOf(spec: PodSpec): ResourceAmounts {
  let requests = requestsBySpec.get(spec);
  if (!requests) {
    requests = podRequests(spec);
    requestsBySpec.set(spec, requests);
  }
  return requests;
}

interface HostPort {
  readonly ip: string;
  readonly protocol: string;
  readonly port: number;
}

function portsFit(spec: PodSpec, active: readonly Pod[]): boolean {
  const wanted = hostPorts(spec);
  if (wanted.length === 0) return true;
  const taken = active.flatMap((other) => (other.spec ? hostPorts(other.spec) : []));
  return !wanted.some((port) => taken.some((other) => collide(port, other)));
}

function hostPorts(spec: PodSpec): HostPort[] {
  const sidecars = (spec.initContainers ?? []).filter((container) => container.restartPolicy === 'Always');
  return [...sidecars, ...spec.containers].flatMap((container) =>
    (container.ports ?? []).flatMap(({ hostPort, hostIP, protocol }) =>
      hostPort ? [{ ip: hostIP || '0.0.0.0', protocol: protocol ?? 'TCP', port: hostPort }] : [],
    ),
  );
}

function collide(a: HostPort, b: HostPort): boolean {
  return a.port === b.port && a.protocol === b.protocol && (a.ip === b.ip || a.ip === '0.0.0.0' || b.ip === '0.0.0.0');
}
