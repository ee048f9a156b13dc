import { strict as assert } from 'node:assert';
import * as vscode from 'vscode';
import { api, diagnosticsOf, edit, open, openText, sample, test, until } from './harness.ts';

/** The text that a diagnostic underlines. */
const underlined = (document: vscode.TextDocument, diagnostic: vscode.Diagnostic) => document.getText(diagnostic.range);

test('a broken manifest is told what the API server would say, at the place', async () => {
  await api();
  const { document } = await open('broken.yaml');
  const found = await until('diagnostics', () =>
    diagnosticsOf(document.uri).length >= 6 ? diagnosticsOf(document.uri) : undefined,
  );
  const replicas = found.find((diagnostic) => diagnostic.message.includes('must be greater than or equal to 0'));
  assert.ok(replicas, found.map((diagnostic) => diagnostic.message).join('\n'));
  assert.equal(underlined(document, replicas), '-1');
  assert.equal(replicas.severity, vscode.DiagnosticSeverity.Error);
  const port = found.find((diagnostic) => diagnostic.message.includes('must be between 1 and 65535'));
  assert.ok(port && underlined(document, port) === '80800');
  assert.ok(found.some((diagnostic) => diagnostic.message.includes('livenessProb')));
});

test('a good manifest is left in peace, and a keystroke brings and takes an error', async () => {
  await api();
  const { document } = await open('web.yaml');
  await edit(document, 'replicas: 4', 'replicas: -4');
  await until(
    'the error',
    () => diagnosticsOf(document.uri).some((diagnostic) => diagnostic.severity === vscode.DiagnosticSeverity.Error) || undefined,
  );
  await edit(document, 'replicas: -4', 'replicas: 4');
  await until('its end', () => diagnosticsOf(document.uri).length === 0 || undefined);
  await vscode.commands.executeCommand('workbench.action.files.revert');
});

test('what is not Kubernetes gets no noise', async () => {
  await api();
  const compose = await openText('services:\n  web:\n    image: nginx\n    replicas: -1\n');
  const manifest = await openText('apiVersion: v1\nkind: Pod\nmetadata:\n  name: Not_A_Name\nspec:\n  containers: []\n');
  await until('the manifest beside it', () => diagnosticsOf(manifest.document.uri).length > 0 || undefined);
  assert.deepEqual(diagnosticsOf(compose.document.uri), []);
});

test('a hover says what a field means here', async () => {
  await api();
  const { document } = await open('shop-v1.yaml');
  const at = document.positionAt(document.getText().indexOf('maxSurge') + 2);
  const text = await until('a hover', async () => {
    const hovers = await vscode.commands.executeCommand<vscode.Hover[]>('vscode.executeHoverProvider', document.uri, at);
    const all = hovers
      .flatMap((hover) => hover.contents.map((content) => (typeof content === 'string' ? content : content.value)))
      .join('\n');
    return all.length > 0 ? all : undefined;
  });
  assert.match(text, /8/, 'six replicas and a surge of two are at most eight pods');
  assert.match(text, /kubernetes\.io/);
});

test('a code lens above a workload simulates it', async () => {
  await api();
  const uri = sample('web.yaml');
  await open('web.yaml');
  const lenses = await until('code lenses', async () => {
    const found = await vscode.commands.executeCommand<vscode.CodeLens[]>('vscode.executeCodeLensProvider', uri, 10);
    return found.length > 0 ? found : undefined;
  });
  assert.ok(lenses.some((lens) => lens.command?.command === 'drydock.simulateApply'));
});

test('a severity of the settings is respected, and off means silence', async () => {
  await api();
  const { document } = await openText(
    'apiVersion: v1\nkind: Pod\nmetadata:\n  name: Not_A_Name\nspec:\n  containers: [{ name: app, image: nginx }]\n',
  );
  const found = await until('the finding', () =>
    diagnosticsOf(document.uri).find((diagnostic) => diagnostic.severity === vscode.DiagnosticSeverity.Error),
  );
  const { code } = found;
  const rule = String(typeof code === 'object' ? code.value : code);
  const settings = vscode.workspace.getConfiguration('drydock');
  const same = () => diagnosticsOf(document.uri).find((diagnostic) => diagnostic.message === found.message);
  try {
    await settings.update('severity', { [rule]: 'hint' }, vscode.ConfigurationTarget.Global);
    await until('the hint', () => same()?.severity === vscode.DiagnosticSeverity.Hint || undefined);
    await settings.update('severity', { [rule]: 'off' }, vscode.ConfigurationTarget.Global);
    await until('silence', () => same() === undefined || undefined);
  } finally {
    await settings.update('severity', undefined, vscode.ConfigurationTarget.Global);
  }
  await until('its return', () => same());
});

test('the name of a rule leads to its page in the editor', async () => {
  await api();
  const { document } = await open('broken.yaml');
  const found = await until('diagnostics', () =>
    diagnosticsOf(document.uri).length > 0 ? diagnosticsOf(document.uri) : undefined,
  );
  const code = found.find(({ code }) => typeof code === 'object' && code.value === 'port-number')?.code;
  assert.ok(typeof code === 'object', JSON.stringify(found.map(({ code }) => code)));
  const page = await vscode.workspace.openTextDocument(code.target);
  assert.match(page.getText(), /^# port-number\n/);
  await vscode.commands.executeCommand('drydock.showRules', 'port-number');
  const tab = await until('the page', () => {
    const { input } = vscode.window.tabGroups.activeTabGroup.activeTab ?? {};
    return input instanceof vscode.TabInputCustom ? input : undefined;
  });
  assert.equal(tab.viewType, 'vscode.markdown.preview.editor');
  assert.equal(tab.uri.toString(), code.target.toString());
  await vscode.commands.executeCommand('workbench.action.closeActiveEditor');
});

test('saving repairs what is only spelled wrong', async () => {
  await api();
  const { document } = await open('web.yaml');
  const before = document.getText();
  await edit(document, 'replicas: 4', 'replicsa: 4');
  await until('the error', () => diagnosticsOf(document.uri).length > 0 || undefined);
  const actions = await vscode.commands.executeCommand<vscode.CodeAction[]>(
    'vscode.executeCodeActionProvider',
    document.uri,
    new vscode.Range(0, 0, document.lineCount, 0),
    'source.fixAll.drydock',
  );
  assert.equal(actions.length, 1);
  const [action] = actions;
  assert.ok(action?.edit && (await vscode.workspace.applyEdit(action.edit)));
  assert.equal(document.getText(), before);
  await until('its end', () => diagnosticsOf(document.uri).length === 0 || undefined);
  await vscode.commands.executeCommand('workbench.action.files.revert');
});
