import { describe, expect, it } from 'vitest';
import { admitCreate } from '../../../server/src/cluster/admission/index.ts';
import { ObjectStore } from '../../../server/src/cluster/engine/store.ts';
import type { Ingress, Node, PersistentVolumeClaim, Pod, PodSpec, PriorityClass } from '../../../server/src/kubernetes/api.ts';
import type { KubernetesObject } from '../../../server/src/kubernetes/object.ts';

const object = (kind: string, name: string, more: object = {}, apiVersion = 'v1'): KubernetesObject =>
  ({ apiVersion, kind, metadata: { name }, ...more }) as KubernetesObject;
const namespaces = [
  object('Namespace', 'default', { status: { phase: 'Active' } }),
  object('Namespace', 'gone', { status: { phase: 'Terminating' } }),
];
const namespaced = (kind: string, name: string, metadata: object = {}, more: object = {}, apiVersion = 'v1') =>
  object(kind, name, { metadata: { name, namespace: 'default', ...metadata }, ...more }, apiVersion);
const newPod = (spec: Partial<PodSpec> = {}, metadata: object = {}) =>
  namespaced('Pod', 'web', metadata, { spec: { containers: [{ name: 'c', image: 'app' }], ...spec } }) as Pod;

function admit(incoming: KubernetesObject, ...stored: readonly KubernetesObject[]): ReturnType<typeof admitCreate> {
  const store = new ObjectStore({ placementOf: () => undefined });
  for (const each of [...namespaces, ...stored]) store.put(each);
  return admitCreate(incoming, store, () => 0);
}

function admittedSpec(incoming: Pod, ...stored: readonly KubernetesObject[]): PodSpec {
  const result = admit(incoming, ...stored);
  if (!result.ok) throw new Error(result.error.message);
  return (result.object as Pod).spec as PodSpec;
}

function refusal(
  incoming: KubernetesObject,
  ...stored: readonly KubernetesObject[]
): { code: number; message: string } | undefined {
  const result = admit(incoming, ...stored);
  return result.ok ? undefined : { code: result.error.code, message: result.error.message };
}

// Texts: staging/src/k8s.io/apiserver/pkg/admission/plugin/namespace/lifecycle/admission.go.
describe('NamespaceLifecycle', () => {
  it('wants the namespace', () => {
    expect(refusal(namespaced('ConfigMap', 'c', { namespace: 'nowhere' }))).toEqual({
      code: 404,
      message: 'namespaces "nowhere" not found',
    });
  });

  it('lets nothing into a namespace that is going away', () => {
    const message = 'is forbidden: unable to create new content in namespace gone because it is being terminated';
    expect(refusal(namespaced('ConfigMap', 'c', { namespace: 'gone' }))).toEqual({
      code: 403,
      message: `configmaps "c" ${message}`,
    });
    const ingress = namespaced('Ingress', 'i', { namespace: 'gone' }, {}, 'networking.k8s.io/v1');
    expect(refusal(ingress)?.message).toBe(`ingresses.networking.k8s.io "i" ${message}`);
    const policy = namespaced('NetworkPolicy', 'n', { namespace: 'gone' }, {}, 'networking.k8s.io/v1');
    expect(refusal(policy)?.message).toBe(`networkpolicies.networking.k8s.io "n" ${message}`);
  });

  it('names what was asked for where the name is made up by the server', () => {
    const generated = newPod({}, { namespace: 'gone', name: 'web-x7k2p', generateName: 'web-' });
    expect(refusal(generated)?.message).toMatch(/^pods "web-" is forbidden/);
  });

  it('leaves cluster-wide objects alone', () => {
    expect(refusal(object('Namespace', 'new'))).toBeUndefined();
  });
});

// plugin/pkg/admission/serviceaccount/admission.go
describe('ServiceAccount', () => {
  const account = (name: string, more: object = {}) => namespaced('ServiceAccount', name, {}, more);
  const volumeName = 'kube-api-access-bbbbb';
  const mount = { name: volumeName, readOnly: true, mountPath: '/var/run/secrets/kubernetes.io/serviceaccount' };

  it('gives the default account and its token', () => {
    const spec = admittedSpec(newPod({ initContainers: [{ name: 'i' }] }));
    expect([spec.serviceAccountName, spec.serviceAccount]).toEqual(['default', 'default']);
    expect(spec.containers[0]?.volumeMounts).toEqual([mount]);
    expect(spec.initContainers?.[0]?.volumeMounts).toEqual([mount]);
    expect(spec.volumes).toEqual([
      {
        name: volumeName,
        projected: {
          defaultMode: 420,
          sources: [
            { serviceAccountToken: { expirationSeconds: 3607, path: 'token' } },
            { configMap: { name: 'kube-root-ca.crt', items: [{ key: 'ca.crt', path: 'ca.crt' }] } },
            { downwardAPI: { items: [{ path: 'namespace', fieldRef: { apiVersion: 'v1', fieldPath: 'metadata.namespace' } }] } },
          ],
        },
      },
    ]);
  });

  it('wants any other account to exist', () => {
    expect(refusal(newPod({ serviceAccountName: 'robot' }))).toEqual({
      code: 403,
      message: 'pods "web" is forbidden: error looking up service account default/robot: serviceaccount "robot" not found',
    });
    expect(admittedSpec(newPod({ serviceAccountName: 'robot' }), account('robot')).serviceAccount).toBe('robot');
  });

  it('mounts no token where pod or account say so, the pod first', () => {
    const shy = account('shy', { automountServiceAccountToken: false });
    expect(admittedSpec(newPod({ serviceAccountName: 'shy' }), shy).volumes).toBeUndefined();
    expect(admittedSpec(newPod({ automountServiceAccountToken: false })).volumes).toBeUndefined();
    expect(admittedSpec(newPod({ serviceAccountName: 'shy', automountServiceAccountToken: true }), shy).volumes).toHaveLength(1);
  });

  it('leaves a container alone that mounts something there itself', () => {
    const own = { name: 'own', mountPath: mount.mountPath };
    const spec = admittedSpec(newPod({ containers: [{ name: 'c', volumeMounts: [own] }] }));
    expect(spec.containers[0]?.volumeMounts).toEqual([own]);
    expect(spec.volumes).toBeUndefined();
  });

  it('hands down pull secrets to pods that have none', () => {
    const puller = account('puller', { imagePullSecrets: [{ name: 'registry' }] });
    expect(admittedSpec(newPod({ serviceAccountName: 'puller' }), puller).imagePullSecrets).toEqual([{ name: 'registry' }]);
    const own = newPod({ serviceAccountName: 'puller', imagePullSecrets: [{ name: 'own' }] });
    expect(admittedSpec(own, puller).imagePullSecrets).toEqual([{ name: 'own' }]);
  });
});

// plugin/pkg/admission/priority/admission_test.go
describe('Priority', () => {
  const priorityClass = (name: string, value: number, more: Partial<PriorityClass> = {}) =>
    object('PriorityClass', name, { value, ...more }, 'scheduling.k8s.io/v1');
  const important = priorityClass('important', 1000, { preemptionPolicy: 'Never' });

  it('resolves the class', () => {
    const spec = admittedSpec(newPod({ priorityClassName: 'important' }), important);
    expect([spec.priority, spec.preemptionPolicy]).toEqual([1000, 'Never']);
  });

  it('gives 0 without a class, or the global default', () => {
    const plain = admittedSpec(newPod());
    expect([plain.priority, plain.preemptionPolicy, plain.priorityClassName]).toEqual([0, 'PreemptLowerPriority', undefined]);
    const defaults = [priorityClass('high', 50, { globalDefault: true }), priorityClass('low', 7, { globalDefault: true })];
    const spec = admittedSpec(newPod(), ...defaults);
    expect([spec.priority, spec.priorityClassName]).toEqual([7, 'low']);
  });

  it('refuses classes that do not exist and numbers that do not agree', () => {
    expect(refusal(newPod({ priorityClassName: 'nope' }))).toEqual({
      code: 403,
      message: 'pods "web" is forbidden: no PriorityClass with name nope was found',
    });
    expect(refusal(newPod({ priority: 5 }))?.message).toBe(
      'pods "web" is forbidden: the integer value of priority (5) must not be provided in pod spec; priority admission controller computed 0 from the given PriorityClass name',
    );
    expect(
      refusal(newPod({ priorityClassName: 'important', preemptionPolicy: 'PreemptLowerPriority' }), important)?.message,
    ).toBe(
      'pods "web" is forbidden: the string value of PreemptionPolicy (PreemptLowerPriority) must not be provided in pod spec; priority admission controller computed Never from the given PriorityClass name',
    );
  });

  it('allows one global default', () => {
    const first = priorityClass('first', 1, { globalDefault: true });
    expect(refusal(priorityClass('second', 2, { globalDefault: true }), first)).toEqual({
      code: 403,
      message:
        'priorityclasses.scheduling.k8s.io "second" is forbidden: PriorityClass first is already marked as default. Only one default can exist',
    });
    expect(refusal(priorityClass('second', 2), first)).toBeUndefined();
  });
});

// plugin/pkg/admission/defaulttolerationseconds/admission_test.go
describe('DefaultTolerationSeconds', () => {
  const toleration = (key: string) => ({ key, operator: 'Exists', effect: 'NoExecute', tolerationSeconds: 300 });
  const [notReady, unreachable] = ['node.kubernetes.io/not-ready', 'node.kubernetes.io/unreachable'] as const;

  it('adds what is missing', () => {
    expect(admittedSpec(newPod()).tolerations).toEqual([toleration(notReady), toleration(unreachable)]);
    const own = { key: notReady, operator: 'Exists', effect: 'NoExecute', tolerationSeconds: 9 } as const;
    expect(admittedSpec(newPod({ tolerations: [own] })).tolerations).toEqual([own, toleration(unreachable)]);
  });

  it('leaves alone who tolerates everything, and is not content with another effect', () => {
    expect(admittedSpec(newPod({ tolerations: [{ operator: 'Exists' }] })).tolerations).toEqual([{ operator: 'Exists' }]);
    const other = { key: notReady, operator: 'Exists', effect: 'NoSchedule' } as const;
    expect(admittedSpec(newPod({ tolerations: [other] })).tolerations).toHaveLength(3);
  });
});

describe('classes by default', () => {
  const marked = (kind: string, name: string, creationTimestamp: string, annotation: string, apiVersion: string) =>
    object(kind, name, { metadata: { name, creationTimestamp, annotations: { [annotation]: 'true' } } }, apiVersion);
  const storage = (name: string, at: string) =>
    marked('StorageClass', name, at, 'storageclass.kubernetes.io/is-default-class', 'storage.k8s.io/v1');
  const classOf = (spec: object, ...stored: KubernetesObject[]) => {
    const result = admit(namespaced('PersistentVolumeClaim', 'data', {}, { spec }), ...stored);
    return result.ok ? (result.object as PersistentVolumeClaim).spec?.storageClassName : undefined;
  };

  it('gives claims the newest default class, then the first by name', () => {
    const classes = [
      storage('z', '2026-01-02T00:00:00Z'),
      storage('old', '2026-01-01T00:00:00Z'),
      storage('b', '2026-01-02T00:00:00Z'),
    ];
    expect(classOf({}, ...classes)).toBe('b');
    expect(classOf({})).toBeUndefined();
  });

  it('takes an empty name for a name', () => {
    expect(classOf({ storageClassName: '' }, storage('b', '2026-01-02T00:00:00Z'))).toBe('');
  });

  it('gives Ingresses the default class', () => {
    const standard = marked('IngressClass', 'nginx', '', 'ingressclass.kubernetes.io/is-default-class', 'networking.k8s.io/v1');
    const classNameOf = (metadata: object, spec: object) => {
      const result = admit(namespaced('Ingress', 'i', metadata, { spec }, 'networking.k8s.io/v1'), standard);
      return result.ok ? (result.object as Ingress).spec?.ingressClassName : undefined;
    };
    expect(classNameOf({}, {})).toBe('nginx');
    expect(classNameOf({}, { ingressClassName: 'other' })).toBe('other');
    expect(classNameOf({ annotations: { 'kubernetes.io/ingress.class': 'old' } }, {})).toBeUndefined();
  });
});

describe('StorageObjectInUseProtection', () => {
  it('protects claims and volumes, once', () => {
    const finalizersOf = (incoming: KubernetesObject) => {
      const result = admit(incoming);
      return result.ok ? result.object.metadata.finalizers : undefined;
    };
    expect(finalizersOf(namespaced('PersistentVolumeClaim', 'data'))).toEqual(['kubernetes.io/pvc-protection']);
    expect(finalizersOf(object('PersistentVolume', 'v'))).toEqual(['kubernetes.io/pv-protection']);
    const already = namespaced('PersistentVolumeClaim', 'data', { finalizers: ['kubernetes.io/pvc-protection'] });
    expect(finalizersOf(already)).toEqual(['kubernetes.io/pvc-protection']);
    expect(finalizersOf(namespaced('ConfigMap', 'c'))).toBeUndefined();
  });
});

describe('nodes and their pods', () => {
  const taintsOf = (status: string) => {
    const result = admit(object('Node', 'n', { status: { conditions: [{ type: 'Ready', status }] } }));
    return result.ok ? (result.object as Node).spec?.taints : undefined;
  };

  it('keeps pods off a node that is not ready yet', () => {
    expect(taintsOf('False')).toEqual([{ key: 'node.kubernetes.io/not-ready', effect: 'NoSchedule' }]);
    expect(taintsOf('True')).toBeUndefined();
  });

  it('labels pods that are created on a node with its place', () => {
    const labels = { 'topology.kubernetes.io/zone': 'z', 'topology.kubernetes.io/region': 'r', other: 'x' };
    const placed = admit(
      newPod({ nodeName: 'n' }, { labels: { app: 'web' } }),
      object('Node', 'n', { metadata: { name: 'n', labels } }),
    );
    expect(placed.ok && placed.object.metadata.labels).toEqual({
      app: 'web',
      'topology.kubernetes.io/zone': 'z',
      'topology.kubernetes.io/region': 'r',
    });
    const unplaced = admit(newPod());
    expect(unplaced.ok && unplaced.object.metadata.labels).toBeUndefined();
  });
});
