import { describe, expect, it } from 'vitest';
import { applyDefaults } from '../../server/src/kubernetes/defaults/index.ts';
import { createSchema } from '../../server/src/schema/index.ts';
import { workspaceRules } from '../../server/src/validation/rules/index.ts';
import { createWorkspace, type ObjectPlace } from '../../server/src/workspace/index.ts';
import { structure } from '../structure.ts';

/** What a rule finds in manifests: `Kind/name path: message`. */
function findings(id: string, ...documents: readonly string[]): readonly string[] {
  const workspace = createWorkspace({ schema: createSchema(structure), applyDefaults });
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

it('each rule has a test here', () => {
  expect(workspaceRules.map(({ id }) => id)).toEqual([
    'reference-budget',
    'reference-duplicate-object',
    'reference-environment',
    'reference-governing-service',
    'reference-ingress-backend',
    'reference-overlapping-selectors',
    'reference-scale-target',
    'reference-service-pods',
    'reference-target-port',
    'reference-volume',
  ]);
});
