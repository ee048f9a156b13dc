/** Whole objects to begin with, with tab stops. Each is accepted by the API server as it stands. */
export interface ObjectSnippet {
  readonly kind: string;
  readonly detail: string;
  readonly body: string;
}

const metadata = (kind: string, apiVersion: string, name: string): string => `apiVersion: ${apiVersion}
kind: ${kind}
metadata:
  name: \${1:${name}}
`;

const template = (indent: string, more = ''): string =>
  `template:
  metadata:
    labels:
      app: \${1:app}
  spec:
    containers:
      - name: \${1:app}
        image: \${2:registry.example.com/app:1.0.0}
${more}`.replaceAll(/^(?=.)/gm, indent);

const resources = `        resources:
          requests:
            cpu: \${8:100m}
            memory: \${9:128Mi}
          limits:
            memory: \${9:128Mi}
`;

const served = `        ports:
          - name: http
            containerPort: \${3:8080}
        readinessProbe:
          httpGet:
            path: \${4:/healthz}
            port: http
${resources}`;

const job = (indent: string): string => template(indent, '    restartPolicy: Never\n');

const service = (name: string, headless: boolean): string => `apiVersion: v1
kind: Service
metadata:
  name: \${1:${name}}
spec:
${headless ? '  clusterIP: None\n' : ''}  selector:
    app: \${1:${name}}
  ports:
    - name: http
      port: \${${headless ? '3:8080' : '2:80'}}
      targetPort: http
`;

export const objectSnippets: readonly ObjectSnippet[] = [
  {
    kind: 'Deployment',
    detail: 'pods that are replaced without downtime',
    body: `${metadata('Deployment', 'apps/v1', 'app')}spec:
  replicas: \${5:3}
  selector:
    matchLabels:
      app: \${1:app}
${template('  ', served)}`,
  },
  { kind: 'Service', detail: 'one address for the pods of a selector', body: service('app', false) },
  {
    kind: 'StatefulSet',
    detail: 'pods with names and volumes of their own, and their headless Service',
    body: `${service('app', true)}---
${metadata('StatefulSet', 'apps/v1', 'app')}spec:
  serviceName: \${1:app}
  replicas: \${5:3}
  selector:
    matchLabels:
      app: \${1:app}
${template(
  '  ',
  `        ports:
          - name: http
            containerPort: \${3:8080}
        volumeMounts:
          - name: data
            mountPath: \${4:/data}
${resources}`,
)}  volumeClaimTemplates:
    - metadata:
        name: data
      spec:
        accessModes: [ReadWriteOnce]
        resources:
          requests:
            storage: \${6:10Gi}
`,
  },
  {
    kind: 'DaemonSet',
    detail: 'one pod on each node',
    body: `${metadata('DaemonSet', 'apps/v1', 'agent')}spec:
  selector:
    matchLabels:
      app: \${1:agent}
${template('  ', resources).replaceAll('{1:app}', '{1:agent}')}`,
  },
  {
    kind: 'Job',
    detail: 'pods that run to their end',
    body: `${metadata('Job', 'batch/v1', 'app')}spec:
  backoffLimit: \${3:3}
${job('  ')}`,
  },
  {
    kind: 'CronJob',
    detail: 'a Job at certain times',
    body: `${metadata('CronJob', 'batch/v1', 'app')}spec:
  schedule: "\${3:0 3 * * *}"
  timeZone: \${4:Etc/UTC}
  concurrencyPolicy: \${5|Forbid,Allow,Replace|}
  jobTemplate:
    spec:
${job('      ')}`,
  },
  {
    kind: 'ConfigMap',
    detail: 'settings for pods',
    body: `${metadata('ConfigMap', 'v1', 'settings')}data:
  \${2:key}: \${3:value}
`,
  },
  {
    kind: 'Ingress',
    detail: 'HTTP from outside to a Service',
    body: `${metadata('Ingress', 'networking.k8s.io/v1', 'app')}spec:
  rules:
    - host: \${2:app.example.com}
      http:
        paths:
          - path: /
            pathType: Prefix
            backend:
              service:
                name: \${3:app}
                port:
                  name: \${4:http}
`,
  },
  {
    kind: 'HorizontalPodAutoscaler',
    detail: 'as many replicas as the load takes',
    body: `${metadata('HorizontalPodAutoscaler', 'autoscaling/v2', 'app')}spec:
  scaleTargetRef:
    apiVersion: apps/v1
    kind: Deployment
    name: \${1:app}
  minReplicas: \${2:2}
  maxReplicas: \${3:10}
  metrics:
    - type: Resource
      resource:
        name: cpu
        target:
          type: Utilization
          averageUtilization: \${4:70}
`,
  },
  {
    kind: 'PodDisruptionBudget',
    detail: 'how many pods a drain may take at a time',
    body: `${metadata('PodDisruptionBudget', 'policy/v1', 'app')}spec:
  maxUnavailable: \${2:1}
  selector:
    matchLabels:
      app: \${1:app}
`,
  },
  {
    kind: 'Pod',
    detail: 'a pod that nothing replaces',
    body: `${metadata('Pod', 'v1', 'app')}spec:
  containers:
    - name: \${1:app}
      image: \${2:registry.example.com/app:1.0.0}
`,
  },
  {
    kind: 'PersistentVolumeClaim',
    detail: 'storage that outlives its pods',
    body: `${metadata('PersistentVolumeClaim', 'v1', 'data')}spec:
  accessModes: [ReadWriteOnce]
  resources:
    requests:
      storage: \${2:10Gi}
`,
  },
];

/** The file that describes the emulated cluster. */
export const clusterSnippet: ObjectSnippet = {
  kind: 'Cluster',
  detail: 'the cluster that manifests are rehearsed on',
  body: `apiVersion: drydock.dev/v1alpha1
kind: Cluster
spec:
  nodes:
    - name: control-plane
      labels:
        node-role.kubernetes.io/control-plane: ""
      taints:
        - key: node-role.kubernetes.io/control-plane
          effect: NoSchedule
    - name: \${1:worker}
      count: \${2:3}
      zone: \${3:zone-a}
`,
};
