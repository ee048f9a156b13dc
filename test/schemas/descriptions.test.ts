import { readFileSync } from 'node:fs';
import { expect, it } from 'vitest';
import { collectDescriptions } from '../../schemas/write-descriptions.mjs';

const structure = JSON.parse(readFileSync(new URL('../../schemas/kubernetes-1.37.json', import.meta.url), 'utf8')) as {
  types: Record<string, { properties?: Record<string, unknown> }>;
};
const { descriptions, found, wanted } = collectDescriptions(structure);

it('nearly every field has a description', () => {
  expect(found / wanted).toBeGreaterThan(0.95);
});

it('every description belongs to a type or a field of the structure', () => {
  const known = new Set(
    Object.entries(structure.types).flatMap(([type, shape]) => [
      type,
      ...Object.keys(shape.properties ?? {}).map((field) => `${type}.${field}`),
    ]),
  );
  expect(Object.keys(descriptions).filter((key) => !known.has(key))).toEqual([]);
});

it('descriptions speak of Kubernetes and not of the package they come from', () => {
  expect(descriptions['apps.v1.DeploymentSpec.replicas']).toMatch(/^Number of desired pods/);
  expect(Object.values(descriptions).filter((text) => /pulumi/i.test(text))).toEqual([]);
});

it('all of it stays under a megabyte', () => {
  expect(JSON.stringify(descriptions).length).toBeLessThan(1_000_000);
});
