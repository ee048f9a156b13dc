// Drydock alone, where a file is one long document, and where a workspace has thousands of manifests.
import { mkdirSync, rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { pathToFileURL } from 'node:url';
import { LanguageClient } from './lsp-client.mjs';
import { longDocument, manifestsOf } from './manifests.mjs';
import { median, percentile } from './statistics.mjs';

const apps = 200;
const manifestsPerApp = 10;
const breaks = 12;
const edits = 20;

export async function workspaceRows({ output, root, quick, tell }) {
  const server = { main: path.join(root, 'dist/server.cjs'), settings: {} };
  const rounds = quick ? 1 : 3;
  const long = longDocument();
  const ofLong = [];
  const ofWorkspace = [];
  for (let round = 1; round <= rounds; round += 1) {
    tell(`Long document and workspace, round ${round} of ${rounds} …`);
    ofLong.push(...(await editLong(server, output, long)));
    ofWorkspace.push(await measureWorkspace(server, output));
  }
  const row = (id, label, unit, ours, atMost) => ({ id, label, unit, ours, target: { atMost } });
  const breaking = ofWorkspace.flatMap(({ breakMs }) => breakMs);
  const of = (name) => median(ofWorkspace.map((run) => run[name]));
  const files = (apps * manifestsPerApp).toLocaleString('en-US');
  return {
    title: 'Editor: one long document, and a large workspace',
    peerName: '',
    rows: [
      row(
        'longDocumentEditP95Ms',
        `${long.lines.toLocaleString('en-US')} lines in one document: edit, p95`,
        'ms',
        percentile(ofLong, 95),
        120,
      ),
      row('workspaceIndexedMs', `${files} manifests read, from start`, 'ms', of('indexedMs'), 3000),
      row('brokenReferenceP95Ms', "edit to the other file's diagnostics, p95", 'ms', percentile(breaking, 95), 50),
      row('workspacePeakMemoryMb', 'peak resident memory of that', 'MB', of('peakMemoryMb'), 250),
    ],
    notes: ['A manifest is read when what it refers to in vain is reported; the workspace is one file for each manifest.'],
    details: {},
  };
}

async function editLong(server, output, { text, position }) {
  const folder = path.join(output, 'long-document');
  const file = path.join(folder, 'long.yaml');
  rmSync(folder, { recursive: true, force: true });
  mkdirSync(folder, { recursive: true });
  writeFileSync(file, text);
  const { client } = await LanguageClient.start(server, folder);
  try {
    const uri = pathToFileURL(file).toString();
    await client.open(uri, text, () => true);
    const isWrong = (diagnostics) => diagnostics.some(({ range }) => range.start.line === position.line);
    const after = { ...position, character: position.character + 1 };
    const times = [];
    for (let index = 0; index < edits; index += 1) {
      await pause(60);
      const { ms } =
        index % 2 === 0
          ? await client.edit(uri, { start: position, end: position }, 'x', isWrong)
          : await client.edit(uri, { start: position, end: after }, '', (diagnostics) => !isWrong(diagnostics));
      times.push(ms);
    }
    return times;
  } finally {
    await client.stop();
  }
}

/** Waits until the last file's mistake is reported, then breaks and mends what another file refers to. */
async function measureWorkspace(server, output) {
  const { folder, last, service, statefulSet } = writeWorkspace(output);
  const started = performance.now();
  const { client } = await LanguageClient.start(server, folder);
  try {
    await client.diagnostics(pathToFileURL(last).toString(), (diagnostics) => diagnostics.length > 0);
    const indexedMs = performance.now() - started;
    const uri = pathToFileURL(service.file).toString();
    await client.open(uri, service.text, () => true);
    const line = service.text.split('\n').findIndex((each) => each.startsWith('  name: '));
    const character = (service.text.split('\n')[line] ?? '').length;
    const other = pathToFileURL(statefulSet).toString();
    const breakMs = [];
    for (let index = 0; index < breaks; index += 1) {
      await pause(300);
      const start = { line, character };
      const isBreaking = index % 2 === 0;
      const end = isBreaking ? start : { line, character: character + 1 };
      const told = (diagnostics) => diagnostics.length > 0 === isBreaking;
      const { ms } = await client.edit(uri, { start, end }, isBreaking ? 'x' : '', told, other);
      breakMs.push(ms);
    }
    return { indexedMs, breakMs, peakMemoryMb: client.peakMemoryMb() };
  } finally {
    await client.stop();
  }
}

function writeWorkspace(output) {
  const folder = path.join(output, 'large-workspace');
  rmSync(folder, { recursive: true, force: true });
  const fileOf = (app, index) => path.join(folder, app, `${index}.yaml`);
  const named = (index) => `shop-${String(index).padStart(3, '0')}`;
  for (let index = 1; index <= apps; index += 1) {
    mkdirSync(path.join(folder, named(index)), { recursive: true });
    manifestsOf(named(index)).forEach((lines, at) => writeFileSync(fileOf(named(index), at), `${lines.join('\n')}\n`));
  }
  // The last file that is read has something to report about the others.
  const last = path.join(folder, 'zzz.yaml');
  const missing = manifestsOf('nobody')[9].join('\n');
  writeFileSync(last, `${missing}\n`);
  const app = named(apps / 2);
  const service = { file: fileOf(app, 4), text: `${manifestsOf(app)[4].join('\n')}\n` };
  return { folder, last, service, statefulSet: fileOf(app, 3) };
}

function pause(ms) {
  return new Promise((resolve) => setTimeout(resolve, ms));
}
