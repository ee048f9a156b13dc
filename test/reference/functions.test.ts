import { describe, expect, it } from 'vitest';
import { hashRevisionData, rawTemplateData } from '../../server/src/cluster/controllers/controller-revision.ts';
import type { PodTemplateSpec } from '../../server/src/kubernetes/api.ts';
import { applyDefaults } from '../../server/src/kubernetes/defaults/index.ts';
import { podTemplateHash } from '../../server/src/kubernetes/hash.ts';
import { disagreements, recorded } from './golden.ts';

interface TemplateAnswer {
  readonly input: PodTemplateSpec;
  readonly template: PodTemplateSpec;
  readonly hashes: readonly string[];
  readonly count: number;
  readonly revisions: readonly string[];
  readonly data?: string;
}

describe('pod templates', () => {
  const answers = recorded<TemplateAnswer>('templates');
  const same = (ours: unknown, theirs: unknown, of: unknown): string | undefined =>
    JSON.stringify(ours) === JSON.stringify(theirs)
      ? undefined
      : `${JSON.stringify(ours)} is not ${JSON.stringify(theirs)}: ${JSON.stringify(of)}`;
  const hashes = (template: PodTemplateSpec, count: number): string[] =>
    [undefined, 0, count].map((each) => podTemplateHash(template, each));

  it('get the pod-template-hash that Kubernetes gives them', () => {
    expect(
      disagreements(answers, ({ template, hashes: theirs, count }) => same(hashes(template, count), theirs, template)),
    ).toEqual([]);
  });

  const ours = (input: PodTemplateSpec): PodTemplateSpec =>
    applyDefaults({ apiVersion: 'apps/v1', kind: 'StatefulSet', spec: { template: input } }).spec.template;

  it('get it from what the user wrote', () => {
    expect(
      disagreements(answers, ({ input, template, hashes: theirs, count }) =>
        same(hashes(ours(input), count), theirs, [ours(input), template]),
      ),
    ).toEqual([]);
  });

  it('get the hash of a ControllerRevision that Kubernetes gives them', () => {
    const differences = disagreements(answers, ({ input, revisions, count, data }) => {
      const raw = rawTemplateData(ours(input));
      const found = [undefined, count].map((each) => hashRevisionData(raw, each));
      return same([data ?? raw, ...revisions], [raw, ...found], input);
    });
    expect(differences).toEqual([]);
  });
});
