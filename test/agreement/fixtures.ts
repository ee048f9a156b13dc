import { readdirSync, readFileSync } from 'node:fs';
import { readFixture } from '../validation/fixture.ts';
import type { Case } from './mutations.ts';
import { splitText } from './documents.ts';

const folder = new URL('../validation/fixtures/', import.meta.url);

/** What would make a fixture of hundreds of kilobytes: annotations of 256 KiB in all, and one byte more. */
export function largeCases(): readonly Case[] {
  return [0, 1].map((more) => {
    const metadata = { name: 'large', annotations: { a: 'a'.repeat(256 * 1024 - 1 + more) } };
    return { id: `annotations-${more}`, text: JSON.stringify({ apiVersion: 'v1', kind: 'ConfigMap', metadata }) };
  });
}

/** The documents of the rules' fixtures: each rule has some that break it and some that come near. */
export function fixtureCases(): readonly Case[] {
  const files = readdirSync(folder).filter((name) => name.endsWith('.yaml'));
  return files.sort().flatMap((name) => {
    const { text } = readFixture(readFileSync(new URL(name, folder), 'utf8'));
    return splitText(text).map((document, index): Case => ({ id: `${name}#${index}`, text: document }));
  });
}
