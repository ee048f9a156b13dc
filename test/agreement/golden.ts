import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { gunzipSync, gzipSync } from 'node:zlib';
import type { Verdict } from './verdict.ts';

/** The recorded verdicts on the mutations; those that are accepted without a word are not listed. */
export interface Golden {
  readonly kubernetesVersion: string;
  /** Of the mutations. */
  readonly fingerprint: string;
  /** Fingerprints of the other cases, by their ids. */
  readonly written: Readonly<Record<string, string>>;
  readonly verdicts: readonly Verdict[];
}

/** The recorded verdicts on updates; those that are accepted without a word are not listed. */
export type GoldenUpdates = Omit<Golden, 'written'>;

const updates = new URL('./golden/updates.json.gz', import.meta.url);
const mutations = new URL('./golden/mutations.json.gz', import.meta.url);
const corpus = new URL('./golden/corpus.jsonl', import.meta.url);

export function readGolden(): Golden {
  return read(mutations) as Golden;
}

export function writeGolden(golden: Golden): void {
  write(mutations, golden);
}

export function readGoldenUpdates(): GoldenUpdates {
  return read(updates) as GoldenUpdates;
}

export function writeGoldenUpdates(golden: GoldenUpdates): void {
  write(updates, golden);
}

const read = (file: URL): unknown => JSON.parse(gunzipSync(readFileSync(file)).toString());

function write(file: URL, golden: unknown): void {
  writeFileSync(file, gzipSync(JSON.stringify(golden), { level: 9 }));
}

/** Verdicts on manifests that are not part of the project, by their paths. */
export function readCorpusVerdicts(): readonly Verdict[] {
  return existsSync(corpus) ? linesOf(readFileSync(corpus, 'utf8')) : [];
}

export function linesOf(text: string): readonly Verdict[] {
  return text
    .split('\n')
    .filter((line) => line !== '')
    .map((line) => JSON.parse(line) as Verdict);
}
