import { readdirSync, readFileSync } from 'node:fs';
import { readFixture } from '../validation/fixture.ts';
import type { Case } from './mutations.ts';
import { splitText } from './documents.ts';

const folder = new URL('../validation/fixtures/', import.meta.url);

/** The documents of the rules' fixtures: each rule has some that break it and some that come near. */
export function fixtureCases(): readonly Case[] {
  const files = readdirSync(folder).filter((name) => name.endsWith('.yaml'));
  return files.sort().flatMap((name) => {
    const { text } = readFixture(readFileSync(new URL(name, folder), 'utf8'));
    return splitText(text).map((document, index): Case => ({ id: `${name}#${index}`, text: document }));
  });
}
