import type { Node, PodSpec } from '../../kubernetes/api.ts';
import { findUntoleratedTaint, requiredNodeAffinity } from '../../kubernetes/node-matching.ts';
import { type ResourceAmounts, resourceAmounts } from '../../kubernetes/pod-resources.ts';
import { type HostPort, hostPortsOf, isSamePort, type NodeUsage, requestsOf } from './node-usage.ts';
import type { Refusal } from './runtime.ts';

/**
 * The kubelet's own check of a pod that was bound to its node: resources, node affinity, host ports, and taints with effect
 * NoExecute. The pod is among those that the usage counts. The first reason is the one reported.
 *
 * Source: pkg/kubelet/lifecycle/predicate.go, pkg/scheduler/eventhandlers.go (AdmissionCheck)
 */
export function admit(spec: PodSpec, node: Node, usage: NodeUsage): Refusal | undefined {
  return (
    resourceRefusal(spec, node, usage) ??
    (requiredNodeAffinity(spec).matches(node)
      ? undefined
      : predicateRefusal('NodeAffinity', "node(s) didn't match Pod's node affinity/selector")) ??
    (portsFit(spec, usage)
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

function resourceRefusal(spec: PodSpec, node: Node, usage: NodeUsage): Refusal | undefined {
  const allocatable = resourceAmounts(node.status?.allocatable);
  const shortage = (resource: string, requested: number, used: number, capacity: number): Refusal => ({
    reason: `OutOf${resource}`,
    message: `Node didn't have enough resource: ${resource}, requested: ${requested}, used: ${used}, capacity: ${capacity}`,
  });
  const maxPods = allocatable['pods'] ?? 0;
  if (usage.pods > maxPods) return shortage('pods', 1, usage.pods - 1, maxPods);
  const wanted = requestsOf(spec);
  for (const resource of resourceOrder(wanted)) {
    const requested = wanted[resource] ?? 0;
    const capacity = allocatable[resource];
    // An extended resource that the node does not have at all is somebody else's business.
    if (requested === 0 || (capacity === undefined && isExtended(resource))) continue;
    const taken = (usage.requests[resource] ?? 0) - requested;
    if (requested + taken > (capacity ?? 0)) return shortage(resource, requested, taken, capacity ?? 0);
  }
  return undefined;
}

const standardResources = ['cpu', 'memory', 'ephemeral-storage'];

function resourceOrder(wanted: ResourceAmounts): string[] {
  return [...standardResources, ...Object.keys(wanted).filter((name) => !standardResources.includes(name))];
}

function isExtended(resource: string): boolean {
  return resource.includes('/') && !resource.startsWith('kubernetes.io/');
}

function portsFit(spec: PodSpec, usage: NodeUsage): boolean {
  const wanted = hostPortsOf(spec);
  if (wanted.length === 0) return true;
  const others = [...usage.hostPorts];
  for (const own of wanted) others.splice(others.findIndex(isSamePort(own)), 1);
  return !wanted.some((port) => others.some((other) => collide(port, other)));
}

function collide(a: HostPort, b: HostPort): boolean {
  return a.port === b.port && a.protocol === b.protocol && (a.ip === b.ip || a.ip === '0.0.0.0' || b.ip === '0.0.0.0');
}
