import type { Pod, PodSpec } from '../../kubernetes/api.ts';
import { podRequests, type ResourceAmounts } from '../../kubernetes/pod-resources.ts';
import { isPodTerminal } from '../../kubernetes/pod-status.ts';
import type { KubernetesObject, Tally } from '../engine/types.ts';
import { AddressUse } from './addresses.ts';

export interface HostPort {
  readonly ip: string;
  readonly protocol: string;
  readonly port: number;
}

/** What the pods of a node that have not ended use of it: admission and the choice of an address go by that. */
export class NodeUsage implements Tally {
  pods = 0;
  readonly requests: Record<string, number> = {};
  readonly hostPorts: HostPort[] = [];
  readonly addresses = new AddressUse();

  note(object: KubernetesObject | undefined, previous: KubernetesObject | undefined): void {
    const after: Pod | undefined = object;
    const before: Pod | undefined = previous;
    if (after && before && usesTheSame(before, after)) return;
    if (before && !isPodTerminal(before)) this.leave(before);
    if (after && !isPodTerminal(after)) this.enter(after);
  }

  private enter({ spec, status }: Pod): void {
    this.pods += 1;
    if (!spec) return;
    this.sum(requestsOf(spec), 1);
    this.hostPorts.push(...hostPortsOf(spec));
    if (status?.podIP !== undefined && spec.hostNetwork !== true) this.addresses.take(status.podIP);
  }

  private leave({ spec, status }: Pod): void {
    this.pods -= 1;
    if (!spec) return;
    this.sum(requestsOf(spec), -1);
    for (const port of hostPortsOf(spec)) this.hostPorts.splice(this.hostPorts.findIndex(isSamePort(port)), 1);
    if (status?.podIP !== undefined && spec.hostNetwork !== true) this.addresses.release(status.podIP);
  }

  private sum(requests: ResourceAmounts, sign: 1 | -1): void {
    for (const name in requests) this.requests[name] = (this.requests[name] ?? 0) + sign * (requests[name] ?? 0);
  }
}

function usesTheSame(before: Pod, after: Pod): boolean {
  return (
    before.spec === after.spec && before.status?.podIP === after.status?.podIP && isPodTerminal(before) === isPodTerminal(after)
  );
}

/** Specs are immutable and shared between versions of a pod, so that what they add up to is worth keeping. */
const requestsBySpec = new WeakMap<PodSpec, ResourceAmounts>();

export function requestsOf(spec: PodSpec): ResourceAmounts {
  let requests = requestsBySpec.get(spec);
  if (!requests) {
    requests = podRequests(spec);
    requestsBySpec.set(spec, requests);
  }
  return requests;
}

export function hostPortsOf(spec: PodSpec): HostPort[] {
  const sidecars = (spec.initContainers ?? []).filter((container) => container.restartPolicy === 'Always');
  return [...sidecars, ...spec.containers].flatMap((container) =>
    (container.ports ?? []).flatMap(({ hostPort, hostIP, protocol }) =>
      hostPort ? [{ ip: hostIP || '0.0.0.0', protocol: protocol ?? 'TCP', port: hostPort }] : [],
    ),
  );
}

export function isSamePort(a: HostPort): (b: HostPort) => boolean {
  return (b) => a.port === b.port && a.protocol === b.protocol && a.ip === b.ip;
}
