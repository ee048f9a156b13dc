// Two language servers, one editor: the same file opened, the same letters typed, the same mistakes looked for.
import { mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { pathToFileURL } from 'node:url';
import { jsonSchema } from './json-schema.mjs';
import { LanguageClient } from './lsp-client.mjs';
import { longFile, usedKinds } from './manifests.mjs';
import { mistakes, mistakesFile } from './mistakes.mjs';

/** Milliseconds between an answer and the next keystroke, over and over: how one types, with the pauses in which servers catch up. */
const typingRhythm = [40, 90, 60, 160, 50, 240, 70, 110];
const errorSeverity = 1;

/** Writes the workspace and says how to start either server in it. */
export function prepareEditor(output, root, peer) {
  const folder = path.join(output, 'workspace');
  rmSync(folder, { recursive: true, force: true });
  const long = longFile();
  const files = { 'long.yaml': long.text, 'wrong.yaml': mistakesFile(true).text, 'right.yaml': mistakesFile(false).text };
  for (const [name, text] of Object.entries(files)) {
    mkdirSync(path.join(folder, path.parse(name).name), { recursive: true });
    writeFileSync(fileIn(folder, name), text);
  }
  const schemaFile = path.join(output, 'kubernetes.schema.json');
  const structure = JSON.parse(readFileSync(path.join(root, 'schemas/kubernetes-1.37.json'), 'utf8'));
  writeFileSync(schemaFile, JSON.stringify(jsonSchema(structure, usedKinds)));
  return {
    folder,
    long,
    drydock: { main: path.join(root, 'dist/server.cjs'), settings: {} },
    peer: peer && { main: peer.main, settings: peerSettings(schemaFile) },
  };
}

/** Each file is alone in a folder of its own, which is all that the server is given to see. */
function fileIn(folder, name) {
  return path.join(folder, path.parse(name).name, name);
}

/** Validation with our schema alone: nothing is fetched. */
function peerSettings(schemaFile) {
  return {
    yaml: {
      validate: true,
      schemas: { [pathToFileURL(schemaFile).toString()]: '*.yaml' },
      schemaStore: { enable: false },
      kubernetesCRDStore: { enable: false },
    },
  };
}

/** A fresh server: how soon it is there, how soon it has read the long file, and how soon it answers each keystroke. */
export async function measureTyping(server, { folder, long }, edits) {
  const file = fileIn(folder, 'long.yaml');
  const { client, initializeMs } = await LanguageClient.start(server, path.dirname(file));
  try {
    const uri = pathToFileURL(file).toString();
    const opened = await client.open(uri, long.text, (diagnostics) => mentions(diagnostics, long.plantedLine));
    const editMs = [];
    for (let index = 0; index < edits; index += 1) {
      await pause(typingRhythm[index % typingRhythm.length]);
      editMs.push(await typeOne(client, uri, long.positions, index));
    }
    return { initializeMs, firstOpenMs: opened.ms, editMs, peakMemoryMb: client.peakMemoryMb() };
  } finally {
    await client.stop();
  }
}

/** Types a letter, and takes it away the next time, each pair in another document. */
async function typeOne(client, uri, positions, index) {
  const pair = Math.floor(index / 2);
  const start = positions[pair % positions.length];
  const end = { line: start.line, character: start.character + 1 };
  const typed = index % 2 === 0;
  const letter = String.fromCharCode('a'.charCodeAt(0) + (pair % 26));
  const answer = typed
    ? await client.edit(uri, { start, end: start }, letter, (diagnostics) => mentions(diagnostics, start.line))
    : await client.edit(uri, { start, end }, '', (diagnostics) => !mentions(diagnostics, start.line));
  return answer.ms;
}

/**
 * How many of the mistakes a server finds, and how many it reports in the same manifests without them.
 * @param {(diagnostic: object, mistake: object) => boolean} counts what is a report of a mistake
 */
export async function findMistakes(server, { folder }, counts) {
  const wrong = mistakesFile(true);
  const inWrong = await allDiagnostics(server, fileIn(folder, 'wrong.yaml'), wrong.text);
  const inRight = await allDiagnostics(server, fileIn(folder, 'right.yaml'), mistakesFile(false).text);
  const missed = mistakes.filter((mistake, index) => {
    const end = wrong.starts[index + 1] ?? Infinity;
    const within = inWrong.filter(({ range }) => range.start.line >= wrong.starts[index] && range.start.line < end);
    return !within.some((diagnostic) => counts(diagnostic, mistake));
  });
  return {
    found: mistakes.length - missed.length,
    missed: missed.map(({ title }) => title),
    falseReports: inRight.filter(isError).length,
  };
}

export function isError({ severity }) {
  return severity === undefined || severity === errorSeverity;
}

/** The first answer may come before the schema has been read; a line more at the top brings the answer that counts. */
async function allDiagnostics(server, file, text) {
  const { client } = await LanguageClient.start(server, path.dirname(file));
  try {
    const uri = pathToFileURL(file).toString();
    await client.open(uri, text, () => true);
    await pause(500);
    const start = { line: 0, character: 0 };
    const { diagnostics } = await client.edit(uri, { start, end: start }, '# checked\n', () => true);
    return diagnostics.map((diagnostic) => ({ ...diagnostic, range: oneLineUp(diagnostic.range) }));
  } finally {
    await client.stop();
  }
}

function oneLineUp({ start, end }) {
  return { start: { ...start, line: start.line - 1 }, end: { ...end, line: end.line - 1 } };
}

function mentions(diagnostics, line) {
  return diagnostics.some(({ range }) => range.start.line === line);
}

function pause(ms) {
  return new Promise((resolve) => setTimeout(resolve, ms));
}
