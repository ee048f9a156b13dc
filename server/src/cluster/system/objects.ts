import type { DaemonSet, Namespace, PriorityClass, Service, StorageClass } from '../../kubernetes/api.ts';
import type { KubernetesObject } from '../../kubernetes/object.ts';

const namespace = (name: string): Namespace => ({
  apiVersion: 'v1',
  kind: 'Namespace',
  metadata: { name },
  spec: { finalizers: ['kubernetes'] },
});

const priorityClass = (name: string, value: number, description: string): PriorityClass => ({
  apiVersion: 'scheduling.k8s.io/v1',
  kind: 'PriorityClass',
  metadata: { name },
  value,
  description,
});

const apiServerService: Service = {
  apiVersion: 'v1',
  kind: 'Service',
  metadata: { name: 'kubernetes', namespace: 'default', labels: { component: 'apiserver', provider: 'kubernetes' } },
  spec: { type: 'ClusterIP', clusterIP: '10.96.0.1', ports: [{ name: 'https', port: 443, protocol: 'TCP', targetPort: 6443 }] },
};

/** Volumes are made when a pod that wants one is placed, as with the usual cloud and local provisioners. */
const standardStorage: StorageClass = {
  apiVersion: 'storage.k8s.io/v1',
  kind: 'StorageClass',
  metadata: { name: 'standard', annotations: { 'storageclass.kubernetes.io/is-default-class': 'true' } },
  provisioner: 'storage.drydock.dev',
  reclaimPolicy: 'Delete',
  volumeBindingMode: 'WaitForFirstConsumer',
};

/** kube-proxy as kubeadm installs it, reduced to what placement depends on. */
const kubeProxy = (version: string): DaemonSet => ({
  apiVersion: 'apps/v1',
  kind: 'DaemonSet',
  metadata: { name: 'kube-proxy', namespace: 'kube-system', labels: { 'k8s-app': 'kube-proxy' } },
  spec: {
    selector: { matchLabels: { 'k8s-app': 'kube-proxy' } },
    template: {
      metadata: { labels: { 'k8s-app': 'kube-proxy' } },
      spec: {
        hostNetwork: true,
        nodeSelector: { 'kubernetes.io/os': 'linux' },
        priorityClassName: 'system-node-critical',
        serviceAccountName: 'kube-proxy',
        tolerations: [{ operator: 'Exists' }],
        containers: [
          { name: 'kube-proxy', image: `registry.k8s.io/kube-proxy:v${version}`, securityContext: { privileged: true } },
        ],
      },
    },
  },
});

/** What every cluster holds before the user applies anything, in the order in which it must be created. */
export function systemObjects(kubernetesVersion: string): readonly KubernetesObject[] {
  return [
    ...['kube-system', 'kube-public', 'kube-node-lease', 'default'].map(namespace),
    priorityClass('system-cluster-critical', 2_000_000_000, 'For pods that the cluster needs, wherever they run.'),
    priorityClass('system-node-critical', 2_000_001_000, 'For pods that each node needs.'),
    { apiVersion: 'v1', kind: 'ServiceAccount', metadata: { name: 'kube-proxy', namespace: 'kube-system' } },
    apiServerService,
    standardStorage,
    kubeProxy(kubernetesVersion),
  ];
}
