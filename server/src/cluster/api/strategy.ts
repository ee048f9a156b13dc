import type { DaemonSet, Namespace } from '../../kubernetes/api.ts';
import { semanticEqual } from '../../kubernetes/equality.ts';
import type { KubernetesObject } from '../../kubernetes/object.ts';
import { linkServiceAddresses } from './service-addresses.ts';
import { initialPodStatus, preparePod } from './pod-strategy.ts';
import { templateGeneration, withTemplateGeneration } from '../../kubernetes/template-generation.ts';

/** How the API server treats the objects of one kind. Source: pkg/registry/<group>/<kind>/strategy.go */
export interface Strategy {
  /** Counts metadata.generation. */
  readonly tracksGeneration: boolean;
  /** Annotations count as part of the spec (Deployment alone). */
  readonly annotationsBumpGeneration?: boolean;
  /** A write of the status writes annotations too (the Deployment controller numbers revisions so, kubelets keep notes so). */
  readonly statusCarriesAnnotations?: boolean;
  /** The status that a new object begins with; whatever a manifest says is dropped. Absent: the status is kept. */
  readonly initialStatus?: (object: KubernetesObject) => unknown;
  /** What a new object gets beside its defaults. */
  readonly prepareForCreate?: (object: KubernetesObject) => KubernetesObject;
  /** What the server keeps itself of an object that is written again. */
  readonly prepareForUpdate?: (object: KubernetesObject, old: KubernetesObject) => KubernetesObject;
  /** metadata.generation moves when any of these fields change. */
  readonly specFields: readonly string[];
}

const spec = ['spec'] as const;
const emptyStatus = (): unknown => ({});
const workload: Strategy = { tracksGeneration: true, initialStatus: emptyStatus, specFields: spec };

const strategies: Readonly<Record<string, Strategy>> = {
  Pod: { tracksGeneration: true, initialStatus: initialPodStatus, prepareForCreate: preparePod, specFields: spec },
  Deployment: { ...workload, annotationsBumpGeneration: true, statusCarriesAnnotations: true },
  ReplicaSet: { ...workload, initialStatus: () => ({ replicas: 0 }) },
  ReplicationController: { ...workload, initialStatus: () => ({ replicas: 0 }) },
  DaemonSet: {
    ...workload,
    initialStatus: () => ({ currentNumberScheduled: 0, numberMisscheduled: 0, desiredNumberScheduled: 0, numberReady: 0 }),
    prepareForCreate: (object) => {
      const given = BigInt(templateGeneration(object) ?? 1);
      return withTemplateGeneration(object, given < 1n ? 1n : given);
    },
    prepareForUpdate: countTemplates,
  },
  StatefulSet: { ...workload, initialStatus: () => ({ replicas: 0, availableReplicas: 0 }) },
  Job: workload,
  CronJob: workload,
  HorizontalPodAutoscaler: { tracksGeneration: false, initialStatus: emptyStatus, specFields: spec },
  PodDisruptionBudget: {
    ...workload,
    initialStatus: () => ({ disruptionsAllowed: 0, currentHealthy: 0, desiredHealthy: 0, expectedPods: 0 }),
  },
  Ingress: { ...workload, initialStatus: () => ({ loadBalancer: {} }) },
  NetworkPolicy: { tracksGeneration: true, specFields: spec },
  EndpointSlice: { tracksGeneration: true, specFields: ['endpoints', 'ports', 'addressType'] },
  Service: {
    tracksGeneration: false,
    initialStatus: () => ({ loadBalancer: {} }),
    prepareForUpdate: linkServiceAddresses,
    specFields: spec,
  },
  Node: { tracksGeneration: false, statusCarriesAnnotations: true, specFields: spec },
  Namespace: {
    tracksGeneration: false,
    initialStatus: () => ({ phase: 'Active' }),
    prepareForCreate: withNamespaceFinalizer,
    specFields: spec,
  },
  PersistentVolumeClaim: { tracksGeneration: false, initialStatus: () => ({ phase: 'Pending' }), specFields: spec },
  PersistentVolume: { tracksGeneration: false, initialStatus: () => ({ phase: 'Pending' }), specFields: spec },
};

/** Holds a namespace until its controller has emptied it. */
function withNamespaceFinalizer(object: KubernetesObject): KubernetesObject {
  const { spec: present, ...rest } = object as Namespace;
  const finalizers = new Set(present?.finalizers).add('kubernetes');
  const namespace: Namespace = { ...rest, spec: { ...present, finalizers: [...finalizers] } };
  return namespace;
}

/** Clients cannot set the count; each new template moves it. */
function countTemplates(object: KubernetesObject, old: KubernetesObject): KubernetesObject {
  const before = BigInt(templateGeneration(old) ?? 0);
  const isSame = semanticEqual((object as DaemonSet).spec.template, (old as DaemonSet).spec.template);
  return withTemplateGeneration(object, isSame ? before : before + 1n);
}

const plain: Strategy = { tracksGeneration: false, specFields: spec };

export function strategyFor(kind: string): Strategy {
  return strategies[kind] ?? plain;
}
