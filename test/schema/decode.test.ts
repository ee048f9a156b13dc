import { readFileSync } from 'node:fs';
import { expect, it } from 'vitest';
import structure from '../../schemas/kubernetes-1.37.json' with { type: 'json' };
import { createSchema } from '../../server/src/schema/index.ts';
import type { Structure } from '../../server/src/schema/structure.ts';
import { parseYaml } from '../../server/src/yaml/index.ts';

/** Recorded by test/reference/schema: what the API server's strict decoder says. */
interface Answer {
  readonly text: string;
  /** The first error for which nothing is decoded; the decoder goes on to no other. */
  readonly fatal?: string;
  /** Errors about fields that it does not know. */
  readonly strict?: readonly string[];
}

const answers = readFileSync(new URL('golden/decode.jsonl', import.meta.url), 'utf8')
  .trim()
  .split('\n')
  .map((line): Answer => JSON.parse(line));
const schema = createSchema(structure as unknown as Structure);

it.each(answers)('judges $text', ({ text, fatal, strict }) => {
  const value = parseYaml(text)[0]!.value as { readonly apiVersion: string; readonly kind: string };
  const problems = schema.checkShape(value.apiVersion, value.kind, value);
  const messages = (code: string) => problems.filter((problem) => problem.code === code).map((problem) => problem.message);
  if (fatal !== undefined) {
    expect(messages('wrong-type')).toContain(fatal);
    return;
  }
  expect(messages('wrong-type')).toEqual([]);
  const unknown = messages('unknown-field').map((message) => message.replace(/ \(did you mean .*/, ''));
  expect(unknown.sort()).toEqual((strict ?? []).map((message) => `strict decoding error: ${message}`).sort());
});
