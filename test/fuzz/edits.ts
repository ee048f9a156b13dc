import type { Draw } from '../swarm/draw.ts';

/** One thing that somebody, or something, does to a text. */
type Edit = (text: string, draw: Draw) => string;

/** What means something in YAML, or to those who read it. */
const fragments: readonly string[] = [
  ...[
    '\n',
    '\n\n',
    ' ',
    '  ',
    ':',
    ': ',
    '- ',
    '-',
    '#',
    ' # c',
    '\n# c\n',
    '\n\n# c\n',
    '\n   \n',
    '"',
    "'",
    '|',
    '|-\n',
    '|+\n',
  ],
  ...[
    '>',
    '>-\n  a\n  b\n',
    '[',
    ']',
    '{',
    '}',
    ',',
    '?',
    '? ',
    '%',
    '%YAML 1.2\n',
    '@',
    '`',
    '~',
    '=',
    '\\',
    '\\n',
    '\\u00e9',
    '\\x',
  ],
  ...[
    '---\n',
    '---',
    '--- x\n',
    '...\n',
    '\t',
    '\r\n',
    '\r',
    '\0',
    '\u0001',
    '\u0085',
    '\uFEFF',
    '\u2028',
    '\u00a0',
    'é',
    '漢字',
  ],
  ...['\u{1F6A2}', '\uD83D', '\uDEA2', 'e\u0301', '\u202E', '\uE000', '\uFFFF'],
  ...['null', 'yes', 'off', 'true', '0x1F', '0o17', '0644', '1e3', '-.5', '.inf', '.nan', '12:30', '2024-01-01', '-1', '1_000'],
  ...['9007199254740993', '18446744073709551616', '-9223372036854775809', `1${'0'.repeat(400)}`, '1e999', '5Gi', '100m', '150%'],
  ...[
    '&a ',
    '*a',
    '&a *a',
    '<<: *a\n',
    '<<: [*a, *a]\n',
    '!!str ',
    '!!int ',
    '!!binary aGk=',
    '!x ',
    '!<tag:x> ',
    '!!float ',
    '!!set ',
  ],
  ...[
    '""',
    "''",
    '[]',
    '{}',
    '{a: b}',
    '[a, "b"]',
    '[a:b]',
    '[[[[',
    '{a: {b: {c: {',
    'key: v\n',
    '- x\n',
    '  - y\n',
    '{{ .Values.x }}',
  ],
  ...[
    '__proto__: x\n',
    'constructor: x\n',
    'toString: x\n',
    'apiVersion: v1\n',
    'kind: List\n',
    'kind: Pod\n',
    'items:\n',
    'status: {}\n',
  ],
];

const edits: readonly Edit[] = [
  (text, draw) => spliced(text, draw, 0, draw.pick(fragments)),
  (text, draw) => spliced(text, draw, draw.between(1, 6), ''),
  (text, draw) => spliced(text, draw, draw.between(1, 60), draw.pick(fragments)),
  (text, draw) => text.slice(0, draw.between(0, text.length)),
  (text, draw) => text.slice(draw.between(0, Math.min(text.length, 200))),
  (text, draw) => onLines(text, draw, (lines, at, other) => ([lines[at], lines[other]] = [lines[other] ?? '', lines[at] ?? ''])),
  (text, draw) => onLines(text, draw, (lines, at, other) => lines.splice(at, 0, lines[other] ?? '')),
  (text, draw) => onLines(text, draw, (lines, at) => lines.splice(at, draw.between(1, 3))),
  (text, draw) => onLine(text, draw, (line) => ' '.repeat(draw.between(1, 4)) + line),
  (text, draw) => onLine(text, draw, (line) => line.replace(/^ {1,2}/, '')),
  (text, draw) => onLine(text, draw, (line) => line.replace(/^ */, (indent) => '\t'.repeat(indent.length / 2))),
  (text, draw) =>
    onLine(text, draw, (line) => line.replace(/(: |- )(?!.*(: |- )).*/, (_, sign) => `${sign}${draw.pick(fragments)}`)),
  (text, draw) => onLine(text, draw, (line) => line.replace(/\S+:/, (key) => `${draw.pick(fragments)}${key}`)),
  (text, draw) => onLine(text, draw, (line) => line.replace(/(: |- )/, (sign) => `${sign}&a `)),
  (text, draw) => onLine(text, draw, (line) => line.replace(/(: |- ).*/, (_, sign) => `${sign}*a`)),
  (text, draw) => (draw.chance(0.5) ? text.replaceAll(/\r?\n/g, '\r\n') : text.replaceAll('\r\n', '\n')),
  (text, draw) => (draw.chance(0.5) ? `\uFEFF${text}` : text.replaceAll('\uFEFF', '')),
  (text, draw) => spliced(text, draw, 0, nested(draw)),
];

/** Rare, for they leave little of the text to edit further. */
const rareEdits: readonly Edit[] = [
  (text, draw) => spliced(text, draw, 0, `${draw.pick(['[', '{a: ', '- ', '? '])}`.repeat(draw.between(100, 3000))),
  (text, draw) => spliced(text, draw, 0, aliasBomb),
  (text, draw) => spliced(text, draw, 0, draw.pick(['x', ' ', '9', '"', '\n', '# '])).repeat(draw.between(1, 3)),
  (text) => text.split('\n').toReversed().join('\n'),
  (text) => [...text].toReversed().join(''),
];

const aliasBomb = ['a: &a [x, x, x, x, x, x, x, x]', ...'bcdefgh']
  .map((line, index) => (index === 0 ? line : `${line}: &${line} [${`*${'abcdefgh'[index - 1]}, `.repeat(8)}]`))
  .join('\n');

/** The text after one random edit, kept to a manifest's size. */
export function edited(text: string, draw: Draw): string {
  const edit = draw.chance(0.003) ? draw.pick(rareEdits) : draw.pick(edits);
  return edit(text, draw).slice(0, 20_000);
}

function spliced(text: string, draw: Draw, removed: number, put: string): string {
  const at = draw.between(0, text.length);
  return text.slice(0, at) + put + text.slice(at + removed);
}

function onLines(text: string, draw: Draw, change: (lines: string[], at: number, other: number) => unknown): string {
  const lines = text.split('\n');
  change(lines, draw.between(0, lines.length - 1), draw.between(0, lines.length - 1));
  return lines.join('\n');
}

function onLine(text: string, draw: Draw, change: (line: string) => string): string {
  return onLines(text, draw, (lines, at) => (lines[at] = change(lines[at] ?? '')));
}

function nested(draw: Draw): string {
  const depth = draw.between(2, 40);
  if (draw.chance(0.5)) return `\n${'- '.repeat(depth)}x\n`;
  return draw.list(depth, (level) => `\n${' '.repeat(level)}k:`).join('');
}
