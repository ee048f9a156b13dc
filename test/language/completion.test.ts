import { describe, expect, it } from 'vitest';
import { type Completion, completions } from '../../server/src/language/completion/index.ts';
import { clusterSnippet, objectSnippets } from '../../server/src/language/completion/snippets.ts';
import { createLanguageContext, fileDiagnostics } from '../../server/src/language/service.ts';
import { allStructures as structure } from '../structures.ts';

const uri = 'file:///m.yaml';

interface Answer {
  readonly items: readonly Completion[];
  readonly labels: readonly string[];
  /** The text after an item was taken; `|` where its change ends. */
  take(label: string): string;
}

function complete(marked: string, others: Readonly<Record<string, string>> = {}, at = uri): Answer {
  const context = createLanguageContext(structure, () => ({}));
  for (const [name, text] of Object.entries(others)) context.workspace.set(name, text);
  const offset = marked.indexOf('|');
  const text = marked.slice(0, offset) + marked.slice(offset + 1);
  context.workspace.set(at, text);
  const file = context.workspace.file(at);
  const items = file
    ? [...completions(context, file, offset)].sort((a, b) => a.rank - b.rank || (a.label < b.label ? -1 : 1))
    : [];
  return {
    items,
    labels: items.map(({ label }) => label),
    take(label) {
      const item = items.find((each) => each.label === label);
      if (!item) throw new Error(`${label} is not offered, but ${items.map((each) => each.label).join(', ')}`);
      const changes = item.alsoChange ? [item.change, item.alsoChange] : [item.change];
      return changes.reduce((done, { range, newText }) => done.slice(0, range.start) + newText + done.slice(range.end), text);
    },
  };
}

const deployment = `apiVersion: apps/v1
kind: Deployment
metadata:
  name: web
spec:
  selector:
    matchLabels:
      app: web
  template:
    metadata:
      labels:
        app: web
    spec:
      volumes:
        - name: cache
          emptyDir: {}
      containers:
        - name: web
          image: nginx
          ports:
            - name: http
              containerPort: 8080
`;

describe('fields', () => {
  it('offers what is not written yet, required ones first, the status last', () => {
    const { labels } = complete('apiVersion: apps/v1\nkind: Deployment\nspec:\n  replicas: 2\n  |\n');
    expect(labels.slice(0, 2)).toEqual(['selector', 'template']);
    expect(labels).toContain('minReadySeconds');
    expect(labels).not.toContain('replicas');
    expect(complete('apiVersion: apps/v1\nkind: Deployment\n|').labels.at(-1)).toBe('status');
  });

  it('opens a block in the columns of the file', () => {
    const text = 'apiVersion: apps/v1\nkind: Deployment\nmetadata:\n    name: x\nspec:\n    te|\n';
    expect(complete(text).take('template')).toBe(text.replace('te|', 'template:\n        '));
  });

  it('opens a list', () => {
    const text = 'apiVersion: v1\nkind: Pod\nspec:\n  con|\n';
    expect(complete(text).take('containers')).toBe(text.replace('con|', 'containers:\n    - '));
  });

  it('leaves room for a value', () => {
    const text = 'apiVersion: v1\nkind: Pod\nspec:\n  containers:\n    - na|\n';
    expect(complete(text).take('name')).toBe(text.replace('na|', 'name: '));
  });

  it('changes only the name of a field that has its value', () => {
    const text = 'apiVersion: apps/v1\nkind: Deployment\nspec:\n  repl|ica: 3\n';
    expect(complete(text).take('replicas')).toBe(text.replace('repl|ica', 'replicas'));
  });

  it('knows the type of a list item, and its neighbours', () => {
    const { labels } = complete(`${deployment}          |\n`);
    expect(labels.slice(0, 2)).toEqual(['command', 'args']);
    expect(labels).not.toContain('image');
  });

  it('works in a document that is broken elsewhere', () => {
    expect(complete('apiVersion: v1\nkind: Pod\nmetadata: { x\nspec:\n  dns|\n').labels).toContain('dnsPolicy');
    expect(complete('apiVersion: v1\nkind: Pod\nspec:\n  a: "x\n  b: [\n  dns|\n').labels).toContain('dnsPolicy');
  });

  it('works within braces', () => {
    const text = 'apiVersion: v1\nkind: Service\nspec:\n  ports: [{ port: 80, tar| }]\n';
    expect(complete(text).take('targetPort')).toBe(text.replace('tar|', 'targetPort: '));
  });

  it('works in an item of a List', () => {
    expect(
      complete('apiVersion: v1\nkind: List\nitems:\n  - apiVersion: apps/v1\n    kind: Deployment\n    spec:\n      rep|\n')
        .labels,
    ).toContain('replicas');
  });

  it('works in the second document', () => {
    expect(complete(`${deployment}---\napiVersion: v1\nkind: Service\nspec:\n  |\n`).labels).toContain('clusterIP');
  });

  it('knows the names in maps of resources', () => {
    expect(
      complete(
        'apiVersion: v1\nkind: Pod\nspec:\n  containers:\n    - resources:\n        limits:\n          cpu: 1\n          |\n',
      ).labels,
    ).toEqual(['memory', 'ephemeral-storage']);
  });

  it('offers the labels that select the pods', () => {
    expect(complete(deployment.replace('        app: web\n    spec', '        |\n    spec')).labels[0]).toBe('app: web');
    expect(complete(deployment.replace('      app: web\n  template', '      |\n  template')).labels).toEqual(['app: web']);
  });
});

describe('values', () => {
  it.each([
    ['apiVersion: v1\nkind: Service\nspec:\n  type: |\n', ['ClusterIP', 'ExternalName', 'LoadBalancer', 'NodePort']],
    ['apiVersion: v1\nkind: Pod\nspec:\n  hostNetwork: |\n', ['false', 'true']],
    ['apiVersion: v1\nkind: Pod\nspec:\n  restartPolicy: N|\n', ['Always', 'Never', 'OnFailure']],
    [
      'apiVersion: v1\nkind: PersistentVolumeClaim\nspec:\n  accessModes: [|]\n',
      ['ReadOnlyMany', 'ReadWriteMany', 'ReadWriteOnce', 'ReadWriteOncePod'],
    ],
    [
      'apiVersion: v1\nkind: PersistentVolumeClaim\nspec:\n  accessModes:\n    - R|\n',
      ['ReadOnlyMany', 'ReadWriteMany', 'ReadWriteOnce', 'ReadWriteOncePod'],
    ],
    ['kind: Deployment\napiVersion: |\n', ['apps/v1']],
  ])('%j', (text, wanted) => {
    expect([...complete(text).labels].sort()).toEqual(wanted);
  });

  it('writes the blank behind the colon', () => {
    expect(complete('apiVersion: v1\nkind: Pod\nspec:\n  restartPolicy:|\n').take('Never')).toContain('restartPolicy: Never\n');
  });

  it('offers kinds with the usual ones first, and writes the apiVersion', () => {
    const answer = complete('kind: De|\n');
    expect(answer.labels[0]).toBe('Deployment');
    expect(answer.take('Deployment')).toBe('apiVersion: apps/v1\nkind: Deployment\n');
    expect(complete('apiVersion: batch/v1\nkind: |\n').labels.slice(0, 2)).toEqual(['Job', 'CronJob']);
  });
});

describe('references', () => {
  const others = {
    'file:///config.yaml': 'apiVersion: v1\nkind: ConfigMap\nmetadata: { name: settings }\ndata: { color: red, size: "1" }\n',
    'file:///other.yaml': 'apiVersion: v1\nkind: ConfigMap\nmetadata: { name: elsewhere, namespace: far }\n',
    'file:///secret.yaml': 'apiVersion: v1\nkind: Secret\nmetadata: { name: password }\nstringData: { pw: x }\n',
    'file:///claim.yaml': 'apiVersion: v1\nkind: PersistentVolumeClaim\nmetadata: { name: data }\n',
    'file:///account.yaml': 'apiVersion: v1\nkind: ServiceAccount\nmetadata: { name: robot }\n',
    'file:///web.yaml': deployment,
    'file:///service.yaml':
      'apiVersion: v1\nkind: Service\nmetadata: { name: web }\nspec: { ports: [{ name: http, port: 80 }] }\n',
  };
  const pod = (rest: string): string => `apiVersion: v1\nkind: Pod\nmetadata:\n  name: p\nspec:\n${rest}`;
  const env = (rest: string): string =>
    pod(`  containers:\n    - name: c\n      env:\n        - name: A\n          valueFrom:\n${rest}`);
  it.each([
    ['names of ConfigMaps in the namespace', env('            configMapKeyRef:\n              name: |\n'), ['settings']],
    [
      'keys of a ConfigMap',
      env('            configMapKeyRef:\n              name: settings\n              key: |\n'),
      ['color', 'size'],
    ],
    ['keys of a Secret', env('            secretKeyRef: { name: password, key: | }\n'), ['pw']],
    ['claims', pod('  volumes:\n    - name: v\n      persistentVolumeClaim:\n        claimName: |\n'), ['data']],
    ['accounts', pod('  serviceAccountName: |\n'), ['robot']],
    [
      'volumes of the pod',
      pod('  volumes:\n    - name: v\n      emptyDir: {}\n  containers:\n    - volumeMounts:\n        - name: |\n'),
      ['v'],
    ],
    [
      'ports of the container',
      pod(
        '  containers:\n    - ports: [{ name: http, containerPort: 1 }]\n      readinessProbe:\n        tcpSocket:\n          port: |\n',
      ),
      ['1', 'http'],
    ],
    [
      'ports of the selected pods',
      'apiVersion: v1\nkind: Service\nspec:\n  selector:\n    app: web\n  ports:\n    - port: 80\n      targetPort: |\n',
      ['8080', 'http'],
    ],
    [
      'Services and their ports',
      'apiVersion: networking.k8s.io/v1\nkind: Ingress\nspec:\n  defaultBackend:\n    service:\n      name: web\n      port:\n        name: |\n',
      ['http'],
    ],
    [
      'what an autoscaler scales',
      'apiVersion: autoscaling/v2\nkind: HorizontalPodAutoscaler\nspec:\n  scaleTargetRef:\n    apiVersion: apps/v1\n    kind: Deployment\n    name: |\n',
      ['web'],
    ],
    ['labels of pods', 'apiVersion: v1\nkind: Service\nspec:\n  selector:\n    |\n', ['app: web']],
    [
      'a claim template as a volume',
      'apiVersion: apps/v1\nkind: StatefulSet\nspec:\n  template:\n    spec:\n      containers:\n        - volumeMounts:\n            - name: |\n  volumeClaimTemplates:\n    - metadata:\n        name: disk\n',
      ['disk'],
    ],
  ])('%s', (_what, text, wanted) => {
    expect([...complete(text, others).labels].sort()).toEqual(wanted);
  });
});

describe('whole objects', () => {
  const expanded = (body: string): string => {
    const first = body.replaceAll(/\$\{\d+\|([^,]+),[^|]*\|\}/g, '$1');
    return first.replaceAll(/\$\{\d+:([^}]*)\}/g, '$1');
  };
  it('are offered in an empty document', () => {
    const { labels } = complete('|');
    expect(labels).toEqual(expect.arrayContaining(objectSnippets.map(({ kind }) => kind)));
    expect(complete(`${deployment}---\n|`).labels).toContain('Service');
    expect(complete('dep|').labels).toContain('Deployment');
    expect(complete('apiVersion: v1\n|').labels).not.toContain('Deployment');
  });

  it.each([...objectSnippets, clusterSnippet].map(({ kind, body }) => [kind, body]))(
    '%s is accepted as it stands',
    (_kind, body) => {
      const context = createLanguageContext(structure, () => ({}));
      context.workspace.set(uri, expanded(body));
      const file = context.workspace.file(uri);
      expect(file && fileDiagnostics(context, file)).toEqual([]);
    },
  );
});

describe('the cluster file', () => {
  const start = 'apiVersion: drydock.dev/v1alpha1\nkind: Cluster\nspec:\n';
  it('has its own fields', () => {
    const answer = complete(`${start}  nodes:\n    - name: a\n      |\n`);
    expect(answer.labels).toEqual(expect.arrayContaining(['zone', 'taints', 'capacity']));
    expect(answer.items.find(({ label }) => label === 'zone')?.description).toContain('topology.kubernetes.io/zone');
    expect(complete('|', {}, 'file:///drydock.cluster.yaml').labels).toContain('Cluster');
  });
  it('has the values of taints', () => {
    expect(complete(`${start}  nodes:\n    - taints:\n        - effect: |\n`).labels).toEqual([
      'NoExecute',
      'NoSchedule',
      'PreferNoSchedule',
    ]);
  });
});

describe('elsewhere', () => {
  it.each([
    ['services:\n  web:\n    |\n', 'file:///docker-compose.yaml'],
    ['|', 'file:///chart/values.yaml'],
    ['apiVersion: v1\nkind: Pod\nmetadata:\n  name: {{ .Values.name }}\nspec:\n  |\n', 'file:///chart/templates/pod.yaml'],
    ['apiVersion: example.com/v1\nkind: Thing\nspec:\n  |\n', uri],
    ['apiVersion: v1\nkind: ConfigMap\ndata:\n  script: >\n    if x\n    |\n', uri],
    ['apiVersion: v1\nkind: Pod # |\n', uri],
  ])('is silent in %j', (text, at) => {
    expect(complete(text, {}, at).labels).toEqual([]);
  });
});
