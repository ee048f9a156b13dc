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

const mutations = new URL('./golden/mutations.json.gz', import.meta.url);
const corpus = new URL('./golden/corpus.jsonl', import.meta.url);

export function readGolden(): Golden {
  return JSON.parse(gunzipSync(readFileSync(mutations)).toString()) as Golden;
}

export function writeGolden(golden: Golden): void {
  writeFileSync(mutations, gzipSync(JSON.stringify(golden), { level: 9 }));
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
