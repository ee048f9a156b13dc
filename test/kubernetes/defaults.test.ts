import { describe, expect, it } from 'vitest';
import * as fc from 'fast-check';
import { applyDefaults, describeDefault } from '../../server/src/kubernetes/defaults/index.ts';

/** Any manifest: tests read and write it freely. */
// biome-ignore lint/suspicious/noExplicitAny: manifests are untyped here on purpose
type Manifest = any;

const complete = (object: Manifest): Manifest => applyDefaults(object);

const podSpec = {
  securityContext: {},
  dnsPolicy: 'ClusterFirst',
  restartPolicy: 'Always',
  terminationGracePeriodSeconds: 30,
  schedulerName: 'default-scheduler',
};

const template = { metadata: { labels: { foo: 'bar' } }, spec: podSpec };
const writtenTemplate = { metadata: { labels: { foo: 'bar' } } };

const specOf = (apiVersion: string, kind: string, spec: Manifest): Manifest =>
  complete({ apiVersion, kind, metadata: {}, spec }).spec;

const pod = (spec: Manifest): Manifest => specOf('v1', 'Pod', spec);
const deployment = (spec: Manifest): Manifest => specOf('apps/v1', 'Deployment', { template: writtenTemplate, ...spec });

// Tables of pkg/apis/apps/v1/defaults_test.go
describe('apps/v1', () => {
  const rolling = { type: 'RollingUpdate', rollingUpdate: { maxUnavailable: '25%', maxSurge: '25%' } };

  it.each([
    [{}, { replicas: 1, strategy: rolling, revisionHistoryLimit: 10, progressDeadlineSeconds: 600 }],
    [{ replicas: 5 }, { replicas: 5, strategy: rolling, revisionHistoryLimit: 10, progressDeadlineSeconds: 600 }],
    [{ replicas: 0 }, { replicas: 0, strategy: rolling, revisionHistoryLimit: 10, progressDeadlineSeconds: 600 }],
    [
      { strategy: { rollingUpdate: { maxSurge: 2 } } },
      {
        replicas: 1,
        strategy: { type: 'RollingUpdate', rollingUpdate: { maxUnavailable: '25%', maxSurge: 2 } },
        revisionHistoryLimit: 10,
        progressDeadlineSeconds: 600,
      },
    ],
    [
      { replicas: 5, strategy: { type: 'Recreate' }, revisionHistoryLimit: 0, progressDeadlineSeconds: 30 },
      { replicas: 5, strategy: { type: 'Recreate' }, revisionHistoryLimit: 0, progressDeadlineSeconds: 30 },
    ],
  ])('completes the Deployment %j', (written, expected) => {
    expect(deployment(written)).toEqual({ ...expected, template });
  });

  it('leaves the labels of a Deployment alone', () => {
    expect(
      complete({ apiVersion: 'apps/v1', kind: 'Deployment', metadata: {}, spec: { template: writtenTemplate } }).metadata,
    ).toEqual({});
  });

  it.each([
    [{}, { type: 'RollingUpdate', rollingUpdate: { maxUnavailable: 1, maxSurge: 0 } }],
    [{ type: 'OnDelete' }, { type: 'OnDelete' }],
    [
      { type: 'RollingUpdate', rollingUpdate: { maxSurge: 1, maxUnavailable: 0 } },
      { type: 'RollingUpdate', rollingUpdate: { maxUnavailable: 0, maxSurge: 1 } },
    ],
  ])('completes the update strategy %j of a DaemonSet', (updateStrategy, expected) => {
    const spec = specOf('apps/v1', 'DaemonSet', { updateStrategy, template: writtenTemplate });
    expect(spec).toEqual({ updateStrategy: expected, revisionHistoryLimit: 10, template });
  });

  it.each([
    [{}, { type: 'RollingUpdate', rollingUpdate: { partition: 0, maxUnavailable: 1 } }],
    [{ type: 'OnDelete' }, { type: 'OnDelete' }],
    [{ type: 'RollingUpdate' }, { type: 'RollingUpdate' }],
    [
      { type: 'RollingUpdate', rollingUpdate: { maxUnavailable: 2 } },
      { type: 'RollingUpdate', rollingUpdate: { partition: 0, maxUnavailable: 2 } },
    ],
  ])('completes the update strategy %j of a StatefulSet', (updateStrategy, expected) => {
    const spec = specOf('apps/v1', 'StatefulSet', { updateStrategy, template: writtenTemplate });
    expect(spec).toEqual({
      updateStrategy: expected,
      podManagementPolicy: 'OrderedReady',
      persistentVolumeClaimRetentionPolicy: { whenDeleted: 'Retain', whenScaled: 'Retain' },
      replicas: 1,
      revisionHistoryLimit: 10,
      template,
    });
  });

  it('completes claim templates', () => {
    const spec = specOf('apps/v1', 'StatefulSet', { volumeClaimTemplates: [{ metadata: { name: 'data' }, spec: {} }] });
    expect(spec.volumeClaimTemplates).toEqual([
      {
        apiVersion: 'v1',
        kind: 'PersistentVolumeClaim',
        metadata: { name: 'data' },
        spec: { volumeMode: 'Filesystem', resources: {} },
        status: { phase: 'Pending' },
      },
    ]);
  });
});

// Tables of pkg/apis/batch/v1/defaults_test.go
describe('batch/v1', () => {
  const common = {
    backoffLimit: 6,
    completionMode: 'NonIndexed',
    suspend: false,
    podReplacementPolicy: 'TerminatingOrFailed',
    manualSelector: false,
  };

  it.each([
    [{}, { completions: 1, parallelism: 1 }],
    [{ parallelism: 0 }, { parallelism: 0 }],
    [{ parallelism: 2 }, { parallelism: 2 }],
    [{ completions: 2 }, { completions: 2, parallelism: 1 }],
    [{ backoffLimit: 5 }, { completions: 1, parallelism: 1, backoffLimit: 5 }],
    [{ backoffLimitPerIndex: 1 }, { completions: 1, parallelism: 1, backoffLimit: 2147483647, backoffLimitPerIndex: 1 }],
    [
      { completionMode: 'Indexed', suspend: true },
      { completions: 1, parallelism: 1, completionMode: 'Indexed', suspend: true },
    ],
    [
      { podFailurePolicy: { rules: [{ onPodConditions: [{ type: 'DisruptionTarget' }, { type: 'X', status: 'False' }] }] } },
      {
        completions: 1,
        parallelism: 1,
        podReplacementPolicy: 'Failed',
        podFailurePolicy: {
          rules: [
            {
              onPodConditions: [
                { type: 'DisruptionTarget', status: 'True' },
                { type: 'X', status: 'False' },
              ],
            },
          ],
        },
      },
    ],
  ])('completes the Job %j', (written, expected) => {
    expect(specOf('batch/v1', 'Job', { template: writtenTemplate, ...written })).toEqual({ ...common, ...expected, template });
  });

  it.each([
    [{}, { foo: 'bar' }],
    [{ labels: {} }, { foo: 'bar' }],
    [{ labels: { own: '1' } }, { own: '1' }],
  ])('takes the labels of a Job with metadata %j from its template', (metadata, labels) => {
    expect(
      complete({ apiVersion: 'batch/v1', kind: 'Job', metadata, spec: { template: writtenTemplate } }).metadata.labels,
    ).toEqual(labels);
  });

  it('completes only the pods of the Jobs of a CronJob', () => {
    expect(specOf('batch/v1', 'CronJob', { schedule: '@daily', jobTemplate: { spec: { template: writtenTemplate } } })).toEqual({
      schedule: '@daily',
      concurrencyPolicy: 'Allow',
      suspend: false,
      successfulJobsHistoryLimit: 3,
      failedJobsHistoryLimit: 1,
      jobTemplate: { spec: { template } },
    });
  });
});

// pkg/apis/core/v1/defaults_test.go
describe('pods', () => {
  it('completes a pod that says nothing', () => {
    expect(pod({})).toEqual({ ...podSpec, enableServiceLinks: true });
  });

  it.each([
    ['nginx', 'Always'],
    ['nginx:latest', 'Always'],
    ['registry:5000/nginx', 'Always'],
    ['nginx:1.25', 'IfNotPresent'],
    ['registry:5000/nginx:1.25', 'IfNotPresent'],
    ['nginx@sha256:0123456789abcdef0123456789abcdef0123456789abcdef0123456789abcdef', 'IfNotPresent'],
    ['Nginx', 'IfNotPresent'], // no image name at all: no tag
    ['', 'IfNotPresent'],
  ])('pulls the image %j %s', (image, policy) => {
    expect(pod({ containers: [{ image }] }).containers[0].imagePullPolicy).toBe(policy);
  });

  it('completes a container', () => {
    const probe = { timeoutSeconds: 1, periodSeconds: 10, successThreshold: 1, failureThreshold: 3 };
    const container = {
      name: 'a',
      image: 'a:1',
      ports: [{ containerPort: 80 }],
      env: [{ name: 'N', valueFrom: { fieldRef: { fieldPath: 'metadata.name' } } }],
      livenessProbe: { httpGet: { port: 80 } },
      readinessProbe: { grpc: { port: 80 }, periodSeconds: 5 },
      lifecycle: { preStop: { httpGet: { port: 80 } } },
    };
    expect(pod({ containers: [container] }).containers[0]).toEqual({
      ...container,
      imagePullPolicy: 'IfNotPresent',
      terminationMessagePath: '/dev/termination-log',
      terminationMessagePolicy: 'File',
      ports: [{ containerPort: 80, protocol: 'TCP' }],
      env: [{ name: 'N', valueFrom: { fieldRef: { apiVersion: 'v1', fieldPath: 'metadata.name' } } }],
      resources: {},
      livenessProbe: { httpGet: { port: 80, path: '/', scheme: 'HTTP' }, ...probe },
      readinessProbe: { grpc: { port: 80, service: '' }, ...probe, periodSeconds: 5 },
      lifecycle: { preStop: { httpGet: { port: 80, path: '/', scheme: 'HTTP' } } },
    });
  });

  it('requests what is limited, in pods only', () => {
    const containers = [{ resources: { limits: { cpu: '100m', memory: '1Gi' }, requests: { memory: '10Mi' } } }];
    const { initContainers } = pod({ initContainers: containers });
    expect(initContainers[0].resources.requests).toEqual({ memory: '10Mi', cpu: '100m' });
    const inTemplate = deployment({ template: { spec: { containers } } }).template.spec.containers[0];
    expect(inTemplate.resources).toEqual(containers[0]?.resources);
  });

  it('opens container ports on the host network, in pods only', () => {
    const spec = { hostNetwork: true, containers: [{ ports: [{ containerPort: 80 }, { containerPort: 81, hostPort: 82 }] }] };
    expect(pod(spec).containers[0].ports.map((port: Manifest) => port.hostPort)).toEqual([80, 82]);
    expect(deployment({ template: { spec } }).template.spec.containers[0].ports[0]).toEqual({
      containerPort: 80,
      protocol: 'TCP',
    });
    expect(pod({ ...spec, hostNetwork: false }).containers[0].ports[0].hostPort).toBeUndefined();
  });

  it('reads a negative grace period as one second, in pods only', () => {
    expect(pod({ terminationGracePeriodSeconds: -5 }).terminationGracePeriodSeconds).toBe(1);
    expect(pod({ terminationGracePeriodSeconds: 0 }).terminationGracePeriodSeconds).toBe(0);
    const spec = { terminationGracePeriodSeconds: -5 };
    expect(deployment({ template: { spec } }).template.spec.terminationGracePeriodSeconds).toBe(-5);
  });

  it.each([
    [{ serviceAccount: 'old' }, 'old'],
    [{ serviceAccountName: 'new' }, 'new'],
    [{ serviceAccount: 'old', serviceAccountName: 'new' }, 'new'],
  ])('keeps both names of the service account of %j the same', (spec, name) => {
    expect(pod(spec)).toMatchObject({ serviceAccount: name, serviceAccountName: name });
  });

  it.each([
    [{ name: 'v' }, { name: 'v', emptyDir: {} }],
    [
      { name: 'v', hostPath: { path: '/a' } },
      { name: 'v', hostPath: { path: '/a', type: '' } },
    ],
    [
      { name: 'v', secret: { secretName: 's' } },
      { name: 'v', secret: { secretName: 's', defaultMode: 0o644 } },
    ],
    [
      { name: 'v', configMap: { name: 'c', defaultMode: 0o400 } },
      { name: 'v', configMap: { name: 'c', defaultMode: 0o400 } },
    ],
    [
      { name: 'v', projected: { sources: [{ serviceAccountToken: { path: 't' } }] } },
      {
        name: 'v',
        projected: { sources: [{ serviceAccountToken: { path: 't', expirationSeconds: 3600 } }], defaultMode: 0o644 },
      },
    ],
    [
      { name: 'v', image: { reference: 'a:1' } },
      { name: 'v', image: { reference: 'a:1', pullPolicy: 'IfNotPresent' } },
    ],
  ])('completes the volume %j', (volume, expected) => {
    expect(pod({ volumes: [volume] }).volumes).toEqual([expected]);
  });

  // DefaultPodLevelResources of pkg/api/pod/util.go
  it.each([
    [{ limits: { cpu: '2' } }, [{ requests: { cpu: '1' } }, {}], { limits: { cpu: '2' }, requests: { cpu: '1' } }],
    [
      { limits: { cpu: '2', memory: '1Gi' } },
      [{}],
      { limits: { cpu: '2', memory: '1Gi' }, requests: { cpu: '2', memory: '1Gi' } },
    ],
    [
      { requests: { cpu: '1' } },
      [{ limits: { cpu: '1' } }, { limits: { cpu: '500m' } }],
      { requests: { cpu: '1' }, limits: { cpu: '1500m' } },
    ],
    [
      { requests: { cpu: '2' } },
      [{ limits: { cpu: '1' } }, { limits: { cpu: '500m' } }],
      { requests: { cpu: '2' }, limits: { cpu: '2' } },
    ],
    [{ requests: { cpu: '1' } }, [{ limits: { cpu: '1' } }, {}], { requests: { cpu: '1' } }],
    [{}, [{ requests: { cpu: '1' } }], {}],
  ])('completes the resources %j of a pod with containers %j', (resources, containers, expected) => {
    expect(pod({ resources, containers: containers.map((each) => ({ resources: each })) }).resources).toEqual(expected);
  });

  it('completes no resources of a pod in templates', () => {
    const spec = { resources: { limits: { cpu: '2' } }, containers: [{}] };
    expect(deployment({ template: { spec } }).template.spec.resources).toEqual({ limits: { cpu: '2' } });
  });

  it('rounds amounts up to thousandths', () => {
    const requests = { cpu: '0.0001', memory: '100m', example: '1.0000005' };
    expect(pod({ containers: [{ resources: { requests } }] }).containers[0].resources.requests).toEqual({
      cpu: '1m',
      memory: '100m',
      example: '1001m',
    });
  });

  it('keeps podIP and podIPs the same', () => {
    const statusOf = (status: Manifest): Manifest => complete({ apiVersion: 'v1', kind: 'Pod', spec: {}, status }).status;
    expect(statusOf({ podIP: '1.1.1.1' })).toEqual({ podIP: '1.1.1.1', podIPs: [{ ip: '1.1.1.1' }] });
    expect(statusOf({ podIPs: [{ ip: '1.1.1.1' }, { ip: 'fd00::1' }] }).podIP).toBe('1.1.1.1');
    expect(statusOf({ podIP: '2.2.2.2', podIPs: [{ ip: '1.1.1.1' }, { ip: 'fd00::1' }] }).podIPs).toEqual([{ ip: '2.2.2.2' }]);
  });
});

describe('services', () => {
  const service = (spec: Manifest): Manifest => specOf('v1', 'Service', spec);

  it.each([
    [{}, { type: 'ClusterIP', sessionAffinity: 'None', internalTrafficPolicy: 'Cluster' }],
    [{ type: 'ExternalName' }, { type: 'ExternalName', sessionAffinity: 'None' }],
    [
      { type: 'NodePort' },
      { type: 'NodePort', sessionAffinity: 'None', externalTrafficPolicy: 'Cluster', internalTrafficPolicy: 'Cluster' },
    ],
    [
      { type: 'LoadBalancer', externalTrafficPolicy: 'Local' },
      {
        type: 'LoadBalancer',
        sessionAffinity: 'None',
        externalTrafficPolicy: 'Local',
        internalTrafficPolicy: 'Cluster',
        allocateLoadBalancerNodePorts: true,
      },
    ],
    [
      { externalIPs: ['1.2.3.4'] },
      {
        type: 'ClusterIP',
        sessionAffinity: 'None',
        externalIPs: ['1.2.3.4'],
        externalTrafficPolicy: 'Cluster',
        internalTrafficPolicy: 'Cluster',
      },
    ],
    [
      { sessionAffinity: 'ClientIP', sessionAffinityConfig: { clientIP: {} } },
      {
        type: 'ClusterIP',
        sessionAffinity: 'ClientIP',
        sessionAffinityConfig: { clientIP: { timeoutSeconds: 10800 } },
        internalTrafficPolicy: 'Cluster',
      },
    ],
    [
      { sessionAffinityConfig: { clientIP: { timeoutSeconds: 5 } } },
      { type: 'ClusterIP', sessionAffinity: 'None', internalTrafficPolicy: 'Cluster' },
    ],
  ])('completes the Service %j', (written, expected) => {
    expect(service(written)).toEqual(expected);
  });

  it.each([
    [{ port: 80 }, { port: 80, protocol: 'TCP', targetPort: 80 }],
    [
      { port: 80, protocol: 'UDP', targetPort: 'http' },
      { port: 80, protocol: 'UDP', targetPort: 'http' },
    ],
    [
      { port: 80, targetPort: 0 },
      { port: 80, protocol: 'TCP', targetPort: 80 },
    ],
  ])('completes the port %j', (written, expected) => {
    expect(service({ ports: [written] }).ports).toEqual([expected]);
  });
});

describe('other kinds', () => {
  const up = {
    stabilizationWindowSeconds: 0,
    selectPolicy: 'Max',
    policies: [
      { type: 'Pods', value: 4, periodSeconds: 15 },
      { type: 'Percent', value: 100, periodSeconds: 15 },
    ],
  };
  const down = { selectPolicy: 'Max', policies: [{ type: 'Percent', value: 100, periodSeconds: 15 }] };
  const cpu80 = { type: 'Resource', resource: { name: 'cpu', target: { type: 'Utilization', averageUtilization: 80 } } };

  it.each([
    [{ maxReplicas: 5 }, { maxReplicas: 5, minReplicas: 1, metrics: [cpu80] }],
    [
      { minReplicas: 3, metrics: [cpu80], behavior: {} },
      { minReplicas: 3, metrics: [cpu80], behavior: { scaleUp: up, scaleDown: down } },
    ],
    [
      { metrics: [cpu80], behavior: { scaleDown: { selectPolicy: 'Disabled' } } },
      { minReplicas: 1, metrics: [cpu80], behavior: { scaleUp: up, scaleDown: { ...down, selectPolicy: 'Disabled' } } },
    ],
  ])('completes the HorizontalPodAutoscaler %j', (written, expected) => {
    expect(specOf('autoscaling/v2', 'HorizontalPodAutoscaler', written)).toEqual(expected);
  });

  it('completes a PersistentVolumeClaim', () => {
    expect(complete({ apiVersion: 'v1', kind: 'PersistentVolumeClaim', spec: {} })).toMatchObject({
      spec: { volumeMode: 'Filesystem' },
      status: { phase: 'Pending' },
    });
  });

  it('completes a PersistentVolume', () => {
    expect(complete({ apiVersion: 'v1', kind: 'PersistentVolume', spec: { hostPath: { path: '/a' } } })).toMatchObject({
      spec: { persistentVolumeReclaimPolicy: 'Retain', volumeMode: 'Filesystem', hostPath: { path: '/a', type: '' } },
      status: { phase: 'Pending' },
    });
  });

  it('completes storage classes, secrets and priority classes', () => {
    expect(complete({ apiVersion: 'storage.k8s.io/v1', kind: 'StorageClass' })).toMatchObject({
      reclaimPolicy: 'Delete',
      volumeBindingMode: 'Immediate',
    });
    expect(complete({ apiVersion: 'v1', kind: 'Secret' }).type).toBe('Opaque');
    expect(complete({ apiVersion: 'scheduling.k8s.io/v1', kind: 'PriorityClass' }).preemptionPolicy).toBe('PreemptLowerPriority');
  });

  it('labels a namespace with its name, if it has one', () => {
    const namespace = (metadata: Manifest): Manifest => complete({ apiVersion: 'v1', kind: 'Namespace', metadata });
    expect(namespace({ name: 'a', labels: { b: 'c' } }).metadata.labels).toEqual({ b: 'c', 'kubernetes.io/metadata.name': 'a' });
    expect(namespace({ generateName: 'a' }).metadata).toEqual({ generateName: 'a' });
    expect(namespace({ name: 'a' }).status).toEqual({ phase: 'Active' });
  });

  it('makes allocatable of capacity', () => {
    const { status } = complete({ apiVersion: 'v1', kind: 'Node', status: { capacity: { cpu: '2' } } });
    expect(status).toEqual({ capacity: { cpu: '2' }, allocatable: { cpu: '2' } });
  });

  it('derives the defaults of a limit range', () => {
    const item = { type: 'Container', max: { cpu: '2' }, min: { cpu: '1', memory: '1Gi' }, default: { storage: '5' } };
    expect(specOf('v1', 'LimitRange', { limits: [item, { type: 'Pod', max: { cpu: '2' } }] }).limits).toEqual([
      { ...item, default: { storage: '5', cpu: '2' }, defaultRequest: { storage: '5', cpu: '2', memory: '1Gi' } },
      { type: 'Pod', max: { cpu: '2' } },
    ]);
  });

  it.each([
    [{}, { policyTypes: ['Ingress'] }],
    [{ egress: [] }, { egress: [], policyTypes: ['Ingress'] }],
    [
      { egress: [{ ports: [{ port: 53 }] }] },
      { egress: [{ ports: [{ port: 53, protocol: 'TCP' }] }], policyTypes: ['Ingress', 'Egress'] },
    ],
    [{ policyTypes: ['Egress'] }, { policyTypes: ['Egress'] }],
  ])('completes the NetworkPolicy %j', (written, expected) => {
    expect(specOf('networking.k8s.io/v1', 'NetworkPolicy', written)).toEqual(expected);
  });

  it('names the API group of roles and of users', () => {
    const subjects = [
      { kind: 'User', name: 'a' },
      { kind: 'ServiceAccount', name: 'b' },
    ];
    const binding = complete({
      apiVersion: 'rbac.authorization.k8s.io/v1',
      kind: 'RoleBinding',
      roleRef: { name: 'r' },
      subjects,
    });
    expect(binding.roleRef.apiGroup).toBe('rbac.authorization.k8s.io');
    expect(binding.subjects).toEqual([{ kind: 'User', name: 'a', apiGroup: 'rbac.authorization.k8s.io' }, subjects[1]]);
  });

  it('takes selector and labels of a ReplicationController from its template', () => {
    const controller = complete({
      apiVersion: 'v1',
      kind: 'ReplicationController',
      metadata: {},
      spec: { template: writtenTemplate },
    });
    expect(controller.metadata.labels).toEqual({ foo: 'bar' });
    expect(controller.spec).toEqual({ selector: { foo: 'bar' }, replicas: 1, template });
  });

  it('leaves kinds without defaults alone', () => {
    const custom = { apiVersion: 'example.com/v1', kind: 'Widget', spec: {} };
    expect(complete(custom)).toBe(custom);
  });
});

describe('sharing', () => {
  const kinds = [
    ['apps/v1', 'Deployment'],
    ['apps/v1', 'StatefulSet'],
    ['v1', 'Pod'],
    ['v1', 'Service'],
    ['batch/v1', 'Job'],
    ['v1', 'Namespace'],
  ] as const;

  it('changes nothing it is given, and nothing the second time', () => {
    const value = fc.jsonValue({ maxDepth: 3 });
    const field = fc.constantFrom(
      'template',
      'containers',
      'ports',
      'strategy',
      'updateStrategy',
      'volumes',
      'type',
      'metadata',
      'limits',
    );
    const spec = fc.dictionary(field, value);
    fc.assert(
      fc.property(fc.constantFrom(...kinds), spec, ([apiVersion, kind], written) => {
        const object = { apiVersion, kind, metadata: { name: 'a' }, spec: written };
        const before = JSON.stringify(object);
        const once = complete(object);
        expect(JSON.stringify(object)).toBe(before);
        expect(complete(once)).toBe(once);
      }),
    );
  });

  it('shares what it leaves alone', () => {
    const selector = { matchLabels: { a: 'b' } };
    expect(deployment({ selector }).selector).toBe(selector);
  });
});

describe('describeDefault', () => {
  const web = {
    spec: { replicas: 3, template: { spec: { containers: [{ name: 'a', image: 'nginx:1.25', imagePullPolicy: 'Always' }] } } },
  };

  it.each([
    ['apps/v1/Deployment', ['spec', 'replicas'], 1],
    ['apps/v1/Deployment', ['spec', 'strategy', 'rollingUpdate', 'maxSurge'], '25%'],
    ['apps/v1/Deployment', ['spec', 'template', 'spec', 'containers', 0, 'imagePullPolicy'], 'IfNotPresent'],
    ['v1/Service', ['spec', 'type'], 'ClusterIP'],
  ])('of %s %j is %j', (kindKey, path, expected) => {
    expect(describeDefault(kindKey, path, web)).toEqual({ value: expected });
  });

  it('is undefined where a missing field stays missing', () => {
    expect(describeDefault('apps/v1/Deployment', ['spec', 'paused'], web)).toBeUndefined();
    const recreate = { spec: { strategy: { type: 'Recreate' } } };
    expect(describeDefault('apps/v1/Deployment', ['spec', 'strategy', 'rollingUpdate'], recreate)).toBeUndefined();
    expect(describeDefault('apps/v1/Deployment', ['spec', 'template', 'spec', 'containers', 7, 'image'], web)).toBeUndefined();
  });
});
