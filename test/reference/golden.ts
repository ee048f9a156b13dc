import { readFileSync } from 'node:fs';
import { gunzipSync } from 'node:zlib';

/** The recorded answers of a function of Kubernetes, in `golden/functions/<name>.jsonl.gz`. */
export function recorded<T>(name: string): T[] {
  const zipped = readFileSync(new URL(`golden/functions/${name}.jsonl.gz`, import.meta.url));
  return gunzipSync(zipped)
    .toString('utf8')
    .trimEnd()
    .split('\n')
    .map((line) => JSON.parse(line) as T);
}

/**
 * The answers that are not ours, as text: the first few whole, so that a failure shows where to look. An empty list is what
 * a test expects.
 */
export function disagreements<T>(answers: readonly T[], differs: (answer: T) => string | undefined): string[] {
  const found: string[] = [];
  for (const answer of answers) {
    const difference = differs(answer);
    if (difference !== undefined) found.push(difference);
  }
  return found.length > 5 ? [`${found.length} of ${answers.length}`, ...found.slice(0, 5)] : found;
}
