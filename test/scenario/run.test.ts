import { describe, expect, it } from 'vitest';
import { clusterParts } from '../../server/src/preview/cluster-parts.ts';
import { readScenario } from '../../server/src/scenario/read.ts';
import { runScenario } from '../../server/src/scenario/run.ts';
import type { ScenarioResult } from '../../server/src/scenario/types.ts';
import { createSchema } from '../../server/src/schema/index.ts';
import { parseYaml } from '../../server/src/yaml/index.ts';
import { allStructures } from '../structures.ts';

const schema = createSchema(allStructures);

function run(spec: string, shouldStop?: () => boolean): ScenarioResult {
  const text = `apiVersion: drydock.dev/v1alpha1\nkind: Scenario\nmetadata: { name: t }\nspec:\n${spec.replaceAll(/^/gm, '  ')}`;
  const { scenario, problems } = readScenario(parseYaml(text)[0]?.value, schema, () => undefined);
  if (!scenario) throw new Error(JSON.stringify(problems));
  return runScenario(scenario, {
    schema,
    parts: ({ cluster }) => clusterParts(allStructures, cluster, 1),
    ...(shouldStop && { shouldStop }),
  }).result;
}

const failures = (spec: string): readonly string[] =>
  run(spec).failures.map(({ at, path, what, found }) => `${at} ${path.join('.')}: ${what}; ${found}`);

const deployment = (image = 'nginx:1'): string => `
  - apply: |
      apiVersion: apps/v1
      kind: Deployment
      metadata: { name: web }
      spec:
        replicas: 2
        selector: { matchLabels: { app: web } }
        template:
          metadata: { labels: { app: web } }
          spec:
            containers:
              - name: app
                image: ${image}
                readinessProbe: { httpGet: { path: /, port: 80 } }`;

describe('a run', () => {
  it('says when, what and why', () => {
    const { failures: found } = run(
      `cluster: { images: [{ image: "nginx:1", pullError: gone }] }\nsteps:${deployment()}\n  - settle: 1h\natEnd: [{ of: deployment/web, field: status.readyReplicas, is: 2 }]`,
    );
    expect(found).toHaveLength(1);
    expect(found[0]).toMatchObject({
      path: ['spec', 'atEnd', 0],
      what: 'deployment/web status.readyReplicas is 2',
      found: 'nothing',
    });
    expect(found[0]?.at).toBeGreaterThan(600);
    expect(found[0]?.why).toContain('ImagePullBackOff');
  });

  it('finds the moment at which something did not hold, though it held before and after', () => {
    const spec = `steps:${deployment()}
  - settle: 1h
  - always: [{ count: { kind: Pod, ready: true }, atLeast: 2 }]
  - advance: 1m
  - delete: { target: pod, selector: { app: web } }
  - settle: 1h
  - expect: [{ count: { kind: Pod, ready: true }, is: 2 }]`;
    const found = run(spec).failures;
    expect(found).toHaveLength(1);
    expect(found[0]).toMatchObject({ path: ['spec', 'steps', 2, 'always', 0], found: '1' });
    expect(found[0]?.at).toBeGreaterThanOrEqual(60);
  });

  it('lets always pass where there is nothing to judge, and eventually not', () => {
    const nothing = '{ of: deployment/web, field: status.replicas, is: 7 }';
    expect(failures(`steps: [{ advance: 1s }]\nalways: [${nothing}]`)).toEqual([]);
    expect(failures(`steps: [{ advance: 1s }]\neventually: [${nothing}]`)).toEqual([
      '1 spec.eventually.0: at some moment: deployment/web status.replicas is 7; there is no deployment/web',
    ]);
  });

  it('sees with eventually what is over at the end', () => {
    expect(
      failures(`steps:${deployment()}\n  - settle: 1h\neventually: [{ count: { kind: Pod, phase: Pending }, is: 2 }]`),
    ).toEqual([]);
  });

  it('does not know events of the time before it', () => {
    expect(failures('steps: [{ advance: 1s }]\natEnd: [{ event: {}, is: 0 }]')).toEqual([]);
  });

  it('fails a step that is refused unless the refusal is expected', () => {
    const scale = '{ scale: { target: deployment/none, replicas: 1 } }';
    const text = 'refused: Error from server (NotFound): deployments.apps "none" not found';
    expect(failures(`steps: [${scale}]`)).toEqual([`0 spec.steps.0: the step is done; ${text}`]);
    expect(failures(`steps: [${scale}, { expect: [{ refused: { matches: NotFound } }] }]`)).toEqual([]);
    expect(failures(`steps: [${scale}, { advance: 1s }, { advance: 1s }]`)).toHaveLength(1);
    expect(failures('steps: [{ advance: 1s }, { expect: [{ refused: {} }] }]')).toHaveLength(1);
  });

  it('names what keeps a cluster busy that does not settle in time', () => {
    expect(failures(`steps:${deployment()}\n  - settle: 500ms`)).toEqual([
      expect.stringMatching(/^0.5 spec.steps.1.settle: the cluster settles within 500ms; still busy: .*kubelet default\/web-/),
    ]);
  });

  it('waits until something holds, and no longer', () => {
    const wait = (limit: string): string =>
      `cluster: { images: [{ image: "nginx:1", readyAfterSeconds: 40 }] }\nsteps:${deployment()}\n  - waitFor: { limit: ${limit}, expect: [{ count: { kind: Pod, ready: true }, is: 2 }] }`;
    const { failures: found, virtualSeconds } = run(wait('5m'));
    expect(found).toEqual([]);
    // Ready 40 s after its start, and asked every ten seconds.
    expect(virtualSeconds).toBeGreaterThan(40);
    expect(virtualSeconds).toBeLessThan(55);
    expect(run(wait('20s')).failures).toHaveLength(1);
  });

  it('is the same for the same seed', () => {
    const spec = `steps:${deployment()}\n  - settle: 1h\natEnd: [{ names: { kind: Pod }, are: [] }]`;
    expect(run(spec)).toEqual(run(spec));
  });

  it('stops when asked to', () => {
    const { failures: found } = run(
      `steps:${deployment('crash:1')}\n  - advance: 700h\ncluster: { images: [{ image: "crash:1", exitAfterSeconds: 1 }] }`,
      () => true,
    );
    expect(found.some(({ path }) => path.includes('advance'))).toBe(true);
  });
});
