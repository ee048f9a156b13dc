// 25 manifests of the right shape that the API server refuses, each for one reason.

const web = `
apiVersion: apps/v1
kind: Deployment
metadata:
  name: NAME
  labels:
    app: web
spec:
  replicas: 3
  minReadySeconds: 5
  strategy:
    type: RollingUpdate
    rollingUpdate:
      maxSurge: 1
      maxUnavailable: 25%
  selector:
    matchLabels:
      app: web
  template:
    metadata:
      labels:
        app: web
    spec:
      restartPolicy: Always
      tolerations:
      - key: dedicated
        operator: Exists
      initContainers:
      - name: prepare
        image: registry.example/prepare:1.0.0
      containers:
      - name: web
        image: registry.example/web:2.1.0
        ports:
        - name: http
          containerPort: 8080
        env:
        - name: MODE
          value: fast
        resources:
          requests:
            cpu: 250m
            memory: 64Mi
          limits:
            cpu: '1'
            memory: 64Mi
        livenessProbe:
          periodSeconds: 10
          successThreshold: 1
          httpGet:
            path: /alive
            port: http
        volumeMounts:
        - name: cache
          mountPath: /cache
        - name: scratch
          mountPath: /scratch
      volumes:
      - name: cache
        emptyDir: {}
      - name: scratch
        emptyDir: {}
`;

const service = `
apiVersion: v1
kind: Service
metadata:
  name: NAME
spec:
  type: ClusterIP
  selector:
    app: web
  ports:
  - name: http
    port: 80
    targetPort: http
  - name: metrics
    port: 9090
    targetPort: 9090
`;

const cronJob = `
apiVersion: batch/v1
kind: CronJob
metadata:
  name: NAME
spec:
  schedule: '30 4 * * *'
  jobTemplate:
    spec:
      template:
        spec:
          restartPolicy: OnFailure
          containers:
          - name: report
            image: registry.example/report:1.0.0
`;

const budget = `
apiVersion: policy/v1
kind: PodDisruptionBudget
metadata:
  name: NAME
spec:
  minAvailable: 2
  selector:
    matchLabels:
      app: web
`;

const autoscaler = `
apiVersion: autoscaling/v2
kind: HorizontalPodAutoscaler
metadata:
  name: NAME
spec:
  minReplicas: 2
  maxReplicas: 6
  scaleTargetRef:
    apiVersion: apps/v1
    kind: Deployment
    name: web
`;

/**
 * The mistake is `wrong` in place of `right` (its first occurrence) in `manifest`; `says` is of the message with which the
 * API server refuses it.
 */
export const mistakes = [
  {
    title: 'selector that does not match the template',
    manifest: web,
    right: 'matchLabels:\n      app: web',
    wrong: 'matchLabels:\n      app: webb',
    says: '`selector` does not match template `labels`',
  },
  {
    title: 'negative replicas',
    manifest: web,
    right: 'replicas: 3',
    wrong: 'replicas: -1',
    says: 'must be greater than or equal to 0',
  },
  {
    title: 'rolling update that may neither add nor remove a pod',
    manifest: web,
    right: 'maxSurge: 1\n      maxUnavailable: 25%',
    wrong: 'maxSurge: 0\n      maxUnavailable: 0',
    says: 'may not be 0 when `maxSurge` is 0',
  },
  {
    title: 'more than all pods unavailable',
    manifest: web,
    right: 'maxUnavailable: 25%',
    wrong: 'maxUnavailable: 125%',
    says: 'must not be greater than 100%',
  },
  {
    title: 'rolling update settings of a Recreate strategy',
    manifest: web,
    right: 'type: RollingUpdate',
    wrong: 'type: Recreate',
    says: "may not be specified when strategy `type` is 'Recreate'",
  },
  {
    title: 'pods that take longer to count as available than the deadline allows',
    manifest: web,
    right: 'minReadySeconds: 5',
    wrong: 'minReadySeconds: 600',
    says: 'must be greater than minReadySeconds',
  },
  {
    title: 'label with a space',
    manifest: web,
    right: 'labels:\n    app: web',
    wrong: 'labels:\n    app: web shop',
    says: 'a valid label must be an empty string or consist of alphanumeric characters',
  },
  {
    title: 'restart policy that only jobs may have',
    manifest: web,
    right: 'restartPolicy: Always',
    wrong: 'restartPolicy: OnFailure',
    says: 'supported values: "Always"',
  },
  {
    title: 'toleration with a value that Exists ignores',
    manifest: web,
    right: 'operator: Exists',
    wrong: 'operator: Exists\n        value: web',
    says: 'value must be empty when `operator` is',
  },
  {
    title: 'readiness probe of an init container',
    manifest: web,
    right: 'image: registry.example/prepare:1.0.0',
    wrong: 'image: registry.example/prepare:1.0.0\n        readinessProbe:\n          tcpSocket:\n            port: 80',
    says: 'may not be set for init containers without restartPolicy=Always',
  },
  {
    title: 'two containers of one name',
    manifest: web,
    right: '- name: prepare',
    wrong: '- name: web',
    says: 'Duplicate value: "web"',
  },
  {
    title: 'port beyond 65535',
    manifest: web,
    right: 'containerPort: 8080',
    wrong: 'containerPort: 80800',
    says: 'must be between 1 and 65535, inclusive',
  },
  {
    title: 'port name longer than 15 characters',
    manifest: web,
    right: 'ports:\n        - name: http\n          containerPort: 8080',
    wrong:
      'ports:\n        - name: http\n          containerPort: 8080\n        - name: prometheus-metrics\n          containerPort: 9090',
    says: 'must be no more than 15 characters',
  },
  {
    title: 'variable with a value from two places',
    manifest: web,
    right: 'value: fast',
    wrong: 'value: fast\n          valueFrom:\n            fieldRef:\n              fieldPath: metadata.name',
    says: 'may not be specified when `value` is not empty',
  },
  {
    title: 'request above its limit',
    manifest: web,
    right: 'cpu: 250m',
    wrong: "cpu: '2'",
    says: 'must be less than or equal to cpu limit of 1',
  },
  {
    title: 'quantity that is none',
    manifest: web,
    right: 'memory: 64Mi',
    wrong: 'memory: 64MB',
    says: 'quantities must match the regular expression',
  },
  {
    title: 'liveness probe that has to succeed twice',
    manifest: web,
    right: 'successThreshold: 1',
    wrong: 'successThreshold: 2',
    says: 'must be 1',
  },
  {
    title: 'mount of a volume that the pod does not have',
    manifest: web,
    right: '- name: cache',
    wrong: '- name: cash',
    says: 'Not found: "cash"',
  },
  {
    title: 'two volumes at one path',
    manifest: web,
    right: 'mountPath: /scratch',
    wrong: 'mountPath: /cache',
    says: 'must be unique',
  },
  {
    title: 'two ports, one without a name',
    manifest: service,
    right: '- name: metrics\n    port: 9090',
    wrong: '- port: 9090',
    says: 'Required value',
  },
  {
    title: 'headless service with a port on every node',
    manifest: service,
    right: 'type: ClusterIP',
    wrong: 'type: NodePort\n  clusterIP: None',
    says: "may not be set to 'None' for NodePort services",
  },
  {
    title: 'schedule with an hour that no day has',
    manifest: cronJob,
    right: '30 4 * * *',
    wrong: '30 24 * * *',
    says: 'end of range (24) above maximum (23)',
  },
  {
    title: 'job whose pods are restarted for ever',
    manifest: cronJob,
    right: 'restartPolicy: OnFailure',
    wrong: 'restartPolicy: Always',
    says: 'valid values: "OnFailure", "Never"',
  },
  {
    title: 'budget that is given twice',
    manifest: budget,
    right: 'minAvailable: 2',
    wrong: 'minAvailable: 2\n  maxUnavailable: 1',
    says: 'minAvailable and maxUnavailable cannot be both set',
  },
  {
    title: 'autoscaler with a minimum above its maximum',
    manifest: autoscaler,
    right: 'minReplicas: 2',
    wrong: 'minReplicas: 8',
    says: 'must be greater than or equal to `minReplicas`',
  },
];

/** All of them in one file, with the mistakes or without; and the line (0-based) at which each begins. */
export function mistakesFile(wrong) {
  const starts = [];
  let text = '';
  mistakes.forEach((mistake, index) => {
    if (!mistake.manifest.includes(mistake.right)) throw new Error(`${mistake.title}: there is nothing to get wrong`);
    starts.push(text.split('\n').length - 1);
    const named = mistake.manifest.replace('NAME', `case-${index + 1}`);
    // As a function, since `$` means something in a replacement.
    text += `---${wrong ? named.replace(mistake.right, () => mistake.wrong) : named}`;
  });
  return { text, starts };
}
