import { readdirSync, readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { applyDefaults, type Typed } from '../../server/src/kubernetes/defaults/index.ts';
import { rules } from '../../server/src/validation/rules/index.ts';
import { createValidator } from '../../server/src/validation/validate.ts';
import { findingsIn, readFixture } from './fixture.ts';
import { structure } from '../structure.ts';

const folder = new URL('./fixtures/', import.meta.url);
const files = readdirSync(folder).filter((name) => name.endsWith('.yaml'));
const fixtures = new Map(files.map((name) => [name, readFixture(readFileSync(new URL(name, folder), 'utf8'))]));
const validator = createValidator({
  structure,
  rules,
  applyDefaults: (object) => applyDefaults(object as Typed & typeof object),
});

describe('a manifest has exactly the findings that are drawn under its lines', () => {
  for (const [name, { text, marks }] of fixtures) {
    it(name, () => {
      expect(findingsIn(text, validator.validateObject)).toEqual(marks);
    });
  }
});

/** What these rules complain about would make a file of hundreds of kilobytes: they have tests of their own. */
const tooLargeForFixtures = ['metadata-annotations-size'];

describe('a rule has a fixture in which it complains', () => {
  for (const { id, severity } of rules.filter((rule) => !tooLargeForFixtures.includes(rule.id))) {
    it(id, () => {
      const complaints = fixtures.get(`${id}.yaml`)?.marks.filter((mark) => mark.includes(` ${severity}[${id}]: `));
      expect(complaints?.length ?? 0).toBeGreaterThan(0);
    });
  }
});
