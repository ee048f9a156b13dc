import { afterAll, afterEach, beforeAll, expect, it } from 'vitest';
import { bundleServer, Editor, removeBundles } from './editor.ts';

let dist = '';
let editor: Editor;
const uri = 'file:///manifests/set.yaml';

beforeAll(async () => {
  dist = await bundleServer();
}, 60_000);
afterAll(() => {
  removeBundles(dist);
});
afterEach(async () => {
  await editor.stop();
});

const job = (image: string, parallelism = 1): string => `apiVersion: batch/v1
kind: Job
metadata: { name: report }
spec:
  parallelism: ${parallelism}
  template:
    spec:
      restartPolicy: Never
      containers:
        - name: report
          image: ${image}
`;
const ofUpdates = ({ code }: { readonly code?: string | number }): boolean => String(code).startsWith('update-');

it('warns of changes since the last commit that a cluster refuses, and offers what was there', { timeout: 60_000 }, async () => {
  editor = await Editor.start(dist, {});
  await editor.open(uri, job('report:2', 3));
  await editor.connection.sendNotification('drydock/committedText', { uri, text: job('report:1') });
  const [found] = await editor.diagnostics(uri, (all) => all.some(ofUpdates));
  expect(found).toMatchObject({ code: 'update-job', severity: 2, range: { start: { line: 10, character: 17 } } });
  expect(found?.message).toContain('spec.template: Invalid value: {…}: field is immutable');
  expect(found?.message).toContain('Delete the Job and apply it anew');
  const actions = await editor.connection.sendRequest<{ title: string }[]>('textDocument/codeAction', {
    textDocument: { uri },
    range: found?.range,
    context: { diagnostics: [] },
  });
  expect(actions.map(({ title }) => title)).toContain('Restore image as in the last commit');
  await editor.edit(uri, 'report:2', 'report:1');
  await editor.diagnostics(uri, (all) => !all.some(ofUpdates));
});

it('says nothing of files that are new, and nothing if it is not wanted', { timeout: 60_000 }, async () => {
  editor = await Editor.start(dist, {});
  await editor.open(uri, job('report:2'));
  await editor.connection.sendNotification('drydock/committedText', { uri, text: job('report:1') });
  await editor.diagnostics(uri, (all) => all.some(ofUpdates));
  await editor.connection.sendNotification('drydock/committedText', { uri, text: null });
  await editor.diagnostics(uri, (all) => !all.some(ofUpdates));
  await editor.connection.sendNotification('drydock/committedText', { uri, text: job('report:1') });
  await editor.diagnostics(uri, (all) => all.some(ofUpdates));
  editor.settings = { compareWithCommitted: false };
  await editor.connection.sendNotification('workspace/didChangeConfiguration', { settings: null });
  await editor.diagnostics(uri, (all) => !all.some(ofUpdates));
});
