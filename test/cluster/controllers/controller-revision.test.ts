import { describe, expect, it } from 'vitest';
import type { ControllerRevision, PodTemplateSpec } from '../../../server/src/kubernetes/api.ts';
import {
  hashRevisionData,
  newControllerRevision,
  planRollback,
  rawRevisionData,
  rawTemplateData,
  revisionName,
  sortRevisions,
  templateOf,
} from '../../../server/src/cluster/controllers/controller-revision.ts';
import { statefulSet } from './statefulset-fixtures.ts';

/** The template of pkg/controller/statefulset/testdata/compatibility_set_1.34.0.json, keys in another order. */
const golden: PodTemplateSpec = {
  metadata: { labels: { app: 'foo' }, annotations: { test: 'value' } },
  spec: {
    terminationGracePeriodSeconds: 30,
    securityContext: {},
    schedulerName: 'default-scheduler',
    restartPolicy: 'Always',
    dnsPolicy: 'ClusterFirst',
    containers: [
      {
        name: 'test',
        image: 'test',
        imagePullPolicy: 'Always',
        terminationMessagePath: '/dev/termination-log',
        terminationMessagePolicy: 'File',
      },
    ],
  },
};

/** As compatibility_revision_1.34.0.json holds it. */
const raw =
  '{"spec":{"template":{"$patch":"replace","metadata":{"annotations":{"test":"value"},"labels":{"app":"foo"}},"spec":{"containers":[{"image":"test",' +
  '"imagePullPolicy":"Always","name":"test","resources":{},"terminationMessagePath":"/dev/termination-log","terminationMessagePolicy":"File"}],' +
  '"dnsPolicy":"ClusterFirst","restartPolicy":"Always","schedulerName":"default-scheduler","securityContext":{},"terminationGracePeriodSeconds":30}}}}';

const withImage = (image: string) => {
  const set = statefulSet(1);
  return { ...set, spec: { ...set.spec, template: { ...set.spec.template, spec: { containers: [{ name: 'c', image }] } } } };
};
const revision = (image: string, number: number): ControllerRevision =>
  newControllerRevision(withImage(image), { name: `web-${image}`, revision: number, labels: {} });

describe('revision data', () => {
  it('is what the API server stores', () => {
    expect(rawTemplateData(golden)).toBe(raw);
  });

  it('hashes as upstream does: 1.34, and 1.33 with its creationTimestamp', () => {
    expect(hashRevisionData(raw, 0)).toBe('776999688b');
    expect(hashRevisionData(raw.replace('"labels"', '"creationTimestamp":null,"labels"'), 0)).toBe('c77f6d978');
  });

  it('is the same when it was read back', () => {
    expect(rawRevisionData({ ...revision('a', 1), data: JSON.parse(raw) })).toBe(raw);
  });

  it('holds quantities in canonical form', () => {
    const asking = (cpu: string, memory: string) => ({
      spec: { containers: [{ name: 'c', resources: { requests: { cpu, memory } } }] },
    });
    expect(rawTemplateData(asking('0.5', '1024Mi'))).toBe(rawTemplateData(asking('500m', '1Gi')));
    expect(rawTemplateData(asking('0.5', '1024Mi'))).toContain('"requests":{"cpu":"500m","memory":"1Gi"}');
  });

  it('escapes as Go does', () => {
    const template = { spec: { containers: [{ name: 'c', args: ['a && b < c > d'] }] } };
    expect(rawTemplateData(template)).toContain('"a \\u0026\\u0026 b \\u003c c \\u003e d"');
  });

  it('gives the template back', () => {
    expect(templateOf(revision('a', 1))).toEqual({
      ...withImage('a').spec.template,
      spec: { containers: [{ name: 'c', image: 'a', resources: {} }] },
    });
  });

  it('names a revision within 253 characters', () => {
    expect(revisionName('web', 'abc')).toBe('web-abc');
    expect(revisionName('x'.repeat(240), '776999688b')).toHaveLength(234);
  });
});

describe('order', () => {
  it('is by number, then creation, then name', () => {
    const made = (name: string, number: number, creationTimestamp: string): ControllerRevision => ({
      ...revision('a', number),
      metadata: { name, creationTimestamp },
    });
    const shuffled = [made('d', 2, '1'), made('c', 1, '2'), made('b', 1, '1'), made('a', 1, '2')];
    expect(sortRevisions(shuffled).map(({ metadata }) => metadata.name)).toEqual(['b', 'a', 'c', 'd']);
  });
});

// Texts: kubectl pkg/polymorphichelpers/rollback.go
describe('undo', () => {
  const history = [revision('b', 3), revision('a', 1), revision('c', 2)];

  it('goes to the revision before the latest', () => {
    expect(planRollback(withImage('b'), history)).toMatchObject({
      outcome: 'restore',
      revision: 2,
      template: { spec: { containers: [{ image: 'c' }] } },
    });
  });

  it('goes to the revision that was named', () => {
    expect(planRollback(withImage('b'), history, 1)).toMatchObject({ outcome: 'restore', revision: 1 });
  });

  it.each([
    [history.slice(0, 1), 0, { outcome: 'failed', message: 'no last revision to roll back to' }],
    [history, 7, { outcome: 'failed', message: 'unable to find specified revision 7 in history' }],
    [history, -1, { outcome: 'failed', message: 'unable to find specified revision -1 in history' }],
    [history, 3, { outcome: 'skipped', message: 'skipped rollback (current template already matches revision 3)' }],
  ])('of %# says why it does nothing', (revisions, toRevision, expected) => {
    expect(planRollback(withImage('b'), revisions, toRevision)).toEqual(expected);
  });
});
