import { readdirSync, readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { readBlocks } from '../../server/src/yaml/block-reader.ts';
import { parseWhole } from '../../server/src/yaml/compose.ts';
import { splitStream } from '../../server/src/yaml/split.ts';
import { edited } from '../fuzz/edits.ts';
import { Draw } from '../swarm/draw.ts';

const folder = (name: string): URL => new URL(`../${name}/`, import.meta.url);

function documentsIn(name: string): readonly string[] {
  const files = readdirSync(folder(name)).filter((file) => file.endsWith('.yaml'));
  return files.flatMap((file) => documentsOf(readFileSync(new URL(file, folder(name)), 'utf8')));
}

function documentsOf(stream: string): readonly string[] {
  return splitStream(stream)
    .filter(({ badSeparator }) => badSeparator === undefined)
    .map(({ text }) => text);
}

const manifests = [...documentsIn('samples'), ...documentsIn('validation/fixtures')];
const cases = JSON.parse(readFileSync(new URL('../reference/yaml/cases.json', import.meta.url), 'utf8')) as Record<
  string,
  string[]
>;
const small = Object.values(cases).flat();

/** Whether the quick reader takes the text; if so, it has to say what the parser says. */
function agrees(text: string): boolean {
  const quick = readBlocks(text);
  if (quick) expect(quick, JSON.stringify(text)).toStrictEqual(parseWhole(text));
  return quick !== undefined;
}

describe('the reader of block YAML', () => {
  it('takes nearly all manifests, and reads them as the parser does', () => {
    const taken = manifests.filter(agrees);
    expect(taken.length / manifests.length).toBeGreaterThan(0.9);
  });

  it.each(small.map((text) => [text]))('reads %j as the parser does, if at all', (text) => {
    for (const each of [text, `k: ${text}\n`, `- ${text}\n`, `${text}: v\n`, `k: [${text}]\n`, `k: |\n  ${text}\nl: v\n`])
      agrees(each);
  });

  it.each([1, 2, 3, 4])('reads manifests with random edits as the parser does (seed %i)', (seed) => {
    const draw = new Draw(seed);
    let taken = 0;
    for (let run = 0; run < 400; run += 1) {
      let text = draw.pick(manifests);
      for (let count = draw.between(1, 3); count > 0; count -= 1) text = edited(text, draw);
      taken += documentsOf(text).filter(agrees).length;
    }
    // Were all of them refused, nothing would have been compared.
    expect(taken).toBeGreaterThan(80);
  });

  it.each([
    ['an anchor', 'a: &x 1\n'],
    ['an alias', 'a: *x\n'],
    ['a tag', 'a: !!str 1\n'],
    ['a merge key', '<<: {a: b}\n'],
    ['text over two lines', 'a: b\n  c\n'],
    ['a folded scalar', 'a: >\n  b\n'],
    ['a tab', 'a:\tb\n'],
    ['a repeated key', 'a: 1\na: 2\n'],
    ['a key that is no string', '1: a\n'],
    ['an explicit key', '? a\n: b\n'],
    ['a second document', 'a: b\n...\nc: d\n'],
    ['a quote without an end', 'a: "b\n'],
    ['flow over two lines', 'a: [b,\n  c]\n'],
    ['a bad indentation', 'a:\n    b: 1\n  c: 2\n'],
    ['a key without a colon', 'a: 1\nb\n'],
    ['deep nesting', `${'- '.repeat(100)}x\n`],
  ])('leaves %s to the parser', (_, text) => {
    expect(readBlocks(text)).toBeUndefined();
  });
});
