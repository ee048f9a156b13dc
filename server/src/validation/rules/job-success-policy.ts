import { byteLength } from '../../kubernetes/names.ts';
import type { ApiTypes } from '../../kubernetes/api.ts';
import type { FieldPath } from '../../kubernetes/path.ts';
import { type FieldError, goQuote, invalid, required, tooLong, tooMany } from '../field-error.ts';
import { negativeDetail } from '../numbers.ts';
import { defineRule, type Written } from '../rule.ts';

type Rule = Written<ApiTypes['batch.v1.SuccessPolicyRule']>;

const mostRules = 20;
const longest = 64 * 1024;

/** Source: pkg/apis/batch/validation/validation.go (validateSuccessPolicy, validateIndexesFormat) */
export default defineRule({
  id: 'job-success-policy',
  covers: [],
  summary: 'A success policy is for Indexed Jobs; its rules name indexes in order, or a number of them that can be reached.',
  docs: 'https://kubernetes.io/docs/concepts/workloads/controllers/job/#success-policy',
  severity: 'error',
  on: 'batch.v1.JobSpec',
  *check({ successPolicy, completionMode, completions = 0 }, site) {
    if (successPolicy === undefined) return;
    const { rules = [] } = successPolicy;
    if (completionMode !== 'Indexed') {
      yield invalid(site.at('successPolicy'), printed(successPolicy.rules), 'requires indexed completion mode');
      return;
    }
    const path = site.at('successPolicy', 'rules');
    if (rules.length === 0) {
      yield required(path, 'at least one rules must be specified when the successPolicy is specified');
    }
    if (rules.length > mostRules) yield tooMany(path, rules.length, mostRules);
    for (const [index, rule] of rules.entries()) {
      yield* ruleErrors(rule, completions, [...path, index]);
    }
  },
});

/** As Go prints the internal type. */
function printed(rules: readonly Rule[] | undefined): unknown {
  const list = rules?.map(({ succeededIndexes, succeededCount }) => ({
    SucceededIndexes: succeededIndexes ?? null,
    SucceededCount: succeededCount ?? null,
  }));
  return { Rules: list ?? null };
}

function* ruleErrors({ succeededIndexes, succeededCount }: Rule, completions: number, at: FieldPath): Iterable<FieldError> {
  if (succeededCount === undefined && succeededIndexes === undefined) {
    yield required(at, 'at least one of succeededCount or succeededIndexes must be specified');
  }
  const indexes = countIndexes(succeededIndexes ?? '', completions);
  if (succeededIndexes !== undefined) {
    if (byteLength(succeededIndexes) > longest) yield tooLong([...at, 'succeededIndexes'], longest);
    if (typeof indexes === 'string') {
      yield invalid([...at, 'succeededIndexes'], succeededIndexes, `error parsing succeededIndexes: ${indexes}`);
    }
  }
  if (succeededCount === undefined) return;
  const path = [...at, 'succeededCount'];
  const atMost = (most: number, of: string) => `must be less than or equal to ${most} (the number of ${of})`;
  if (succeededCount < 0) yield invalid(path, succeededCount, negativeDetail);
  if (succeededCount > completions) yield invalid(path, succeededCount, atMost(completions, 'specified completions'));
  const named = typeof indexes === 'number' ? indexes : 0;
  if (succeededIndexes !== undefined && succeededCount > named) {
    yield invalid(path, succeededCount, atMost(named, 'indexes in the specified succeededIndexes field'));
  }
}

/** How many indexes a text such as `0,2-4` names, or what is wrong with it. */
function countIndexes(text: string, completions: number): number | string {
  let total = 0;
  let last = -Infinity;
  for (const part of text === '' ? [] : text.split(',')) {
    const limits = part.split('-');
    if (limits.length > 2) {
      return `the fragment ${goQuote(part)} violates the requirement that an index interval can have at most two parts separated by '-'`;
    }
    for (const limit of limits) {
      if (!/^[+-]?[0-9]+$/.test(limit)) return `cannot convert string to integer for index: ${goQuote(limit)}`;
      if (Number(limit) >= completions) return `too large index: ${goQuote(limit)}`;
    }
    const [first = 0, end = first] = limits.map(Number);
    if (limits.length > 1 && first >= end) return `non-increasing order, previous: ${first}, current: ${end}`;
    if (last >= first) return `non-increasing order, previous: ${last}, current: ${first}`;
    total += end - first + 1;
    last = end;
  }
  return total;
}
