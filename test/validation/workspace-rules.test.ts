import { describe, expect, it } from 'vitest';
import { applyDefaults } from '../../server/src/kubernetes/defaults/index.ts';
import { createSchema } from '../../server/src/schema/index.ts';
import { workspaceRules } from '../../server/src/validation/rules/index.ts';
import { createWorkspace, type ObjectPlace } from '../../server/src/workspace/index.ts';
import { structure } from '../structure.ts';

/** What a rule finds in manifests: `Kind/name path: message`. */
function findings(id: string, ...documents: readonly string[]): readonly string[] {
  return findingsIn(id, {}, ...documents);
}

function findingsIn(id: string, files: Readonly<Record<string, string>>, ...documents: readonly string[]): readonly string[] {
  const workspace = createWorkspace({ schema: createSchema(structure), applyDefaults });
  for (const [name, text] of Object.entries(files)) workspace.set(`file:///${name}`, text);
  workspace.set('file:///all.yaml', documents.join('\n---\n'));
  const rule = workspaceRules.find((each) => each.id === id);
  if (rule === undefined) throw new Error(`no rule ${id}`);
  return [...rule.check(workspace.objects)].map(({ source, path, message }) => {
    const { manifest } = source as ObjectPlace;
    return `${manifest.kind}/${manifest.name} ${path.join('.')}: ${message}`;
  });
}

interface Template {
  readonly kind?: string;
  readonly name?: string;
  readonly labels?: string;
  readonly container?: string;
  readonly spec?: string;
}

const workload = ({
  kind = 'Deployment',
  name = 'web',
  labels = 'app: web',
  container = '',
  spec = '',
}: Template = {}): string => `
apiVersion: apps/v1
kind: ${kind}
metadata: { name: ${name} }
spec:
  selector: { matchLabels: { ${labels} } }
  ${spec}
  template:
    metadata: { labels: { ${labels} } }
    spec: { containers: [{ name: main, image: a:1, ${container} }] }`;

const service = (spec: string, name = 'web'): string => `
apiVersion: v1
kind: Service
metadata: { name: ${name} }
spec: { ${spec} }`;

const autoscaler = (spec = ''): string => `
apiVersion: autoscaling/v2
kind: HorizontalPodAutoscaler
metadata: { name: web }
spec: { scaleTargetRef: { apiVersion: apps/v1, kind: Deployment, name: web }, maxReplicas: 3, ${spec} }`;

const budget = (spec: string): string => `
apiVersion: policy/v1
kind: PodDisruptionBudget
metadata: { name: web }
spec: { selector: { matchLabels: { app: web } }, ${spec} }`;

const configMap =
  'apiVersion: v1\nkind: ConfigMap\nmetadata: { name: settings }\ndata: { a: "1", b: "2" }\nbinaryData: { c: MQ== }';

describe('reference-environment', () => {
  const env = (key: string, more = ''): string =>
    workload({ container: `env: [{ name: A, valueFrom: { configMapKeyRef: { name: settings, key: ${key} ${more} } } }]` });
  const place = 'Deployment/web spec.template.spec.containers.0.env.0.valueFrom.configMapKeyRef';

  it('finds what is absent', () => {
    expect(findings('reference-environment', env('a'))).toEqual([
      `${place}.name: ConfigMap "settings" is not among these manifests: without it the container waits with CreateContainerConfigError`,
    ]);
  });

  it('finds a missing key: binary data does not count', () => {
    expect(findings('reference-environment', env('c'), configMap)).toEqual([
      `${place}.key: couldn't find key c in ConfigMap default/settings: it has a, b`,
    ]);
  });

  it('finds nothing where all is there, or may be missing', () => {
    expect(findings('reference-environment', env('a'), configMap)).toEqual([]);
    expect(findings('reference-environment', env('a', ', optional: true'))).toEqual([]);
  });

  it('reads Secrets as they are written, and references to all keys', () => {
    const secret = 'apiVersion: v1\nkind: Secret\nmetadata: { name: login }\nstringData: { user: a }\ndata: { pass: YQ== }';
    const all = workload({ container: 'envFrom: [{ secretRef: { name: login } }, { secretRef: { name: other } }]' });
    expect(findings('reference-environment', all, secret)).toEqual([
      'Deployment/web spec.template.spec.containers.0.envFrom.1.secretRef.name: Secret "other" is not among these manifests: without it the container waits with CreateContainerConfigError',
    ]);
    const key = workload({ container: 'env: [{ name: A, valueFrom: { secretKeyRef: { name: login, key: user } } }]' });
    expect(findings('reference-environment', key, secret)).toEqual([]);
  });

  it('keeps namespaces apart', () => {
    const elsewhere = configMap.replace('name: settings', 'name: settings, namespace: other');
    expect(findings('reference-environment', env('a'), elsewhere)).toHaveLength(1);
  });
});

describe('reference-service-pods', () => {
  it('finds a selector that matches no pods', () => {
    expect(findings('reference-service-pods', service('selector: { app: wbe, tier: a }'), workload())).toEqual([
      'Service/web spec.selector: no pod template among these manifests has the labels app=wbe,tier=a: the Service has no endpoints',
    ]);
  });

  it('knows nothing where there are no pods', () => {
    expect(findings('reference-service-pods', service('selector: { app: wbe }'))).toEqual([]);
  });

  it('accepts matching pods, pods of a StatefulSet by name, and Services without selector', () => {
    expect(findings('reference-service-pods', service('selector: { app: web }'), workload())).toEqual([]);
    const pod = service('selector: { app: web, statefulset.kubernetes.io/pod-name: web-0 }');
    expect(findings('reference-service-pods', pod, workload({ kind: 'StatefulSet' }))).toEqual([]);
    expect(findings('reference-service-pods', pod, workload())).toHaveLength(1);
    expect(findings('reference-service-pods', service('clusterIP: None'), workload())).toEqual([]);
  });
});

describe('reference-target-port', () => {
  const ports = 'ports: [{ name: http, containerPort: 80 }]';

  it('finds names that no container has', () => {
    const wrong = service('selector: { app: web }, ports: [{ port: 80, targetPort: http }, { port: 81, targetPort: metrics }]');
    expect(findings('reference-target-port', wrong, workload({ container: ports }))).toEqual([
      'Service/web spec.ports.1.targetPort: no container of Deployment "web" has a port named "metrics" with protocol TCP',
    ]);
  });

  it('compares protocols, and leaves numbers alone', () => {
    const udp = service('selector: { app: web }, ports: [{ port: 80, targetPort: http, protocol: UDP }]');
    expect(findings('reference-target-port', udp, workload({ container: ports }))).toHaveLength(1);
    const number = service('selector: { app: web }, ports: [{ port: 80, targetPort: 8080 }]');
    expect(findings('reference-target-port', number, workload({ container: ports }))).toEqual([]);
  });
});

describe('reference-scale-target', () => {
  const missing = 'missing request for cpu in container main: the autoscaler cannot tell the utilization of these pods';

  it('finds an absent target', () => {
    expect(findings('reference-scale-target', autoscaler())).toEqual([
      'HorizontalPodAutoscaler/web spec.scaleTargetRef.name: Deployment "web" is not among these manifests: the autoscaler has nothing to scale',
    ]);
  });

  it('finds containers without requests, also for the metric that is there by default', () => {
    expect(findings('reference-scale-target', autoscaler(), workload())).toEqual([
      `Deployment/web spec.template.spec.containers.0.resources: ${missing}`,
    ]);
  });

  it('accepts requests, limits, and other metrics', () => {
    const requests = workload({ container: 'resources: { requests: { cpu: 100m } }' });
    const limits = workload({ container: 'resources: { limits: { cpu: 100m } }' });
    const absolute = 'metrics: [{ type: Resource, resource: { name: cpu, target: { type: AverageValue, averageValue: 100m } } }]';
    expect(findings('reference-scale-target', autoscaler(), requests)).toEqual([]);
    expect(findings('reference-scale-target', autoscaler(), limits)).toEqual([]);
    expect(findings('reference-scale-target', autoscaler(absolute), workload())).toEqual([]);
  });
});

describe('reference-budget', () => {
  const web = (replicas: number): string => workload({ spec: `replicas: ${replicas}` });

  it('finds a budget for no pods', () => {
    expect(findings('reference-budget', budget('minAvailable: 1'), workload({ name: 'db', labels: 'app: db' }))).toEqual([
      'PodDisruptionBudget/web spec.selector: no pod template among these manifests is selected: the budget protects nothing',
    ]);
  });

  it.each([
    ['maxUnavailable: 0', 3, 'spec.maxUnavailable: no pod may ever be evicted: draining a node waits for ever'],
    ['maxUnavailable: 0%', 3, 'spec.maxUnavailable: no pod may ever be evicted: draining a node waits for ever'],
    ['minAvailable: 1', 1, 'spec.minAvailable: there is 1 pod, so none may ever be evicted: draining a node waits for ever'],
    ['minAvailable: 100%', 3, 'spec.minAvailable: there are 3 pods, so none may ever be evicted: draining a node waits for ever'],
    ['minAvailable: 51%', 2, 'spec.minAvailable: there are 2 pods, so none may ever be evicted: draining a node waits for ever'],
  ])('finds that %s of %i pods blocks every eviction', (spec, replicas, message) => {
    expect(findings('reference-budget', budget(spec), web(replicas))).toEqual([`PodDisruptionBudget/web ${message}`]);
  });

  it.each([
    ['maxUnavailable: 1%', 3], // rounded up
    ['maxUnavailable: 1', 1],
    ['minAvailable: 50%', 2],
    ['minAvailable: 2', 3],
    ['minAvailable: 1', 0],
  ])('accepts %s of %i pods', (spec, replicas) => {
    expect(findings('reference-budget', budget(spec), web(replicas))).toEqual([]);
  });

  it('does not count what an autoscaler decides', () => {
    expect(findings('reference-budget', budget('minAvailable: 1'), web(1), autoscaler())).toEqual([]);
  });
});

describe('reference-governing-service', () => {
  const set = workload({ kind: 'StatefulSet', name: 'db', spec: 'serviceName: db' });

  it('finds an absent Service, and one with an address', () => {
    expect(findings('reference-governing-service', set)).toEqual([
      'StatefulSet/db spec.serviceName: Service "db" is not among these manifests: without it the pods have no names in DNS',
    ]);
    expect(findings('reference-governing-service', set, service('ports: [{ port: 80 }]', 'db'))).toEqual([
      'StatefulSet/db spec.serviceName: Service "db" is not headless (clusterIP: None): the pods have no names of their own in DNS',
    ]);
  });

  it('accepts a headless Service, and none', () => {
    expect(findings('reference-governing-service', set, service('clusterIP: None', 'db'))).toEqual([]);
    expect(findings('reference-governing-service', workload({ kind: 'StatefulSet' }))).toEqual([]);
  });
});

describe('reference-overlapping-selectors', () => {
  it('finds workloads that select the pods of others', () => {
    expect(
      findings('reference-overlapping-selectors', workload(), workload({ name: 'api', labels: 'app: web, tier: api' })),
    ).toEqual(['Deployment/web spec.selector: also selects the pods of Deployment "api"']);
  });

  it('keeps kinds of other names apart, but not one object that is written twice', () => {
    expect(findings('reference-overlapping-selectors', workload(), workload({ name: 'db', labels: 'app: db' }))).toEqual([]);
    expect(findings('reference-overlapping-selectors', workload(), workload())).toEqual([]);
  });
});

describe('reference-duplicate-object', () => {
  it('finds objects of one kind, namespace and name', () => {
    expect(findings('reference-duplicate-object', workload(), workload(), service('clusterIP: None'))).toEqual(
      Array.from(
        { length: 2 },
        () => 'Deployment/web metadata.name: Deployment default/web is written 2 times: the one that is applied last wins',
      ),
    );
  });
});

describe('reference-volume', () => {
  const mounting = (volume: string): string => `
apiVersion: v1
kind: Pod
metadata: { name: web }
spec: { containers: [{ name: main, image: a:1 }], volumes: [{ name: v, ${volume} }] }`;

  it.each([
    [
      'configMap: { name: other }',
      'configMap.name: ConfigMap "other" is not among these manifests: without it the pod waits in ContainerCreating',
    ],
    [
      'secret: { secretName: s }',
      'secret.secretName: Secret "s" is not among these manifests: without it the pod waits in ContainerCreating',
    ],
    [
      'persistentVolumeClaim: { claimName: c }',
      'persistentVolumeClaim.claimName: PersistentVolumeClaim "c" is not among these manifests: without it the pod stays Pending',
    ],
  ])('finds what %s does not', (volume, message) => {
    expect(findings('reference-volume', mounting(volume), configMap)).toEqual([`Pod/web spec.volumes.0.${message}`]);
  });

  it.each([
    'configMap: { name: settings }',
    'configMap: { name: other, optional: true }',
    'configMap: { name: kube-root-ca.crt }',
    'secret: { secretName: s, optional: true }',
    'emptyDir: {}',
  ])('accepts %s', (volume) => {
    expect(findings('reference-volume', mounting(volume), configMap)).toEqual([]);
  });

  it('knows that a StatefulSet makes claims', () => {
    const set = `
apiVersion: apps/v1
kind: StatefulSet
metadata: { name: db }
spec:
  template: { spec: { volumes: [{ name: data, persistentVolumeClaim: { claimName: data } }] } }
  volumeClaimTemplates: [{ metadata: { name: data } }]`;
    expect(findings('reference-volume', set)).toEqual([]);
    expect(findings('reference-volume', set.replace('metadata: { name: data }', 'metadata: { name: other }'))).toHaveLength(1);
  });
});

describe('reference-ingress-backend', () => {
  const ingress = (port: string): string => `
apiVersion: networking.k8s.io/v1
kind: Ingress
metadata: { name: web }
spec: { rules: [{ http: { paths: [{ path: /, pathType: Prefix, backend: { service: { name: web, port: { ${port} } } } }] } }] }`;
  const place = 'Ingress/web spec.rules.0.http.paths.0.backend.service';
  const web = service('ports: [{ name: http, port: 80 }]');

  it('finds absent Services and ports', () => {
    expect(findings('reference-ingress-backend', ingress('number: 80'))).toEqual([
      `${place}.name: Service "web" is not among these manifests: requests get no answer`,
    ]);
    expect(findings('reference-ingress-backend', ingress('number: 81'), web)).toEqual([
      `${place}.port.number: Service "web" has no port 81: it has 80`,
    ]);
    expect(findings('reference-ingress-backend', ingress('name: https'), web)).toEqual([
      `${place}.port.name: Service "web" has no port https: it has http`,
    ]);
  });

  it('accepts ports by number and by name', () => {
    expect(findings('reference-ingress-backend', ingress('number: 80'), web)).toEqual([]);
    expect(findings('reference-ingress-backend', ingress('name: http'), web)).toEqual([]);
  });
});

const podWith = (spec: string, kind = 'Deployment'): string =>
  workload({ kind }).replace('spec: { containers', `spec: { ${spec}, containers`);
const object = (apiVersion: string, kind: string, name: string, more = ''): string =>
  `apiVersion: ${apiVersion}\nkind: ${kind}\nmetadata: { name: ${name} }\n${more}`;

describe('reference-service-account', () => {
  const account = object('v1', 'ServiceAccount', 'robot');

  it('finds accounts that are not there', () => {
    const place = 'Deployment/web spec.template.spec.serviceAccountName';
    expect(findings('reference-service-account', podWith('serviceAccountName: robot'))).toEqual([
      `${place}: ServiceAccount "robot" is not among these manifests: without it Deployment "web" can make no pods`,
    ]);
    const elsewhere = account.replace('name: robot', 'name: robot, namespace: other');
    expect(findings('reference-service-account', podWith('serviceAccountName: robot'), elsewhere)).toHaveLength(1);
  });

  it('accepts what is there, and what comes with the cluster', () => {
    expect(findings('reference-service-account', podWith('serviceAccountName: robot'), account)).toEqual([]);
    expect(findings('reference-service-account', podWith('serviceAccountName: default'))).toEqual([]);
    const system = podWith('serviceAccountName: job-controller').replace('name: web }', 'name: web, namespace: kube-system }');
    expect(findings('reference-service-account', system)).toEqual([]);
  });
});

describe('reference-priority-class', () => {
  it('finds classes that are not there', () => {
    expect(findings('reference-priority-class', podWith('priorityClassName: high'))).toHaveLength(1);
    const classes = object('scheduling.k8s.io/v1', 'PriorityClass', 'high', 'value: 5');
    expect(findings('reference-priority-class', podWith('priorityClassName: high'), classes)).toEqual([]);
    expect(findings('reference-priority-class', podWith('priorityClassName: system-node-critical'))).toEqual([]);
  });
});

describe('reference-network-policy', () => {
  const policy = (selector: string): string =>
    object('networking.k8s.io/v1', 'NetworkPolicy', 'deny', `spec: { podSelector: ${selector} }`);

  it('finds policies without pods', () => {
    expect(findings('reference-network-policy', policy('{ matchLabels: { app: wbe } }'), workload())).toEqual([
      'NetworkPolicy/deny spec.podSelector: no pod template among these manifests is selected: the policy has no effect',
    ]);
  });

  it.each(['{}', '{ matchLabels: { app: web } }', '{ matchExpressions: [{ key: app, operator: Exists }] }'])(
    'accepts %s',
    (selector) => {
      expect(findings('reference-network-policy', policy(selector), workload())).toEqual([]);
    },
  );

  it('is silent where there are no pods at all', () => {
    expect(findings('reference-network-policy', policy('{ matchLabels: { app: wbe } }'))).toEqual([]);
  });
});

describe('reference-role', () => {
  const binding = (kind: string, role: string, subject = '{ kind: User, name: ann }'): string =>
    object(
      'rbac.authorization.k8s.io/v1',
      'RoleBinding',
      'b',
      `roleRef: { kind: ${kind}, name: ${role} }\nsubjects: [${subject}]`,
    );

  it('finds absent roles', () => {
    expect(findings('reference-role', binding('Role', 'reader'))).toEqual([
      'RoleBinding/b roleRef.name: Role "reader" is not among these manifests: without it the binding grants nothing',
    ]);
    expect(findings('reference-role', binding('ClusterRole', 'reader'))).toHaveLength(1);
    const role = object('rbac.authorization.k8s.io/v1', 'Role', 'reader', 'rules: []');
    expect(findings('reference-role', binding('Role', 'reader'), role)).toEqual([]);
    expect(findings('reference-role', binding('Role', 'reader').replace('name: b', 'name: b, namespace: x'), role)).toHaveLength(
      1,
    );
    expect(findings('reference-role', binding('Role', 'reader').replace('name: b', 'name: b, namespace: kube-system'))).toEqual(
      [],
    );
  });

  it('accepts the roles that every cluster has', () => {
    for (const role of ['cluster-admin', 'view', 'system:auth-delegator']) {
      expect(findings('reference-role', binding('ClusterRole', role))).toEqual([]);
    }
    expect(findings('reference-role', binding('Role', 'view'))).toHaveLength(1);
  });

  it('finds absent accounts', () => {
    const to = (name: string, namespace: string): string =>
      binding('ClusterRole', 'view', `{ kind: ServiceAccount, name: ${name}, namespace: ${namespace} }`);
    expect(findings('reference-role', to('robot', 'ci'))).toEqual([
      'RoleBinding/b subjects.0.name: ServiceAccount "robot" in namespace "ci" is not among these manifests: the binding grants it nothing',
    ]);
    expect(findings('reference-role', to('default', 'ci'))).toEqual([]);
    expect(findings('reference-role', to('robot', 'ci'), object('v1', 'ServiceAccount', 'robot, namespace: ci'))).toEqual([]);
  });
});

describe('reference-class', () => {
  const claim = (name: string): string => object('v1', 'PersistentVolumeClaim', 'data', `spec: { storageClassName: ${name} }`);
  const storage = object('storage.k8s.io/v1', 'StorageClass', 'fast', 'provisioner: x');

  it('finds names that are none of those among the manifests', () => {
    expect(findings('reference-class', claim('fsat'), storage)).toEqual([
      'PersistentVolumeClaim/data spec.storageClassName: StorageClass "fsat" is not among these manifests: the claim stays Pending',
    ]);
    const set = `${workload({ kind: 'StatefulSet' })}\n  volumeClaimTemplates: [{ metadata: { name: d }, spec: { storageClassName: slow } }]`;
    expect(findings('reference-class', set, storage)).toEqual([
      'StatefulSet/web spec.volumeClaimTemplates.0.spec.storageClassName: StorageClass "slow" is not among these manifests: the claim stays Pending',
    ]);
    const ingress = object('networking.k8s.io/v1', 'Ingress', 'web', 'spec: { ingressClassName: ngnix }');
    expect(findings('reference-class', ingress, object('networking.k8s.io/v1', 'IngressClass', 'nginx'))).toHaveLength(1);
    const runtime = object('node.k8s.io/v1', 'RuntimeClass', 'gvisor', 'handler: runsc');
    expect(findings('reference-class', podWith('runtimeClassName: kata'), runtime)).toHaveLength(1);
    expect(findings('reference-class', podWith('runtimeClassName: gvisor'), runtime)).toEqual([]);
  });

  it('is silent without classes among the manifests, for what providers bring, and for volumes made by hand', () => {
    expect(findings('reference-class', claim('fsat'))).toEqual([]);
    expect(findings('reference-class', claim('gp3'), storage)).toEqual([]);
    expect(findings('reference-class', claim('""'), storage)).toEqual([]);
    const volume = object('v1', 'PersistentVolume', 'v', 'spec: { storageClassName: manual }');
    expect(findings('reference-class', claim('manual'), storage, volume)).toEqual([]);
  });
});

describe('reference-namespace', () => {
  const inside = (namespace: string, name: string): string => object('v1', 'ConfigMap', `${name}, namespace: ${namespace}`);

  it('finds, once, a name that is none of the namespaces among the manifests', () => {
    const shop = object('v1', 'Namespace', 'shop');
    expect(findings('reference-namespace', shop, inside('shpo', 'a'), inside('shpo', 'b'), inside('shop', 'c'))).toEqual([
      'ConfigMap/a metadata.namespace: Namespace "shpo" is not among these manifests: without it the objects in it are refused (namespaces "shpo" not found)',
    ]);
    expect(findings('reference-namespace', shop, inside('kube-system', 'a'), object('v1', 'ConfigMap', 'd'))).toEqual([]);
    expect(findings('reference-namespace', inside('shpo', 'a'))).toEqual([]);
  });
});

describe('reference-scaled-replicas', () => {
  it('finds a number that fights with an autoscaler', () => {
    expect(findings('reference-scaled-replicas', workload({ spec: 'replicas: 3' }), autoscaler())).toEqual([
      'Deployment/web spec.replicas: HorizontalPodAutoscaler "web" decides how many pods there are; each apply sets them back to 3',
    ]);
    expect(findings('reference-scaled-replicas', workload(), autoscaler())).toEqual([]);
    expect(findings('reference-scaled-replicas', workload({ spec: 'replicas: 0' }), autoscaler())).toEqual([]);
    expect(findings('reference-scaled-replicas', workload({ spec: 'replicas: 3' }))).toEqual([]);
  });
});

describe('reference-volume-key', () => {
  const settings = object('v1', 'ConfigMap', 'settings', 'data: { a: x }\nbinaryData: { b: eA== }');
  const items = (key: string): string =>
    podWith(`volumes: [{ name: v, configMap: { name: settings, items: [{ key: ${key}, path: p }] } }]`);

  it('finds keys that are not there', () => {
    expect(findings('reference-volume-key', items('c'), settings)).toEqual([
      'Deployment/web spec.template.spec.volumes.0.configMap.items.0.key: references non-existent config key: c',
    ]);
    for (const key of ['a', 'b']) expect(findings('reference-volume-key', items(key), settings)).toEqual([]);
    expect(findings('reference-volume-key', items('c'))).toEqual([]);
    expect(
      findings('reference-volume-key', items('c').replace('name: settings', 'name: settings, optional: true'), settings),
    ).toEqual([]);
  });

  it('looks into projected volumes and at Secrets', () => {
    const projected = podWith(
      'volumes: [{ name: v, projected: { sources: [{ secret: { name: s, items: [{ key: k, path: p }] } }] } }]',
    );
    const secret = object('v1', 'Secret', 's', 'stringData: { other: x }');
    expect(findings('reference-volume-key', projected, secret)).toEqual([
      'Deployment/web spec.template.spec.volumes.0.projected.sources.0.secret.items.0.key: references non-existent secret key: k',
    ]);
    expect(findings('reference-volume-key', projected, secret.replace('other', 'k'))).toEqual([]);
  });
});

describe('reference-ingress-secret', () => {
  const ingress = (metadata = 'web'): string =>
    object('networking.k8s.io/v1', 'Ingress', metadata, 'spec: { tls: [{ secretName: cert }] }');

  it('finds absent certificates and Secrets that are none', () => {
    expect(findings('reference-ingress-secret', ingress())).toEqual([
      'Ingress/web spec.tls.0.secretName: Secret "cert" is not among these manifests: without it the Ingress has no certificate of its own',
    ]);
    expect(findings('reference-ingress-secret', ingress(), object('v1', 'Secret', 'cert', 'stringData: { tls.crt: x }'))).toEqual(
      ['Ingress/web spec.tls.0.secretName: Secret "cert" of type Opaque has no tls.key'],
    );
    const good = object('v1', 'Secret', 'cert', 'type: kubernetes.io/tls\nstringData: { tls.crt: x, tls.key: z }');
    expect(findings('reference-ingress-secret', ingress(), good)).toEqual([]);
  });

  it('leaves to cert-manager what it makes', () => {
    expect(findings('reference-ingress-secret', ingress('web, annotations: { cert-manager.io/issuer: x }'))).toEqual([]);
  });
});

describe('reference-node', () => {
  const node = (name: string, labels: string, taints = ''): string =>
    `apiVersion: v1\nkind: Node\nmetadata: { name: ${name}, labels: { ${labels} } }\nspec: { taints: [${taints}] }`;
  const tainted = '{ key: gpu, effect: NoSchedule }';
  const slow = [node('a', 'disk: hdd'), node('b', 'disk: ssd, gpu: yes-it-has', tainted)];

  it('finds pods that no node can take', () => {
    const place = 'Deployment/web spec.template.spec';
    expect(findings('reference-node', podWith('nodeSelector: { disk: nvme }'), ...slow)).toEqual([
      `${place}.nodeSelector: none of the 2 nodes has the labels that are asked for: the pods stay Pending`,
    ]);
    expect(findings('reference-node', podWith('nodeSelector: { disk: ssd }'), ...slow)).toEqual([
      `${place}.tolerations: all nodes that match have taints that are not tolerated (gpu:NoSchedule): the pods stay Pending`,
    ]);
    const term = '{ matchExpressions: [{ key: disk, operator: NotIn, values: [ssd, hdd] }] }';
    const affinity = `affinity: { nodeAffinity: { requiredDuringSchedulingIgnoredDuringExecution: { nodeSelectorTerms: [${term}] } } }`;
    expect(findings('reference-node', podWith(affinity), ...slow)).toHaveLength(1);
  });

  it.each([
    'nodeSelector: { disk: hdd }',
    'nodeSelector: { disk: ssd }, tolerations: [{ key: gpu, operator: Exists }]',
    'nodeName: a, nodeSelector: { disk: nvme }',
    'priority: 0',
  ])('accepts %s', (spec) => {
    expect(findings('reference-node', podWith(spec), ...slow)).toEqual([]);
  });

  it('is silent where no nodes are known', () => {
    expect(findings('reference-node', podWith('nodeSelector: { disk: nvme }'))).toEqual([]);
  });
});

describe('kustomizations', () => {
  const both = (kustomization: string, ...documents: readonly string[]): readonly string[] =>
    ['reference-environment', 'reference-volume'].flatMap((id) =>
      findingsIn(id, { 'kustomization.yaml': kustomization }, ...documents),
    );
  const uses = workload({ container: 'envFrom: [{ configMapRef: { name: settings } }]' });

  it('make ConfigMaps and Secrets', () => {
    expect(both('configMapGenerator: [{ name: other }]', uses)).toHaveLength(1);
    expect(both('configMapGenerator: [{ name: settings }]', uses)).toEqual([]);
    expect(both('secretGenerator: [{ name: settings }]', uses)).toHaveLength(1);
    const secret = podWith('volumes: [{ name: v, secret: { secretName: s } }]');
    expect(both('secretGenerator: [{ name: s }]', secret)).toEqual([]);
  });

  it('give objects other names and namespaces', () => {
    const settings = object('v1', 'ConfigMap', 'settings');
    const prefixed = uses.replace('name: settings', 'name: prod-settings-x');
    expect(both('namePrefix: prod-\nnameSuffix: -x', prefixed, settings)).toEqual([]);
    expect(both('namePrefix: test-', prefixed, settings)).toHaveLength(1);
    const inOther = uses.replace('name: web }', 'name: web, namespace: shop }');
    expect(both('namespace: shop', inOther, settings)).toEqual([]);
    expect(both('resources: []', inOther, settings)).toHaveLength(1);
  });

  it('are forgotten with their file', () => {
    const workspace = createWorkspace({ schema: createSchema(structure), applyDefaults });
    workspace.set('file:///kustomization.yaml', 'configMapGenerator: [{ name: settings }]');
    expect(workspace.objects.mayExist('core.v1.ConfigMap', 'default', 'settings')).toBe(true);
    workspace.remove('file:///kustomization.yaml');
    expect(workspace.objects.mayExist('core.v1.ConfigMap', 'default', 'settings')).toBe(false);
  });
});

it('each rule has a test here', () => {
  expect(workspaceRules.map(({ id }) => id)).toEqual([
    'reference-budget',
    'reference-class',
    'reference-duplicate-object',
    'reference-environment',
    'reference-governing-service',
    'reference-ingress-backend',
    'reference-ingress-secret',
    'reference-namespace',
    'reference-network-policy',
    'reference-node',
    'reference-overlapping-selectors',
    'reference-priority-class',
    'reference-role',
    'reference-scale-target',
    'reference-scaled-replicas',
    'reference-service-account',
    'reference-service-pods',
    'reference-target-port',
    'reference-volume',
    'reference-volume-key',
  ]);
});
