import { describe, expect, it } from 'vitest';
import type { KubernetesObject } from '../../../server/src/kubernetes/object.ts';
import { humanDuration } from '../../../server/src/kubernetes/printers/columns.ts';
import { printRow } from '../../../server/src/kubernetes/printers/index.ts';
import { timestampAt } from '../../../server/src/kubernetes/time.ts';

const second = 1000;
const minute = 60 * second;
const hour = 60 * minute;
const day = 24 * hour;
const now = 20 * 365 * day;

// staging/src/k8s.io/apimachinery/pkg/util/duration/duration_test.go
const durations: readonly (readonly [ms: number, text: string])[] = [
  [-2 * second, '<invalid>'],
  [-2 * second + 1, '0s'],
  [0, '0s'],
  [second - 1, '0s'],
  [70 * second, '70s'],
  [2 * minute - 1, '119s'],
  [2 * minute, '2m'],
  [190 * second, '3m10s'],
  [10 * minute - 1, '9m59s'],
  [10 * minute + second, '10m'],
  [70 * minute, '70m'],
  [3 * hour - 1, '179m'],
  [3 * hour + minute, '3h1m'],
  [8 * hour - 1, '7h59m'],
  [8 * hour + 59 * minute, '8h'],
  [47 * hour, '47h'],
  [49 * hour, '2d1h'],
  [8 * day - 1, '7d23h'],
  [8 * day + 23 * hour, '8d'],
  [367 * day, '367d'],
  [2 * 365 * day - 1, '729d'],
  [2 * 365 * day + day - 1, '2y'],
  [2 * 365 * day + 25 * hour, '2y1d'],
  [8 * 365 * day - 1, '7y364d'],
  [9 * 365 * day, '9y'],
];

it.each(durations)('%i ms is %s', (ms, text) => {
  expect(humanDuration(ms)).toBe(text);
});

const object = (kind: string, rest: object, metadata: object = {}) =>
  ({ apiVersion: 'v1', kind, metadata: { name: 'foo', ...metadata }, ...rest }) as KubernetesObject;

/** The values of the row, without the name. */
const cells = (of: KubernetesObject) =>
  printRow(of, now)
    .slice(1)
    .map(({ value }) => value);
const withReady = (status: string) => ({ status: { conditions: [{ type: 'Ready', status }] } });

// The cases of TestPrintNodeStatus, TestPrintNodeRole, TestPrintService, TestPrintJob, TestPrintPersistentVolumeClaim,
// TestPrintDaemonSet, TestPrintDeployment, TestPrintReplicaSet and TestPrintStatefulSet in printers_test.go.
const rows: readonly (readonly [title: string, object: KubernetesObject, cells: readonly string[]])[] = [
  ['node, ready', object('Node', withReady('True')), ['Ready', '<none>', '<unknown>', '']],
  [
    'node, cordoned',
    object('Node', { ...withReady('True'), spec: { unschedulable: true } }),
    ['Ready,SchedulingDisabled', '<none>', '<unknown>', ''],
  ],
  ['node, not ready', object('Node', withReady('False')), ['NotReady', '<none>', '<unknown>', '']],
  [
    'node, without conditions',
    object('Node', { spec: { unschedulable: true } }),
    ['Unknown,SchedulingDisabled', '<none>', '<unknown>', ''],
  ],
  [
    'node, roles',
    object(
      'Node',
      {},
      {
        labels: {
          'node-role.kubernetes.io/master': '',
          'node-role.kubernetes.io/control-plane': '',
          'node-role.kubernetes.io/proxy': '',
          'kubernetes.io/role': 'node',
        },
      },
    ),
    ['Unknown', 'control-plane,master,node,proxy', '<unknown>', ''],
  ],
  [
    'service, ClusterIP',
    object('Service', { spec: { type: 'ClusterIP', ports: [{ protocol: 'tcp', port: 2233 }], clusterIPs: ['10.9.8.7'] } }),
    ['ClusterIP', '10.9.8.7', '<none>', '2233/tcp', '<unknown>'],
  ],
  [
    'service, NodePort',
    object('Service', {
      spec: { type: 'NodePort', ports: [{ protocol: 'tcp', port: 8888, nodePort: 9999 }], clusterIPs: ['10.9.8.7'] },
    }),
    ['NodePort', '10.9.8.7', '<none>', '8888:9999/tcp', '<unknown>'],
  ],
  [
    'service, LoadBalancer, pending',
    object('Service', { spec: { type: 'LoadBalancer', ports: [{ protocol: 'tcp', port: 8888 }], clusterIPs: ['10.9.8.7'] } }),
    ['LoadBalancer', '10.9.8.7', '<pending>', '8888/tcp', '<unknown>'],
  ],
  [
    'service, LoadBalancer with addresses',
    object('Service', {
      spec: {
        type: 'LoadBalancer',
        ports: [{ protocol: 'tcp', port: 8888 }],
        clusterIPs: ['10.9.8.7'],
        externalIPs: ['80.11.12.10'],
      },
      status: { loadBalancer: { ingress: [{ ip: '3.4.5.6', hostname: 'test.cluster.com' }] } },
    }),
    ['LoadBalancer', '10.9.8.7', '3.4.5.6,80.11.12.10', '8888/tcp', '<unknown>'],
  ],
  [
    'service, headless without ports',
    object('Service', { spec: { type: 'ClusterIP', clusterIPs: ['None'] } }),
    ['ClusterIP', 'None', '<none>', '<none>', '<unknown>'],
  ],
  [
    'service, ExternalName',
    object('Service', { spec: { type: 'ExternalName', externalName: 'my.host' } }),
    ['ExternalName', '<none>', 'my.host', '<none>', '<unknown>'],
  ],
  [
    'job',
    object('Job', { spec: { completions: 2 }, status: { succeeded: 1 } }, { creationTimestamp: timestampAt(now + 1000) }),
    ['Running', '1/2', '', '0s'],
  ],
  [
    'job, with a duration',
    object(
      'Job',
      { spec: {}, status: { startTime: timestampAt(now + minute), completionTime: timestampAt(now + 31 * minute) } },
      { creationTimestamp: timestampAt(now - 10 * 365 * day) },
    ),
    ['Running', '0/1', '30m', '10y'],
  ],
  [
    'job, under way',
    object('Job', { spec: {}, status: { startTime: timestampAt(now - 20 * minute) } }),
    ['Running', '0/1', '20m', '<unknown>'],
  ],
  [
    'job, complete',
    object('Job', { spec: {}, status: { conditions: [{ type: 'Complete', status: 'True' }] } }),
    ['Complete', '0/1', '', '<unknown>'],
  ],
  [
    'job, failed while being deleted',
    object(
      'Job',
      { spec: { parallelism: 3 }, status: { conditions: [{ type: 'Failed', status: 'True' }] } },
      { deletionTimestamp: timestampAt(now) },
    ),
    ['Failed', '0/1 of 3', '', '<unknown>'],
  ],
  [
    'job, suspended',
    object('Job', { spec: {}, status: { conditions: [{ type: 'Suspended', status: 'True' }] } }),
    ['Suspended', '0/1', '', '<unknown>'],
  ],
  [
    'claim, bound',
    object('PersistentVolumeClaim', {
      spec: { volumeName: 'my-volume' },
      status: { phase: 'Bound', accessModes: ['ReadOnlyMany'], capacity: { storage: '4Gi' } },
    }),
    ['Bound', 'my-volume', '4Gi', 'ROX', '', '<unset>', '<unknown>'],
  ],
  [
    'claim, lost',
    object('PersistentVolumeClaim', {
      spec: {},
      status: { phase: 'Lost', accessModes: ['ReadOnlyMany'], capacity: { storage: '4Gi' } },
    }),
    ['Lost', '', '', '', '', '<unset>', '<unknown>'],
  ],
  [
    'claim, with classes',
    object('PersistentVolumeClaim', {
      spec: { volumeName: 'my-volume', storageClassName: 'my-scn', volumeAttributesClassName: 'my-vacn' },
      status: { phase: 'Pending', accessModes: ['ReadWriteOnce'], capacity: { storage: '10Gi' } },
    }),
    ['Pending', 'my-volume', '10Gi', 'RWO', 'my-scn', 'my-vacn', '<unknown>'],
  ],
  [
    'daemon set',
    object('DaemonSet', {
      spec: { template: { spec: {} } },
      status: {
        currentNumberScheduled: 2,
        desiredNumberScheduled: 3,
        numberReady: 1,
        updatedNumberScheduled: 2,
        numberAvailable: 0,
      },
    }),
    ['3', '2', '1', '2', '0', '<none>', '<unknown>'],
  ],
  [
    'deployment',
    object(
      'Deployment',
      { spec: { replicas: 5 }, status: { replicas: 10, updatedReplicas: 2, availableReplicas: 1, unavailableReplicas: 4 } },
      { creationTimestamp: timestampAt(now) },
    ),
    ['0/5', '2', '1', '0s'],
  ],
  [
    'replica set',
    object('ReplicaSet', { spec: { replicas: 5 }, status: { replicas: 5, readyReplicas: 2 } }),
    ['5', '5', '2', '<unknown>'],
  ],
  [
    'stateful set',
    object('StatefulSet', { spec: { replicas: 5 }, status: { replicas: 10, readyReplicas: 5 } }),
    ['5/5', '<unknown>'],
  ],
];

describe('printRow', () => {
  it.each(rows)('%s', (_, given, expected) => {
    expect(cells(given)).toEqual(expected);
  });

  it('prints name and age of kinds without columns of their own', () => {
    const row = printRow(object('ConfigMap', {}, { creationTimestamp: timestampAt(now - 5 * second) }), now);
    expect(row).toEqual([
      { name: 'NAME', value: 'foo' },
      { name: 'AGE', value: '5s' },
    ]);
  });
});
