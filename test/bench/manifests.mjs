// The file to type into: 250 documents in 10,000 lines, of the ten kinds that make up most repositories.

const apps = 25;
const linesPerDocument = 40;

/** Keys, in the structure, of the kinds that the bench's files use. */
export const usedKinds = [
  'apps/v1/Deployment',
  'apps/v1/StatefulSet',
  'apps/v1/DaemonSet',
  'batch/v1/CronJob',
  'autoscaling/v2/HorizontalPodAutoscaler',
  'networking.k8s.io/v1/Ingress',
  'policy/v1/PodDisruptionBudget',
  'v1/ConfigMap',
  'v1/PersistentVolumeClaim',
  'v1/Pod',
  'v1/Service',
  'v1/ServiceAccount',
];

const container = (app, extra = []) => [
  `- name: ${app}`,
  `  image: registry.example/${app}:1.4.2`,
  '  ports:',
  '  - name: http',
  '    containerPort: 8080',
  '  resources:',
  '    requests:',
  '      cpu: 100m',
  '      memory: 128Mi',
  '    limits:',
  '      memory: 256Mi',
  ...extra,
];

const readiness = ['  readinessProbe:', '    httpGet:', '      path: /ready', '      port: http'];
const selector = (app) => ['selector:', '  matchLabels:', `    app: ${app}`];

const template = (app, podSpec) => [
  'template:',
  ...indent(1, ['metadata:', '  labels:', `    app: ${app}`, 'spec:', ...indent(1, podSpec)]),
];

const templates = [
  (app) => ({
    head: ['apiVersion: apps/v1', 'kind: Deployment'],
    name: app,
    body: spec(['replicas: 3', ...selector(app), ...template(app, ['containers:', ...container(app, readiness)])]),
  }),
  (app) => ({
    head: ['apiVersion: v1', 'kind: Service'],
    name: app,
    body: spec(['selector:', `  app: ${app}`, 'ports:', '- name: http', '  port: 80', '  targetPort: http']),
  }),
  (app) => ({
    head: ['apiVersion: v1', 'kind: ConfigMap'],
    name: `${app}-settings`,
    body: [
      'data:',
      ...indent(1, ['LOG_LEVEL: info', 'settings.yaml: |', '  cache:', '    size: 64', '  features:', '  - search']),
    ],
  }),
  (app) => ({
    head: ['apiVersion: apps/v1', 'kind: StatefulSet'],
    name: `${app}-store`,
    body: spec([
      'replicas: 3',
      `serviceName: ${app}-store`,
      ...selector(`${app}-store`),
      ...template(`${app}-store`, [
        'containers:',
        ...container(`${app}-store`, ['  volumeMounts:', '  - name: data', '    mountPath: /data']),
      ]),
      'volumeClaimTemplates:',
      ...['- metadata:', '    name: data', '  spec:', "    accessModes: ['ReadWriteOnce']", '    resources:'],
      ...['      requests:', '        storage: 1Gi'],
    ]),
  }),
  (app) => ({
    head: ['apiVersion: v1', 'kind: Service'],
    name: `${app}-store`,
    body: spec(['clusterIP: None', 'selector:', `  app: ${app}-store`, 'ports:', '- name: http', '  port: 8080']),
  }),
  (app) => ({
    head: ['apiVersion: apps/v1', 'kind: DaemonSet'],
    name: `${app}-agent`,
    body: spec([
      ...selector(`${app}-agent`),
      ...template(`${app}-agent`, [
        ...['tolerations:', '- operator: Exists', '  effect: NoSchedule'],
        ...['containers:', ...container(`${app}-agent`)],
      ]),
    ]),
  }),
  (app) => ({
    head: ['apiVersion: batch/v1', 'kind: CronJob'],
    name: `${app}-report`,
    body: spec([
      "schedule: '15 3 * * *'",
      'concurrencyPolicy: Forbid',
      'jobTemplate:',
      ...indent(1, [
        'spec:',
        ...indent(1, [
          'backoffLimit: 2',
          ...template(`${app}-report`, ['restartPolicy: OnFailure', 'containers:', ...container(`${app}-report`)]),
        ]),
      ]),
    ]),
  }),
  (app) => ({
    head: ['apiVersion: networking.k8s.io/v1', 'kind: Ingress'],
    name: app,
    body: spec([
      'rules:',
      ...[`- host: ${app}.example`, '  http:', '    paths:', '    - path: /', '      pathType: Prefix'],
      ...['      backend:', '        service:', `          name: ${app}`, '          port:', '            name: http'],
    ]),
  }),
  (app) => ({
    head: ['apiVersion: policy/v1', 'kind: PodDisruptionBudget'],
    name: app,
    body: spec(['maxUnavailable: 1', ...selector(app)]),
  }),
  (app) => ({
    head: ['apiVersion: autoscaling/v2', 'kind: HorizontalPodAutoscaler'],
    name: app,
    body: spec([
      ...['minReplicas: 3', 'maxReplicas: 9', 'scaleTargetRef:', '  apiVersion: apps/v1', '  kind: Deployment'],
      ...[`  name: ${app}`, 'metrics:', '- type: Resource', '  resource:', '    name: cpu', '    target:'],
      ...['      type: Utilization', '      averageUtilization: 70'],
    ]),
  }),
];

/**
 * The text, and where to type in it: 0-based positions behind the numbers of replicas of the Deployments in the middle.
 * A letter typed there makes the number a string. One such letter stands in the text already, in its second half: until a
 * server has reported `plantedLine`, it has not read the file.
 */
export function longFile() {
  const lines = [];
  const positions = [];
  let plantedLine = -1;
  for (let index = 0; index < apps; index += 1) {
    const app = `shop-${String(index + 1).padStart(2, '0')}`;
    for (const make of templates) {
      const at = lines.length;
      lines.push(...fill(make(app)));
      const replicas = lines.indexOf('  replicas: 3', at);
      if (make !== templates[0]) continue;
      if (Math.abs(index - (apps - 1) / 2) <= 2) positions.push({ line: replicas, character: lines[replicas].length });
      if (index === apps - 5) plantedLine = replicas;
    }
  }
  lines[plantedLine] += 'x';
  return { text: `${lines.join('\n')}\n`, documents: apps * templates.length, lines: lines.length, positions, plantedLine };
}

/** A Deployment of 10,000 lines, and where a letter makes its number of replicas a string. */
export function longDocument() {
  const [head] = manifestsOf('long');
  const env = [];
  for (let index = 0; head.length + env.length < 9_998; index += 1)
    env.push(`        - name: SETTING_${index}`, `          value: 'what ${index} stands for'`);
  const lines = [...head, '# The ten thousandth line.'];
  const ports = lines.findIndex((line) => line.trim() === 'ports:');
  lines.splice(ports, 0, '        env:', ...env);
  const line = lines.indexOf('  replicas: 3');
  return { text: `${lines.join('\n')}\n`, lines: lines.length, position: { line, character: lines[line].length } };
}

/** The manifests of one application, one of each kind, as lines. */
export function manifestsOf(app) {
  return templates.map((make) => fill(make(app)));
}

/** One document of exactly so many lines; annotations make up for what its kind is short of. */
function fill({ head, name, body }) {
  const lines = ['---', ...head, 'metadata:', `  name: ${name}`, '  namespace: shop', ...body];
  const missing = linesPerDocument - lines.length;
  if (missing < 0) throw new Error(`${head.join(', ')} is ${-missing} lines too long`);
  if (missing === 0) return lines;
  const notes = Array.from({ length: missing - 1 }, (_, index) => `    example.com/note-${index}: 'note ${index} of ${name}'`);
  lines.splice(6, 0, '  annotations:', ...notes);
  return missing === 1 ? lines.map((line) => (line === '  annotations:' ? '  annotations: {}' : line)) : lines;
}

function spec(lines) {
  return ['spec:', ...indent(1, lines)];
}

function indent(levels, lines) {
  return lines.map((line) => `${'  '.repeat(levels)}${line}`);
}
