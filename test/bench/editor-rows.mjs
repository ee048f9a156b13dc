import { findMistakes, isError, measureTyping, prepareEditor } from './editor.mjs';
import { mistakes } from './mistakes.mjs';
import { yamlLanguageServer } from './peers.mjs';
import { median, percentile } from './statistics.mjs';

const peerPrefix = 'yamlLanguageServer';

/** Ours and theirs in turns, so that what the machine does meanwhile meets both. */
export async function editorRows({ output, root, quick, withPeers, tell }) {
  const peer = withPeers ? yamlLanguageServer() : undefined;
  const setup = prepareEditor(output, root, peer);
  const rounds = quick ? 1 : 4;
  const edits = quick ? { ours: 40, theirs: 6 } : { ours: 50, theirs: 8 };
  const ours = [];
  const theirs = [];
  for (let round = 1; round <= rounds; round += 1) {
    tell(`Editor, round ${round} of ${rounds} …`);
    ours.push(await measureTyping(setup.drydock, setup, edits.ours));
    if (setup.peer) theirs.push(await measureTyping(setup.peer, setup, edits.theirs));
  }
  tell('Looking for mistakes …');
  // Ours has to say what the API server says; of theirs, anything said about the right manifest counts.
  const found = await findMistakes(setup.drydock, setup, (each, mistake) => isError(each) && each.message.includes(mistake.says));
  const foundByPeer = setup.peer && (await findMistakes(setup.peer, setup, () => true));
  return {
    title: `Editor: ${setup.long.lines.toLocaleString('en-US')} lines in ${setup.long.documents} documents`,
    peerName: peer ? `yaml-language-server ${peer.version}` : 'yaml-language-server',
    rows: [...timeRows(ours, theirs), ...mistakeRows(found, foundByPeer)],
    notes: notes(ours, theirs, peer, found),
    details: {
      missedSemanticErrors: found.missed,
      ...(peer && { yamlLanguageServerVersion: peer.version, yamlLanguageServerDebounceMs: peer.debounceMs ?? null }),
    },
  };
}

function timeRows(ours, theirs) {
  const row = (id, label, unit, of, target) => ({
    id,
    label,
    unit,
    ours: of(ours),
    peer: peerPrefix,
    theirs: of(theirs),
    target,
  });
  const medianOf = (name) => (runs) => median(runs.map((run) => run[name]).filter((value) => value !== undefined));
  const editsAt = (percent) => (runs) => percentile(allEdits(runs), percent);
  return [
    row('initializeMs', 'start to initialized', 'ms', medianOf('initializeMs'), { atMost: 100 }),
    row('firstOpenMs', 'first open to diagnostics', 'ms', medianOf('firstOpenMs'), { atMost: 250 }),
    row('editToDiagnosticsP50Ms', 'edit to diagnostics, p50', 'ms', editsAt(50)),
    row('editToDiagnosticsP95Ms', 'edit to diagnostics, p95', 'ms', editsAt(95), { atMost: 16 }),
    row('peakMemoryMb', 'peak resident memory', 'MB', medianOf('peakMemoryMb'), { atMost: 150 }),
  ];
}

function mistakeRows(found, foundByPeer) {
  const of = `of ${mistakes.length}`;
  const row = (id, label, name) => ({
    id,
    label,
    unit: 'count',
    ours: found[name],
    peer: peerPrefix,
    theirs: foundByPeer?.[name],
  });
  return [
    row('semanticErrorsFound', `semantic errors found, ${of}`, 'found'),
    row('falseReports', 'errors reported in the same files without them', 'falseReports'),
  ];
}

function notes(ours, theirs, peer, found) {
  const edits = [`${allEdits(ours).length} edits`, ...(peer ? [`${allEdits(theirs).length} of theirs`] : [])].join(', ');
  const lines = [`${edits}, one character each, at a typist's pace.`];
  if (peer?.debounceMs)
    lines.push(`Of their time to diagnostics, ${peer.debounceMs} ms are a pause that yaml-language-server makes on purpose.`);
  lines.push('The semantic errors are of the kind that no JSON schema can express; each is refused by the API server.');
  if (found.missed.length > 0) lines.push(`Not found by Drydock: ${found.missed.join('; ')}.`);
  return lines;
}

function allEdits(runs) {
  return runs.flatMap((run) => run.editMs);
}
