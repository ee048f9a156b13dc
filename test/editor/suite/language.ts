// What a user reads and takes while typing, asked of the editor itself: completion, hover, lenses, quick fixes.
import { strict as assert } from 'node:assert';
import * as vscode from 'vscode';
import { api, diagnosticsOf, edit, open, openText, sample, test, until, write, writeFiles } from './harness.ts';

const deployment = (spec: string) => `apiVersion: apps/v1
kind: Deployment
metadata:
  name: web
spec:
  selector: { matchLabels: { app: web } }
${spec}  template:
    metadata: { labels: { app: web } }
    spec:
      containers:
        - name: web
          image: nginx
`;

/** Opens a text with the cursor at its `|`. */
async function openAt(marked: string): Promise<{ document: vscode.TextDocument; position: vscode.Position }> {
  const offset = marked.indexOf('|');
  const { document } = await openText(marked.slice(0, offset) + marked.slice(offset + 1));
  return { document, position: document.positionAt(offset) };
}

async function completionsAt(document: vscode.TextDocument, position: vscode.Position): Promise<string[]> {
  const list = await vscode.commands.executeCommand<vscode.CompletionList>(
    'vscode.executeCompletionItemProvider',
    document.uri,
    position,
  );
  return list.items.map(({ label }) => (typeof label === 'string' ? label : label.label));
}

async function hoverAt(document: vscode.TextDocument, position: vscode.Position): Promise<string> {
  return until('a hover', async () => {
    const hovers = await vscode.commands.executeCommand<vscode.Hover[]>('vscode.executeHoverProvider', document.uri, position);
    const contents = hovers.flatMap(({ contents: all }) => all);
    return contents.map((content) => (typeof content === 'string' ? content : content.value)).join('\n') || undefined;
  });
}

async function offered(marked: string, ...wanted: string[]): Promise<void> {
  const { document, position } = await openAt(marked);
  const labels = await until(wanted.join(', '), async () => {
    const found = await completionsAt(document, position);
    return wanted.every((each) => found.includes(each)) ? found : undefined;
  });
  assert.ok(labels.length >= wanted.length);
}

test('completion knows the fields at the cursor, the values of a field, and the kinds', async () => {
  await api();
  await offered(deployment('  stra|\n'), 'strategy');
  await offered(
    deployment('').replace('image: nginx', 'image: nginx\n          imagePullPolicy: |'),
    'Always',
    'IfNotPresent',
    'Never',
  );
  await offered('apiVersion: apps/v1\nkind: |\n', 'Deployment', 'StatefulSet', 'DaemonSet');
});

test('a hover says what a rolling update means in numbers, with the link to the documentation', async () => {
  await api();
  const { document, position } = await openAt(deployment('  repl|icas: 4\n'));
  const text = await hoverAt(document, position);
  assert.match(text, /maxSurge 25% → 1, maxUnavailable 25% → 1/);
  assert.match(text, /never more than 5 pods, never fewer than 3 available/);
  assert.match(text, /https:\/\/kubernetes\.io\/docs\//);
});

test('a hover on a volume says which containers share the directory', async () => {
  await api();
  const { document, position } = await openAt(`apiVersion: v1
kind: Pod
metadata: { name: pair }
spec:
  containers:
    - name: writer
      image: busybox
      volumeMounts: [{ name: data, mountPath: /out }]
    - name: reader
      image: busybox
      volumeMounts: [{ name: data, mountPath: /in }]
  volumes:
    - na|me: data
      emptyDir: {}
`);
  const text = await hoverAt(document, position);
  assert.match(text, /writer.*\/out/s);
  assert.match(text, /reader.*\/in/s);
});

test('apiVersion and kind have a hover that says something', async () => {
  await api();
  const { document } = await open('web.yaml');
  assert.match(await hoverAt(document, document.positionAt(document.getText().indexOf('apiVersion') + 2)), /Group and version/);
  assert.match(await hoverAt(document, document.positionAt(document.getText().indexOf('kind') + 1)), /What the object is/);
});

test('diagnostics stand at their exact places: value, key, and parent of what is missing', async () => {
  await api();
  const { document } = await openText(`apiVersion: v1
kind: Pod
metadata:
  name: places
spec:
  containers:
    - name: app
      image: nginx
      ports:
        - containerPort: 80
          protocol: TPC
    - name: app
      image: nginx
      volumeMounts:
        - name: gone
          mountPath: /x
    - name: bare
`);
  const found = await until('five findings', () =>
    diagnosticsOf(document.uri).length >= 4 ? diagnosticsOf(document.uri) : undefined,
  );
  const at = (text: RegExp) => {
    const one = found.find(({ message }) => text.test(message));
    assert.ok(one, `${String(text)} in\n${found.map(({ message }) => message).join('\n')}`);
    const { start, end } = one.range;
    return [start.line + 1, document.getText(one.range).split('\n')[0], end.line + 1];
  };
  assert.deepEqual(at(/Unsupported value: "TPC"/), [11, 'TPC', 11]);
  assert.deepEqual(at(/containers\[1\]\.name: Duplicate value/), [12, 'app', 12]);
  assert.deepEqual(at(/Not found: "gone"/), [15, 'gone', 15]);
  assert.equal(at(/containers\[2\]\.image: Required value/)[0], 17);
});

test('the quick fix of a misspelt field repairs it, and the finding goes', async () => {
  await api();
  const { document } = await openText(deployment('').replace('image: nginx', 'image: nginx\n          imagePullPolcy: Always'));
  const found = await until('the finding', () =>
    diagnosticsOf(document.uri).find(({ message }) => message.includes('imagePullPolcy')),
  );
  const actions = await vscode.commands.executeCommand<vscode.CodeAction[]>(
    'vscode.executeCodeActionProvider',
    document.uri,
    found.range,
    vscode.CodeActionKind.QuickFix.value,
  );
  const fix = actions.find(({ title }) => title.includes('imagePullPolicy'));
  assert.ok(fix?.edit, actions.map(({ title }) => title).join(', '));
  await vscode.workspace.applyEdit(fix.edit);
  assert.match(document.getText(), /imagePullPolicy: Always/);
  await until(
    'its end',
    () => !diagnosticsOf(document.uri).some(({ message }) => message.includes('imagePullPolcy')) || undefined,
  );
});

test('the cluster file has diagnostics and completion of its own', async () => {
  await api();
  const { document } = await open('drydock.cluster.yaml');
  const before = document.getText();
  try {
    await edit(document, 'zone: zone-a', 'zoen: zone-a');
    const found = await until('the misspelt field', () =>
      diagnosticsOf(document.uri).find(({ message }) => message.includes('zoen')),
    );
    assert.equal(document.getText(found.range).split(':')[0], 'zoen');
    await edit(document, '      zoen: zone-a', '      ');
    const position = document.positionAt(document.getText().indexOf('worker-1') + 'worker-1\n      '.length);
    await until('its fields', async () => (await completionsAt(document, position)).includes('capacity') || undefined);
  } finally {
    await write(document, before);
    await document.save();
  }
});

test('a scenario has a lens, completion, hovers and diagnostics', async () => {
  await api();
  const { document } = await open('rollout.scenario.yaml');
  const lenses = await until('the lens', async () => {
    const found = await vscode.commands.executeCommand<vscode.CodeLens[]>('vscode.executeCodeLensProvider', document.uri, 10);
    return found.length > 0 ? found : undefined;
  });
  assert.match(lenses[0]?.command?.title ?? '', /Rehearse/);
  assert.ok((await hoverAt(document, document.positionAt(document.getText().indexOf('settle') + 2))).length > 40);
  const before = document.getText();
  try {
    await edit(document, '    - settle: 20m', '    - settle: 20m\n    - ');
    const position = document.positionAt(document.getText().indexOf('20m\n    - ') + '20m\n    - '.length);
    await until('its steps', async () => (await completionsAt(document, position)).includes('drain') || undefined);
    await edit(document, '20m\n    - ', '20m\n    - setle: 1m');
    await until('the misspelt step', () => diagnosticsOf(document.uri).find(({ message }) => message.includes('setle')));
  } finally {
    await write(document, before);
    await document.save();
  }
});

test('a rehearsal that fails is told at its expectation and in the timeline, until the text changes', async () => {
  const { cluster } = await api();
  const { document } = await open('rollout.scenario.yaml');
  const before = document.getText();
  const rehearse = async () => {
    const lenses = await until('the lens', async () => {
      const found = await vscode.commands.executeCommand<vscode.CodeLens[]>('vscode.executeCodeLensProvider', document.uri, 10);
      return found[0]?.command ? found : undefined;
    });
    const { command, arguments: given = [] } = lenses[0]?.command ?? { command: '' };
    await vscode.commands.executeCommand(command, ...(given as unknown[]));
  };
  try {
    await edit(document, 'field: status.replicas, atMost: 8', 'field: status.replicas, atMost: 7');
    void rehearse();
    const failed = await until('the failed expectation', () =>
      diagnosticsOf(document.uri).find(({ message }) => /at \d+\.\d s, /.test(message)),
    );
    assert.match(document.lineAt(failed.range.start.line).text, /atMost: 7/);
    assert.match(failed.message, /found: 8/);
    const timeline = await cluster.timeline();
    assert.ok(
      timeline?.workloads.some(({ name }) => name === 'shop'),
      'the timeline shows the run',
    );
    await write(document, before);
    await until('its end', () => diagnosticsOf(document.uri).length === 0 || undefined);
  } finally {
    await write(document, before);
    await document.save();
  }
});

test('Helm, kustomize, docker-compose and CI files get no word', async () => {
  await api();
  const files: Record<string, string> = {
    'docker-compose.yml': 'services:\n  web:\n    image: nginx\n    replicas: -1\n',
    '.github/workflows/ci.yml': 'name: ci\non: [push]\njobs:\n  test:\n    runs-on: ubuntu-latest\n    steps: [{ run: make }]\n',
    'chart/Chart.yaml': 'apiVersion: v2\nname: chart\nversion: 0.1.0\n',
    'chart/templates/web.yaml':
      'apiVersion: apps/v1\nkind: Deployment\nmetadata:\n  name: {{ .Release.Name }}\nspec:\n  replicas: {{ .Values.n }}\n',
    'chart/values.yaml': 'replicas: -1\nimage: nginx\n',
    'overlay/kustomization.yaml':
      'apiVersion: kustomize.config.k8s.io/v1beta1\nkind: Kustomization\npatches: [{ path: patch.yaml }]\n',
    'overlay/patch.yaml': 'apiVersion: apps/v1\nkind: Deployment\nmetadata:\n  name: web\nspec:\n  replicas: 9\n',
  };
  try {
    await writeFiles('other', files);
    const manifest = await openText('apiVersion: v1\nkind: Pod\nmetadata:\n  name: Not_A_Name\nspec:\n  containers: []\n');
    for (const name of Object.keys(files)) await open(`other/${name}`);
    await until('the manifest beside them', () => diagnosticsOf(manifest.document.uri).length > 0 || undefined);
    for (const name of Object.keys(files)) assert.deepEqual(diagnosticsOf(sample(`other/${name}`)), [], name);
  } finally {
    await vscode.commands.executeCommand('workbench.action.closeAllEditors');
    await vscode.workspace.fs.delete(sample('other'), { recursive: true });
  }
});

test('an unknown kind is said once, as information, and nothing of its fields', async () => {
  await api();
  const { document } = await openText(
    'apiVersion: example.com/v1\nkind: Widget\nmetadata: { name: a }\nspec: { size: -1, size2: [] }\n',
  );
  const found = await until('the information', () =>
    diagnosticsOf(document.uri).length > 0 ? diagnosticsOf(document.uri) : undefined,
  );
  assert.deepEqual(
    found.map(({ severity }) => severity),
    [vscode.DiagnosticSeverity.Information],
  );
});

test('an empty file and a binary file are left in peace', async () => {
  await api();
  const empty = await openText('');
  const manifest = await openText('apiVersion: v1\nkind: Pod\nmetadata:\n  name: Not_A_Name\nspec:\n  containers: []\n');
  const binary = await openText('\u0000\u0001PK\u0003\u0004\uFFFD\uFFFD');
  await until('the manifest beside them', () => diagnosticsOf(manifest.document.uri).length > 0 || undefined);
  assert.deepEqual(diagnosticsOf(empty.document.uri), []);
  assert.ok(diagnosticsOf(binary.document.uri).length <= 1);
});
