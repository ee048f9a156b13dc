import { readdirSync, readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { applyDefaults, type Typed } from '../../server/src/kubernetes/defaults/index.ts';
import type { FieldPath } from '../../server/src/kubernetes/path.ts';
import { formatFieldError } from '../../server/src/validation/field-error.ts';
import type { FieldEdit } from '../../server/src/validation/rule.ts';
import { rules } from '../../server/src/validation/rules/index.ts';
import { createValidator, type Finding, fixOf } from '../../server/src/validation/validate.ts';
import { parseYaml } from '../../server/src/yaml/index.ts';
import { readFixture } from './fixture.ts';
import { structure } from '../structure.ts';

type Tree = Record<string | number, unknown>;

const validator = createValidator({
  structure,
  rules,
  applyDefaults: (object) => applyDefaults(object as Typed & typeof object),
});
const folder = new URL('./fixtures/', import.meta.url);

function edited(object: unknown, edits: readonly FieldEdit[]): unknown {
  const copy = structuredClone(object) as Tree;
  for (const edit of edits) {
    const parent = parentOf(copy, edit.path);
    const last = edit.path.at(-1) ?? '';
    if (edit.do === 'set') parent[last] = edit.value;
    else if (Array.isArray(parent)) parent.splice(Number(last), 1);
    else {
      if (edit.do === 'rename') parent[edit.to] = parent[last];
      delete parent[last];
    }
  }
  return copy;
}

/** What is missing on the way is made. */
function parentOf(object: Tree, path: FieldPath): Tree {
  return path.slice(0, -1).reduce<Tree>((value, part) => (value[part] ??= {}) as Tree, object);
}

const complaint = ({ rule, error }: Finding): string => `${rule.id} ${formatFieldError(error)}`;

describe('a quick fix repairs what it is offered for', () => {
  const fixed = new Set<string>();
  for (const name of readdirSync(folder).filter((file) => file.endsWith('.yaml'))) {
    const documents = parseYaml(readFixture(readFileSync(new URL(name, folder), 'utf8')).text);
    const offers = documents.flatMap(({ value }) =>
      validator.validateObject(value).flatMap((finding) => {
        const fix = fixOf(finding);
        return fix === undefined ? [] : [{ value, finding, fix }];
      }),
    );
    if (offers.length === 0) continue;
    it(name, () => {
      for (const { value, finding, fix } of offers) {
        expect(fix.title).not.toBe('');
        const after = validator.validateObject(edited(value, fix.edits)).map(complaint);
        expect(after, fix.title).not.toContain(complaint(finding));
        fixed.add(finding.rule.id);
      }
    });
  }

  it('is offered in a fixture of each rule that has one', () => {
    const owed = rules.filter((rule) => rule.fix !== undefined && !fixed.has(rule.id)).map(({ id }) => id);
    expect(owed).toEqual([]);
  });
});
