import type { Affinity, Container, ContainerPort, LabelSelector, Pod, PodAffinityTerm, PodSpec } from '../../kubernetes/api.ts';
import { hasPodLevelRequests, isSidecar, podRequests, type ResourceAmounts } from '../../kubernetes/pod-resources.ts';
import { type Labels, matchesSelector } from '../../kubernetes/selector.ts';

/** What the scheduler works out of a pod once. Source: pkg/scheduler/framework/types.go (PodInfo) */
export interface PodInfo {
  readonly pod: Pod;
  readonly spec: PodSpec;
  readonly uid: string;
  readonly namespace: string;
  readonly labels: Labels;
  readonly priority: number;
  readonly requests: ResourceAmounts;
  /** For least-allocated scoring, containers that ask for nothing count as 100 millicores and 200 MiB. */
  readonly scoredCpu: number;
  readonly scoredMemory: number;
  readonly hostPorts: readonly HostPort[];
  readonly requiredAffinity: readonly AffinityTerm[];
  readonly requiredAntiAffinity: readonly AffinityTerm[];
  readonly preferredAffinity: readonly AffinityTerm[];
  readonly preferredAntiAffinity: readonly AffinityTerm[];
}

export interface HostPort {
  /** '' and `0.0.0.0` stand for every address. */
  readonly address: string;
  readonly protocol: string;
  readonly port: number;
}

/** A pod affinity term; weight 0 where it is required. */
export interface AffinityTerm {
  readonly namespaces: readonly string[];
  readonly namespaceSelector: LabelSelector | undefined;
  readonly selector: LabelSelector | undefined;
  readonly topologyKey: string;
  readonly weight: number;
}

/** Source: pkg/scheduler/util/pod_resources.go */
const scoredWhereMissing = { cpu: 100, memory: 200 * 1024 * 1024 };

const noLabels: Labels = {};
const emptySpec: PodSpec = { containers: [] };
const infos = new WeakMap<Pod, PodInfo>();
const specParts = new WeakMap<PodSpec, SpecPart>();

type SpecPart = Pick<PodInfo, 'requests' | 'scoredCpu' | 'scoredMemory' | 'hostPorts'>;

export function podInfoOf(pod: Pod): PodInfo {
  const known = infos.get(pod);
  if (known) return known;
  const spec = pod.spec ?? emptySpec;
  const namespace = pod.metadata.namespace ?? '';
  const info: PodInfo = {
    pod,
    spec,
    uid: pod.metadata.uid ?? '',
    namespace,
    labels: pod.metadata.labels ?? noLabels,
    priority: spec.priority ?? 0,
    ...specPartOf(spec),
    ...(spec.affinity ? affinityPart(spec.affinity, namespace) : withoutAffinity),
  };
  infos.set(pod, info);
  return info;
}

type AffinityPart = Pick<PodInfo, 'requiredAffinity' | 'requiredAntiAffinity' | 'preferredAffinity' | 'preferredAntiAffinity'>;

const withoutAffinity: AffinityPart = {
  requiredAffinity: [],
  requiredAntiAffinity: [],
  preferredAffinity: [],
  preferredAntiAffinity: [],
};

function affinityPart({ podAffinity, podAntiAffinity }: Affinity, namespace: string): AffinityPart {
  const required = (terms: readonly PodAffinityTerm[] = []) => terms.map((term) => affinityTerm(term, namespace, 0));
  const preferred = (terms: readonly { podAffinityTerm: PodAffinityTerm; weight: number }[] = []) =>
    terms.map((term) => affinityTerm(term.podAffinityTerm, namespace, term.weight));
  return {
    requiredAffinity: required(podAffinity?.requiredDuringSchedulingIgnoredDuringExecution),
    requiredAntiAffinity: required(podAntiAffinity?.requiredDuringSchedulingIgnoredDuringExecution),
    preferredAffinity: preferred(podAffinity?.preferredDuringSchedulingIgnoredDuringExecution),
    preferredAntiAffinity: preferred(podAntiAffinity?.preferredDuringSchedulingIgnoredDuringExecution),
  };
}

/** Status writes make a new pod object around the same spec: what follows from the spec alone is kept with it. */
function specPartOf(spec: PodSpec): SpecPart {
  const known = specParts.get(spec);
  if (known) return known;
  const requests = podRequests(spec);
  const scored = namesCommonRequests(spec) ? requests : podRequests(spec, { whereMissing: missingFor(spec, requests) });
  const part = { requests, scoredCpu: scored['cpu'] ?? 0, scoredMemory: scored['memory'] ?? 0, hostPorts: hostPortsOf(spec) };
  specParts.set(spec, part);
  return part;
}

/** Whether every container says what CPU and memory it wants, so that nothing is to be assumed. */
function namesCommonRequests({ containers, initContainers = [] }: PodSpec): boolean {
  const names = ({ resources }: Container) =>
    resources?.requests?.['cpu'] !== undefined && resources.requests['memory'] !== undefined;
  return containers.every(names) && initContainers.every(names);
}

/** Requests of the pod as a whole leave nothing missing for the resources that they (or the containers) name. */
function missingFor(spec: PodSpec, requests: ResourceAmounts): ResourceAmounts {
  if (!hasPodLevelRequests(spec)) return scoredWhereMissing;
  return Object.fromEntries(Object.entries(scoredWhereMissing).filter(([name]) => !(name in requests)));
}

function affinityTerm(term: PodAffinityTerm, ownNamespace: string, weight: number): AffinityTerm {
  const isOwnOnly = (term.namespaces ?? []).length === 0 && term.namespaceSelector === undefined;
  return {
    namespaces: isOwnOnly ? [ownNamespace] : (term.namespaces ?? []),
    namespaceSelector: term.namespaceSelector,
    selector: term.labelSelector,
    topologyKey: term.topologyKey,
    weight,
  };
}

/** Whether a term selects a pod; `namespaceLabels` are those of the pod's namespace. */
export function termMatches(term: AffinityTerm, pod: PodInfo, namespaceLabels: Labels | undefined): boolean {
  const isInNamespace = term.namespaces.includes(pod.namespace) || matchesSelector(term.namespaceSelector, namespaceLabels);
  return isInNamespace && matchesSelector(term.selector, pod.labels);
}

/** Ports on the node that the pod needs: those of containers and of sidecars. Source: pkg/scheduler/util/utils.go */
function hostPortsOf(spec: PodSpec): readonly HostPort[] {
  const containers = [...(spec.initContainers ?? []).filter(isSidecar), ...spec.containers];
  return containers.flatMap((container) => (container.ports ?? []).filter((port) => (port.hostPort ?? 0) > 0).map(hostPort));
}

function hostPort(port: ContainerPort): HostPort {
  return { address: port.hostIP || '0.0.0.0', protocol: port.protocol ?? 'TCP', port: port.hostPort ?? 0 };
}

export function portsConflict(a: HostPort, b: HostPort): boolean {
  if (a.port !== b.port || a.protocol !== b.protocol) return false;
  return a.address === b.address || a.address === '0.0.0.0' || b.address === '0.0.0.0';
}
