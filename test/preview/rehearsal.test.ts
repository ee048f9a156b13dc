import { describe, expect, it } from 'vitest';
import { formatFieldError } from '../../server/src/validation/field-error.ts';
import { rules } from '../../server/src/validation/rules/index.ts';
import { createValidator } from '../../server/src/validation/validate.ts';
import { deployment, pod, service, statefulSet } from '../cluster/e2e/objects.ts';
import { structure } from '../structure.ts';
import { missingImage, rehearsal, run } from './stage.ts';

const web = { kind: 'Deployment', namespace: 'default', name: 'web' };

describe('a run', () => {
  it('applies in order and says what kubectl says', () => {
    const { applied, from, to } = run(rehearsal(), [service('web'), deployment()]);
    expect(applied.map(({ result, message }) => [result, message])).toEqual([
      ['created', 'service/web created'],
      ['created', 'deployment.apps/web created'],
    ]);
    expect(to).toBeGreaterThan(from);
  });

  it('again changes nothing, at no time', () => {
    const stage = rehearsal();
    run(stage, [deployment()]);
    const again = run(stage, [deployment()]);
    expect(again.applied[0]).toMatchObject({ result: 'unchanged', message: 'deployment.apps/web unchanged' });
    expect(again.to).toBe(again.from);
  });

  it('refuses what the API server refuses, with the place in the file, and applies the rest', () => {
    const { applied, outcome } = run(rehearsal(), [deployment({ replicas: -1 }), pod('one')]);
    expect(applied[0]).toMatchObject({ result: 'refused', uri: 'file:///web.yaml', line: 0 });
    expect(applied[0]?.message).toContain('spec.replicas: Invalid value: -1: must be greater than or equal to 0');
    expect(applied[1]).toMatchObject({ result: 'created' });
    expect(outcome).toEqual([expect.objectContaining({ name: 'one', state: 'complete' })]);
  });

  it('refuses what cannot be read', () => {
    const { applied } = run(rehearsal(), [
      { ...deployment(), spec: { replicas: 'two' } },
      { ...deployment({ replica: 2 }) },
      { apiVersion: 'apps/v1beta1', kind: 'Deployment', metadata: { name: 'old' }, spec: {} },
    ]);
    expect(applied.map(({ result }) => result)).toEqual(['refused', 'refused', 'refused']);
    expect(applied[1]?.message).toContain('strict decoding error: unknown field "spec.replica"');
    expect(applied[2]?.message).toContain('resource mapping not found');
  });

  it('says of kinds that nothing acts on that nothing will happen', () => {
    const hpa = {
      apiVersion: 'autoscaling/v2',
      kind: 'HorizontalPodAutoscaler',
      metadata: { name: 'web' },
      spec: { maxReplicas: 5, scaleTargetRef: { apiVersion: 'apps/v1', kind: 'Deployment', name: 'web' } },
    };
    const cron = {
      apiVersion: 'batch/v1',
      kind: 'CronJob',
      metadata: { name: 'nightly' },
      spec: {
        schedule: '0 3 * * *',
        jobTemplate: { spec: { template: { spec: { restartPolicy: 'Never', containers: [{ name: 'a', image: 'a:1' }] } } } },
      },
    };
    const { applied } = run(rehearsal(), [hpa, cron]);
    expect(applied.map(({ kind, result }) => [kind, result])).toEqual([
      ['HorizontalPodAutoscaler', 'unsupported'],
      ['CronJob', 'unsupported'],
    ]);
    expect(applied[0]?.message).toContain('autoscaling is not emulated');
    expect(applied[1]?.message).toContain('CronJobs are not emulated');
  });

  it('says so when it is stopped before anything was applied', () => {
    const stopped = run(rehearsal(), [deployment({ replicas: 2 })], { shouldStop: () => true });
    expect(stopped).toMatchObject({ cancelled: true, applied: [] });
  });

  it('can be stopped in its middle, and goes on from there', () => {
    const stage = rehearsal();
    let asked = 0;
    const stopped = run(stage, [deployment({ replicas: 200 })], { shouldStop: () => (asked += 1) > 5 });
    expect(stopped.cancelled).toBe(true);
    expect(stopped.outcome).toEqual([expect.objectContaining({ state: 'progressing' })]);
    const rest = run(stage, [deployment({ replicas: 200 })]);
    expect(rest.cancelled).toBe(false);
    expect(rest.outcome).toEqual([expect.objectContaining({ state: 'complete' })]);
  });
});

describe('what a user does', () => {
  it('scales, rolls back, restarts, pauses and resumes, in the words of kubectl', () => {
    const stage = rehearsal();
    run(stage, [deployment({ replicas: 1 })]);
    run(stage, [deployment({ replicas: 1 }, { image: 'nginx:2' })]);
    expect(stage.revisions(web).map(({ revision, images, current }) => [revision, images, current])).toEqual([
      [1, ['nginx:1'], false],
      [2, ['nginx:2'], true],
    ]);
    const said = [
      stage.act({ do: 'scale', object: web, replicas: 3 }),
      stage.act({ do: 'undo', object: web }),
      stage.act({ do: 'restart', object: web }),
      stage.act({ do: 'pause', object: web }),
      stage.act({ do: 'pause', object: web }),
      stage.act({ do: 'resume', object: web }),
      stage.act({ do: 'deleteObject', object: web }),
      stage.act({ do: 'deleteObject', object: web }),
    ];
    expect(said.map(({ message, failed }) => [message, failed])).toEqual([
      ['deployment.apps/web scaled', false],
      ['deployment.apps/web rolled back', false],
      ['deployment.apps/web restarted', false],
      ['deployment.apps/web paused', false],
      ['error: deployments.apps "web" is already paused', true],
      ['deployment.apps/web resumed', false],
      ['deployment.apps "web" deleted', false],
      ['Error from server: deployments.apps "web" not found', true],
    ]);
    expect(stage.objects().filter(({ metadata }) => metadata.namespace === 'default' && metadata.labels?.app === 'web')).toEqual(
      [],
    );
  });

  it('crashes a container, which is restarted', () => {
    const stage = rehearsal();
    run(stage, [pod('one')]);
    const result = stage.act({ do: 'crashContainer', object: { kind: 'Pod', namespace: 'default', name: 'one' }, exitCode: 137 });
    expect(result.failed).toBe(false);
    expect(result.run?.outcome).toEqual([expect.objectContaining({ state: 'complete' })]);
    expect(stage.objectYaml({ kind: 'Pod', namespace: 'default', name: 'one' })).toMatch(/restartCount: 1/);
  });

  it('resets to a cluster that is like new', () => {
    const stage = rehearsal();
    const fresh = JSON.stringify(stage.objects());
    run(stage, [deployment()]);
    stage.act({ do: 'reset' });
    expect(JSON.stringify(stage.objects())).toBe(fresh);
    expect(stage.timeline()).toBeNull();
  });

  it('gets an object as the API server would return it, now and at any time before', () => {
    const stage = rehearsal(missingImage);
    const { to } = run(stage, [deployment({ replicas: 1 })]);
    run(stage, [deployment({ replicas: 4 })]);
    expect(stage.objectYaml(web)).toMatch(/^ {2}readyReplicas: 4$/m);
    expect(stage.objectYaml(web, to - 0.001)).toMatch(/^ {2}readyReplicas: 1$/m);
    expect(stage.objectYaml(web)).toMatch(/^apiVersion: apps\/v1\nkind: Deployment\nmetadata:/);
    expect(stage.objectYaml({ ...web, name: 'other' })).toBeNull();
  });

  it('sees the revisions of a StatefulSet', () => {
    const stage = rehearsal();
    run(stage, [statefulSet({ replicas: 1 })]);
    run(stage, [statefulSet({ replicas: 1 }, { image: 'nginx:2' })]);
    const revisions = stage.revisions({ kind: 'StatefulSet', namespace: 'default', name: 'db' });
    expect(revisions.map(({ revision, images, current }) => [revision, images, current])).toEqual([
      [1, ['nginx:1'], false],
      [2, ['nginx:2'], true],
    ]);
  });
});

it("a refusal has the editor's words", () => {
  const written = deployment({ replicas: -1 }, { container: { ports: [{ containerPort: 70_000 }] } });
  const findings = createValidator({ structure, rules }).validateObject(written);
  const { applied } = run(rehearsal(), [written]);
  expect(findings.length).toBeGreaterThanOrEqual(2);
  for (const { error } of findings) expect(applied[0]?.message).toContain(formatFieldError(error));
});
