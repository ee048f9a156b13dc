import { describe, expect, it } from 'vitest';
import type { Deployment } from '../../../server/src/kubernetes/api.ts';
import { conditionOf, Lab } from './lab.ts';
import { deployment, pod, service, statefulSet } from './objects.ts';

describe('the API server refuses', () => {
  it('an invalid object, and nothing happens', () => {
    const lab = new Lab();
    const applied = lab.run(deployment({ replicas: -1 }));
    expect(applied).toMatchObject({
      result: 'refused',
      message: 'Deployment.apps "web" is invalid: spec.replicas: Invalid value: -1: must be greater than or equal to 0',
    });
    expect(lab.find('Deployment', 'web')).toBeUndefined();
  });

  it('all mistakes at once', () => {
    const lab = new Lab();
    const { message } = lab.apply(deployment({ replicas: -1, selector: { matchLabels: { app: 'other' } } }));
    expect(message).toMatch(/^Deployment\.apps "web" is invalid: \[.*\]$/);
    expect(message).toContain('spec.replicas: Invalid value: -1: must be greater than or equal to 0, ');
    expect(message).toContain('`selector` does not match template `labels`');
  });

  it('a change of the selector', () => {
    const lab = new Lab();
    lab.run(deployment());
    const applied = lab.apply({
      ...deployment({ selector: { matchLabels: { app: 'web', tier: 'front' } } }, { labels: { tier: 'front' } }),
    });
    expect(applied.result).toBe('refused');
    expect(applied.message).toContain('field is immutable');
    expect(applied.message).toMatch(/^Deployment\.apps "web" is invalid: spec\.selector: Invalid value: /);
  });

  it('a change of what a StatefulSet cannot change', () => {
    const lab = new Lab();
    lab.run(statefulSet({ replicas: 1 }));
    const applied = lab.apply(statefulSet({ replicas: 1, serviceName: 'other' }));
    expect(applied.result).toBe('refused');
    expect(applied.message).toBe(
      'StatefulSet.apps "db" is invalid: spec.serviceName: Invalid value: "other": field is immutable',
    );
  });

  it("a change of a pod's containers beyond the image", () => {
    const lab = new Lab();
    lab.run(pod('one'));
    expect(lab.apply(pod('one', { image: 'nginx:2' })).result).toBe('configured');
    const applied = lab.apply(pod('one', { image: 'nginx:2', container: { command: ['sh'] } }));
    expect(applied.result).toBe('refused');
    expect(applied.message).toContain('pod updates may not change fields other than');
  });

  it("a Service's new cluster IP", () => {
    const lab = new Lab();
    lab.run(service('web'));
    const applied = lab.apply(service('web', { clusterIP: '10.96.99.99' }));
    expect(applied.result).toBe('refused');
    expect(applied.message).toBe(
      'Service "web" is invalid: spec.clusterIPs[0]: Invalid value: ["10.96.99.99"]: may not change once set',
    );
  });

  it('an object in a namespace that does not exist', () => {
    const lab = new Lab();
    const applied = lab.apply({ ...pod('one'), metadata: { name: 'one', namespace: 'nowhere' } });
    expect(applied).toMatchObject({
      result: 'refused',
      message: expect.stringContaining('namespaces "nowhere" not found') as string,
    });
  });
});

it('two objects of one name: the second is applied over the first', () => {
  const lab = new Lab();
  expect(lab.apply(deployment({ replicas: 1 })).result).toBe('created');
  expect(lab.apply(deployment({ replicas: 2 })).result).toBe('configured');
  lab.settle();
  expect(lab.readyCount()).toBe(2);
});

it('a Deployment whose pods are refused says why', () => {
  const lab = new Lab();
  lab.run(deployment({ replicas: 2, progressDeadlineSeconds: 60 }, { pod: { serviceAccountName: 'missing' } }));
  expect(lab.pods()).toEqual([]);
  const refusal = 'error looking up service account default/missing: serviceaccount "missing" not found';
  const web = lab.get<Deployment>('Deployment', 'web');
  expect(conditionOf(web, 'ReplicaFailure')).toMatchObject({ status: 'True', reason: 'FailedCreate' });
  expect(conditionOf(web, 'ReplicaFailure')?.message).toContain(refusal);
  expect(lab.verdict()).toMatchObject({ state: 'stuck', reason: 'FailedCreate' });
  expect(lab.verdict()?.message).toContain(refusal);
});
