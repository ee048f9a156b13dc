import { readdirSync, readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { completions } from '../../server/src/language/completion/index.ts';
import { definitions } from '../../server/src/language/definition.ts';
import { hover } from '../../server/src/language/hover.ts';
import { createLanguageContext, fileDiagnostics } from '../../server/src/language/service.ts';
import { allStructures } from '../structures.ts';

const folder = new URL('../samples/', import.meta.url);
const samples = readdirSync(folder).filter((name) => name.endsWith('.yaml'));

describe('at any place of any sample', () => {
  it.each(samples)('%s answers, and its ranges lie in the text', (name) => {
    const text = readFileSync(new URL(name, folder), 'utf8');
    const context = createLanguageContext(allStructures, () => ({}));
    const uri = `file:///${name}`;
    context.workspace.set(uri, text);
    const file = context.workspace.file(uri);
    if (!file) throw new Error('no file');
    let offered = 0;
    for (let offset = 0; offset <= text.length; offset += 3) {
      const ranges = [
        hover(context, file, offset)?.range,
        definitions(context, file, offset)?.origin,
        ...completions(context, file, offset).map(({ change }) => change.range),
      ];
      for (const range of ranges.filter((each) => each !== undefined)) {
        offered += 1;
        expect(range.start).toBeLessThanOrEqual(offset);
        expect(range.end).toBeGreaterThanOrEqual(offset);
        expect(text.slice(range.start, range.end)).not.toContain('\n');
      }
    }
    expect(offered).toBeGreaterThan(text.length / 30);
  });

  it.each(samples)('%s may end anywhere', (name) => {
    const text = readFileSync(new URL(name, folder), 'utf8');
    const context = createLanguageContext(allStructures, () => ({}));
    const uri = `file:///${name}`;
    for (let end = 0; end <= text.length; end += 11) {
      context.workspace.set(uri, text.slice(0, end));
      const file = context.workspace.file(uri);
      if (!file) throw new Error('no file');
      for (const { range } of fileDiagnostics(context, file)) {
        expect(range.start).toBeGreaterThanOrEqual(0);
        expect(range.end).toBeLessThanOrEqual(end);
      }
      for (const { change } of completions(context, file, end)) expect(change.range.end).toBe(end);
    }
  });
});
