import { catalogue, documentedRule, knownRules } from '../../language/catalogue.ts';
import { documentRule } from '../../validation/docs.ts';
import { UsageError } from './files.ts';

/** `drydock explain`: a rule's page, or a line for each rule. */
export function explain(id: string | undefined): string {
  if (id === undefined) return list();
  const rule = documentedRule(id);
  if (rule) return documentRule(rule);
  const alike = mostAlike(id.toLowerCase().split('-'));
  const hint = alike.length > 0 ? `; like it are ${alike.join(', ')}` : '';
  throw new UsageError(`there is no rule "${id}"${hint}`);
}

function list(): string {
  const width = Math.max(...catalogue.map((rule) => rule.id.length));
  return catalogue.map((rule) => `${rule.id.padEnd(width)}  ${rule.severity.padEnd(11)}  ${rule.summary}`).join('\n');
}

/** The rules that share most words. */
function mostAlike(words: readonly string[]): readonly string[] {
  const shared = [...knownRules].map((id) => ({ id, count: id.split('-').filter((word) => words.includes(word)).length }));
  const most = Math.max(...shared.map(({ count }) => count));
  return most === 0
    ? []
    : shared
        .filter(({ count }) => count === most)
        .map(({ id }) => id)
        .slice(0, 5);
}
