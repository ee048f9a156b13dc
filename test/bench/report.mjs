// What was measured, side by side, with the ratio and what Drydock is meant to reach.
import pc from 'picocolors';

/**
 * @typedef {object} Row
 * @property {string} id name of Drydock's figure in the JSON
 * @property {string} label
 * @property {'ms' | 'MB' | 'times' | 'count'} unit
 * @property {number | undefined} ours
 * @property {string} [peer] prefix of the peer's figure in the JSON
 * @property {number | undefined} [theirs]
 * @property {{ atMost?: number, atLeast?: number }} [target]
 */

/** All figures by name; null where nothing could be measured. */
export function figures(rows) {
  const result = {};
  for (const { id, ours, peer, theirs, target } of rows) {
    result[id] = ours ?? null;
    if (peer) result[`${peer}${id[0].toUpperCase()}${id.slice(1)}`] = theirs ?? null;
    if (target) result[`${id}TargetMet`] = ours === undefined ? null : isMet(ours, target);
  }
  return result;
}

/** One section as text: columns for ours, theirs, the ratio and the target. */
export function table(title, peerName, rows) {
  const cells = rows.map(({ label, unit, ours, theirs, target }) => [
    label,
    shown(ours, unit),
    shown(theirs, unit),
    unit === 'ms' || unit === 'MB' ? ratio(ours, theirs) : '',
    verdict(ours, target, unit),
  ]);
  const header = ['', 'Drydock', peerName, 'ratio', 'target'];
  const widths = header.map((name, column) => Math.max(...[[...header], ...cells].map((row) => row[column].length), name.length));
  const line = (row) =>
    row
      .map((cell, column) => (column === 0 || column === 4 ? cell.padEnd(widths[column]) : cell.padStart(widths[column])))
      .join('  ');
  return [pc.bold(title), pc.dim(line(header)), ...cells.map((row) => coloured(line(row).trimEnd(), row[4]))].join('\n');
}

/** How many times as much it takes the other. */
function ratio(ours, theirs) {
  if (ours === undefined || theirs === undefined || ours <= 0) return '—';
  return `${number(theirs / ours)} ×`;
}

function verdict(ours, target, unit) {
  if (!target) return '';
  const wish = target.atMost === undefined ? `≥ ${target.atLeast}` : `≤ ${target.atMost}`;
  const said = `${wish}${unit === 'times' || unit === 'count' ? '' : ` ${unit}`}`;
  return ours === undefined ? said : `${said}  ${isMet(ours, target) ? 'met' : 'missed'}`;
}

function isMet(ours, { atMost = Infinity, atLeast = -Infinity }) {
  return ours <= atMost && ours >= atLeast;
}

function coloured(line, verdictText) {
  if (verdictText.endsWith('missed')) return line.replace(/missed$/, pc.red('missed'));
  return line.replace(/met$/, pc.green('met'));
}

function shown(value, unit) {
  if (value === undefined) return '—';
  if (unit === 'count') return String(value);
  return unit === 'times' ? `${number(value)} ×` : `${number(value)} ${unit}`;
}

function number(value) {
  if (value >= 100) return Math.round(value).toLocaleString('en-US');
  return value.toFixed(value >= 10 ? 1 : 2);
}
