import { describe, expect, it } from 'vitest';
import { codeActions } from '../../server/src/language/code-actions.ts';
import { codeLenses } from '../../server/src/language/code-lenses.ts';
import {
  createLanguageContext,
  type FileDiagnostic,
  fileDiagnostics,
  workspaceDiagnostics,
} from '../../server/src/language/service.ts';
import { allStructures } from '../structures.ts';

interface Found {
  readonly text: string;
  readonly diagnostics: readonly FileDiagnostic[];
  /** `rule at "text"`, or with the message where asked for. */
  readonly said: readonly string[];
}

function diagnose(text: string, name = 'web.yaml', others: Readonly<Record<string, string>> = {}): Found {
  const context = createLanguageContext(allStructures, () => ({}));
  const uri = `file:///manifests/${name}`;
  for (const [other, content] of Object.entries(others)) context.workspace.set(`file:///manifests/${other}`, content);
  context.workspace.set(uri, text);
  const file = context.workspace.file(uri);
  if (!file) throw new Error('no file');
  const diagnostics = [...fileDiagnostics(context, file), ...(workspaceDiagnostics(context).get(uri) ?? [])];
  return { text, diagnostics, said: diagnostics.map(({ rule, range }) => `${rule} at "${text.slice(range.start, range.end)}"`) };
}

const wrong = 'apiVersion: apps/v1\nkind: Deployment\nmetadata:\n  name: web\nspec:\n  replicas: -1\n  template: {}\n';

describe('what is not for a cluster is left in peace', () => {
  it.each([
    ['a kustomization', 'kustomization.yaml', 'resources:\n  - web.yaml\nnamePrefix: 7\n', {}],
    ['a patch that a kustomization lists', 'web.yaml', wrong, { 'kustomization.yaml': 'patches:\n  - path: web.yaml\n' }],
    ['a Helm template', 'web.yaml', wrong.replace('name: web', 'name: {{ .Values.name }}'), {}],
    ['Helm values', 'values.yaml', 'replicas: -1\nimage: {}\n', {}],
    ['a chart', 'Chart.yaml', 'apiVersion: v2\nname: web\nversion: 1.0.0\n', {}],
    ['a compose file', 'docker-compose.yml', 'services:\n  web:\n    image: nginx\n    ports: ["80:80"]\n', {}],
    [
      'a workflow',
      'ci.yml',
      'name: CI\non: [push]\njobs:\n  build:\n    runs-on: ubuntu-latest\n    steps:\n      - run: make\n',
      {},
    ],
    ['a GitLab pipeline', '.gitlab-ci.yml', 'stages: [build]\nbuild:\n  script: make\n', {}],
    ['an OpenAPI document', 'api.yaml', 'openapi: 3.1.0\ninfo: { title: x, version: "1" }\npaths: {}\n', {}],
    ['an Ansible playbook', 'play.yml', '- hosts: all\n  tasks:\n    - name: x\n      command: ls\n', {}],
    ['a kubeconfig', 'config.yaml', 'apiVersion: v1\nkind: Config\nclusters: []\n', {}],
  ])('%s', (_what, name, text, others) => {
    expect(diagnose(text, name, others).said).toEqual([]);
  });

  it('while the same file beside them is judged', () => {
    expect(diagnose(wrong).diagnostics.length).toBeGreaterThan(0);
  });

  it('and a custom resource is named once, as information', () => {
    const { diagnostics, said } = diagnose(
      'apiVersion: example.com/v1\nkind: Widget\nmetadata: { name: w }\nspec: { replicas: -1 }\n',
    );
    expect(said).toEqual(['custom-resource at "Widget"']);
    expect(diagnostics[0]?.severity).toBe('information');
  });

  it('however many of it the file has', () => {
    const widget = (name: string): string => `apiVersion: example.com/v1\nkind: Widget\nmetadata: { name: ${name} }\n`;
    const gadget = 'apiVersion: example.com/v1\nkind: Gadget\nmetadata: { name: g }\n';
    const { said } = diagnose([widget('a'), widget('b'), gadget, widget('c')].join('---\n'));
    expect(said).toEqual(['custom-resource at "Widget"', 'custom-resource at "Gadget"']);
  });
});

describe('the cluster file', () => {
  const cluster = (spec: string): string => `apiVersion: drydock.dev/v1alpha1\nkind: Cluster\n${spec}`;
  it('may be right', () => {
    expect(diagnose(cluster('spec:\n  nodes:\n    - name: a\n      zone: z\n'), 'drydock.cluster.yaml').said).toEqual([]);
  });
  it.each([
    ['spec:\n  nodes:\n    - name: a\n      zones: z\n', 'unknown-field at "zones"'],
    ['spec:\n  nodes:\n    - name: a\n      count: many\n', 'wrong-type at "many"'],
    ['spec:\n  nodes:\n    - zone: z\n', 'missing-required at "zone: z"'],
    ['spec:\n  nodes:\n    - name: a\n    - name: a\n', 'cluster-node-unique at "a"'],
    ['spec:\n  nodes:\n    - name: w\n      count: 2\n    - name: w-2\n', 'cluster-node-unique at "w-2"'],
    ['spec:\n  nodes: []\n', 'cluster-nodes at "[]"'],
  ])('%j', (spec, wanted) => {
    expect(diagnose(cluster(spec), 'drydock.cluster.yaml').said).toContain(wanted);
  });
});

describe('however a file is written', () => {
  const marked = 'apiVersion: v1\nkind: Service\nmetadata:\n  name: web\nspec:\n  type: ClusterIp\n  ports:\n    - port: 80\n';
  it.each([
    ['Windows line endings', marked.replaceAll('\n', '\r\n')],
    ['a byte order mark', `\uFEFF${marked}`],
    ['a byte order mark and a separator', `\uFEFF---\n${marked}`],
    ['no line break at the end', marked.trimEnd()],
    [
      'JSON',
      JSON.stringify(
        { apiVersion: 'v1', kind: 'Service', metadata: { name: 'web' }, spec: { type: 'ClusterIp', ports: [{ port: 80 }] } },
        null,
        '\t',
      ),
    ],
  ])('%s', (_what, text) => {
    const { said } = diagnose(text);
    expect(said).toHaveLength(1);
    expect(said[0]).toMatch(/ at "(ClusterIp|"ClusterIp")"$/);
  });
  it('tabs as indentation are an error of the text', () => {
    expect(diagnose(marked.replace('  type', '\ttype')).diagnostics.map(({ rule }) => rule)).toContain('syntax');
  });
});

describe('comments silence', () => {
  const service = (line: string, above = ''): string =>
    `apiVersion: v1\nkind: Service\nmetadata:\n  name: web\nspec:\n${above}  typ: x${line}\n  ports: [{ port: 80 }]\n`;
  it.each([
    ['', '', 1],
    [' # drydock-disable-line unknown-field', '', 0],
    [' # drydock-disable-line', '', 0],
    [' # drydock-disable-line other-rule, unknown-field', '', 0],
    [' # drydock-disable-line other-rule', '', 1],
    [' # drydock-disable-next-line unknown-field', '', 1],
    ['', '  # drydock-disable-next-line unknown-field\n', 0],
    ['', '  # drydock-disable-line unknown-field\n', 1],
  ])('%j %j', (line, above, count) => {
    expect(diagnose(service(line, above)).said).toHaveLength(count);
  });

  it('also what several objects say together', () => {
    const pod = (comment: string): string =>
      `apiVersion: v1\nkind: Pod\nmetadata: { name: p }\nspec:\n  containers:\n    - name: c\n      image: i\n      envFrom:\n        - configMapRef:\n            name: missing${comment}\n`;
    const others = { 'config.yaml': 'apiVersion: v1\nkind: ConfigMap\nmetadata: { name: other }\n' };
    const [found] = diagnose(pod(''), 'pod.yaml', others).diagnostics;
    expect(found?.message).toContain('ConfigMap "missing"');
    expect(diagnose(pod(` # drydock-disable-line ${found?.rule ?? ''}`), 'pod.yaml', others).said).toEqual([]);
  });
});

describe('code actions', () => {
  const act = (text: string, at: string): { titles: readonly string[]; take(title: string): string } => {
    const context = createLanguageContext(allStructures, () => ({}));
    context.workspace.set('file:///a.yaml', text);
    const file = context.workspace.file('file:///a.yaml');
    const start = text.indexOf(at);
    const found = file ? fileDiagnostics(context, file) : [];
    const actions = file ? codeActions(file, found, { start, end: start }) : [];
    return {
      titles: actions.map(({ title }) => title),
      take: (title) =>
        [...(actions.find((action) => action.title === title)?.changes ?? [])]
          .sort((a, b) => b.range.start - a.range.start)
          .reduce((done, { range, newText }) => done.slice(0, range.start) + newText + done.slice(range.end), text),
    };
  };
  const pods = ['a', 'b']
    .map(
      (name) =>
        `apiVersion: v1\nkind: Pod\nmetadata: { name: ${name} }\nspec:\n  containers:\n    - name: c\n      imge: i # here\n`,
    )
    .join('---\n');

  it('repairs one, or all of a rule in the file', () => {
    const { titles, take } = act(pods, 'imge');
    expect(titles).toEqual([
      'Change to image',
      'Fix all 2 problems of unknown-field in this file',
      'Disable unknown-field for this line',
    ]);
    expect(take('Change to image')).toBe(pods.replace('imge', 'image'));
    expect(take('Fix all 2 problems of unknown-field in this file')).toBe(pods.replaceAll('imge', 'image'));
  });

  it('removes several items of one list', () => {
    const text = 'apiVersion: v1\nkind: Pod\nmetadata: { name: a, zz: 1, qq: 2 }\nspec:\n  containers: [{ name: c, image: i }]\n';
    expect(act(text, 'zz').take('Fix all 2 problems of unknown-field in this file')).toBe(text.replace(', zz: 1, qq: 2', ''));
  });

  it('silences a line, and adds to a comment that is there', () => {
    const once = act(pods, 'imge').take('Disable unknown-field for this line');
    expect(once).toBe(pods.replace('      imge', '      # drydock-disable-next-line unknown-field\n      imge'));
    const other = pods.replace('      imge', '      # drydock-disable-next-line some-rule\n      imge');
    expect(act(other, 'imge').take('Disable unknown-field for this line')).toBe(
      other.replace('some-rule', 'some-rule, unknown-field'),
    );
  });
});

describe('code lenses', () => {
  it('stand above each workload and above nothing else', () => {
    const context = createLanguageContext(allStructures, () => ({}));
    const text = `apiVersion: v1\nkind: Service\nmetadata: { name: web }\n---\n${wrong}`;
    context.workspace.set('file:///a.yaml', text);
    const file = context.workspace.file('file:///a.yaml');
    expect(file && codeLenses(file).map(({ offset, title }) => [offset, title])).toEqual([
      [text.indexOf('apiVersion: apps'), '$(play) Simulate Apply'],
    ]);
  });
});
