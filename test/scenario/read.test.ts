import { describe, expect, it } from 'vitest';
import { readScenario } from '../../server/src/scenario/read.ts';
import { createSchema } from '../../server/src/schema/index.ts';
import { parseYaml } from '../../server/src/yaml/index.ts';
import { allStructures } from '../structures.ts';

const schema = createSchema(allStructures);

function problems(spec: string): readonly string[] {
  const text = `apiVersion: drydock.dev/v1alpha1\nkind: Scenario\nspec:\n${spec.replaceAll(/^/gm, '  ')}`;
  const read = readScenario(parseYaml(text)[0]?.value, schema, (path) =>
    path === 'here.yaml' ? 'kind: Pod\napiVersion: v1' : undefined,
  );
  expect(read.scenario === undefined).toBe(read.problems.length > 0);
  return read.problems.map(({ path, message }) => `${path.slice(1).join('.')}: ${message}`);
}

const one = (step: string): readonly string[] => problems(`steps: [${step}]`);
const expecting = (expectation: string): readonly string[] => problems(`steps: [{ settle: 1h }]\natEnd: [${expectation}]`);

describe('a scenario that cannot be run says where and why', () => {
  it.each<[string, string]>([
    ['{ advance: 30s, settle: 1h }', 'steps.0: a step does exactly one thing'],
    ['{}', 'steps.0: a step does exactly one thing'],
    ['{ jump: 1 }', 'steps.0.jump: strict decoding error: unknown field "spec.steps[0].jump"'],
    ['{ advance: soon }', 'steps.0.advance: write a duration'],
    ['{ advance: -5s }', 'steps.0.advance: write a duration'],
    ['{ advance: 0s }', 'steps.0.advance: no time would pass'],
    ['{ advance: 5000h }', 'steps.0.advance: that is more than a month'],
    ['{ apply: }', 'steps.0: a step does exactly one thing'],
    ['{ scale: { target: , replicas: 1 } }', 'steps.0.scale.target: '],
    ['{ settle: [] }', 'steps.0.settle: write a duration'],
    ['{ scale: { target: deploymint/web, replicas: 1 } }', 'steps.0.scale.target: there is no kind "deploymint"'],
    ['{ scale: { target: deployment, replicas: 1 } }', 'steps.0.scale.target: name an object'],
    ['{ scale: { target: deployment/web } }', 'steps.0.scale.replicas: '],
    ['{ patch: { target: pod/a, type: json, patch: {} } }', 'steps.0.patch.patch: a JSON patch is a list'],
    ['{ patch: { target: pod/a, patch: [] } }', 'steps.0.patch.patch: the patch is a map'],
    ['{ crash: { target: pod/a, exitCode: 300 } }', 'steps.0.crash.exitCode: exit codes are 0 to 255'],
    ['{ label: { target: pod/a } }', 'steps.0.label: say which labels'],
    ['{ apply: "a: [" }', 'steps.0.apply: line 1 of the manifests'],
    ['{ apply: "a: b" }', 'steps.0.apply: there are no Kubernetes objects'],
    ['{ applyFile: nowhere.yaml }', 'steps.0.applyFile: nowhere.yaml: no such file'],
  ])('%s', (step, message) => {
    expect(one(step)).toHaveLength(1);
    expect(one(step)[0]).toContain(message);
  });

  it.each<[string, string]>([
    ['{}', 'atEnd.0: say what is expected'],
    ['{ of: deployment/web }', 'atEnd.0: say which field or condition'],
    ['{ of: deployment/web, field: status.replicas }', 'atEnd.0: say what the field is'],
    ['{ of: deployment/web, field: "a[", is: 1 }', 'atEnd.0.field: write a path'],
    [
      '{ of: deployment/web, field: spec.replicas, atLeast: 3, atMost: 2 }',
      'atEnd.0.atLeast: nothing is at least 3 and at most 2',
    ],
    ['{ of: deployment/web, field: spec.replicas, is: 5, atMost: 2 }', 'atEnd.0.is: 5 is outside the limits'],
    ['{ of: deployment/web, field: spec.replicas, matches: "(" }', 'atEnd.0.matches: Invalid regular expression'],
    ['{ of: deployment/web, condition: Available }', 'atEnd.0: say what the condition is'],
    ['{ count: { kind: Pod } }', 'atEnd.0: say how many'],
    ['{ count: { kind: Deployment, ready: true }, is: 1 }', 'atEnd.0.count.ready: only pods have this'],
    ['{ verdict: deployment/web, is: fine }', 'atEnd.0.is: a verdict is one of'],
    ['{ placement: deployment/web, is: worker-1 }', 'atEnd.0.placement: only pods are placed'],
    ['{ names: { kind: Pod }, are: [], is: 1 }', 'atEnd.0.is: is says nothing beside names'],
    ['{ refused: {} }', 'atEnd.0: refused stands in an expect right behind a step'],
    [
      '{ of: deployment/web, field: status.availableReplica, is: 3 }',
      'atEnd.0.field: a Deployment has no field status.availableReplica',
    ],
    ['{ of: pod/web-0, field: "spec.containers[name=app].imagee", is: a }', 'atEnd.0.field: a Pod has no field'],
    ['{ count: { kind: Pod }, is: -1 }', 'atEnd.0: there are never fewer than none'],
  ])('%s', (expectation, message) => {
    expect(expecting(expectation)).toHaveLength(1);
    expect(expecting(expectation)[0]).toContain(message);
  });

  it('judges the cluster too', () => {
    const twice = 'steps: [{ settle: 1h }]\ncluster: { nodes: [{ name: a, count: 2 }, { name: a-2 }] }';
    expect(problems(twice)).toEqual(['cluster.nodes.1.name: there is a node "a-2" already']);
    const negative = 'steps: [{ settle: 1h }]\ncluster: { nodes: [{ name: a, capacity: { cpu: "-1" } }] }';
    expect(problems(negative)).toEqual(['cluster.nodes.0.capacity.cpu: a capacity is not negative']);
  });

  it.each([
    ['{ scale: { target: configmap/a, replicas: 2 } }', 'steps.0.scale.target: a ConfigMap cannot be scaled'],
    ['{ undo: { target: pod/a } }', 'steps.0.undo.target: a Pod cannot be rolled back'],
    ['{ pause: { target: daemonset/a } }', 'steps.0.pause.target: a DaemonSet cannot be paused'],
    ['{ crash: { target: deployment/a } }', 'steps.0.crash.target: a Deployment cannot be crashed'],
    ['{ addNode: { name: w, capacity: { cpu: "-1" } } }', 'steps.0.addNode.capacity.cpu: a capacity is not negative'],
    ['{ addNode: { name: w, capacity: { cpu: many } } }', 'steps.0.addNode.capacity.cpu: quantities must match'],
    ['{ addNode: { name: N_1 } }', 'steps.0.addNode.name: a lowercase RFC 1123 subdomain'],
    ['{ taint: { node: w, taints: [{ key: a b, effect: NoExecute }] } }', 'steps.0.taint.taints.0.key: name part must consist'],
  ])('refuses the step %s', (step, message) => {
    expect(one(step)).toHaveLength(1);
    expect(one(step)[0]).toContain(message);
  });

  it('takes fields in items of lists and in maps for fields', () => {
    const fields = [
      'spec.containers[name=app].image',
      'metadata.annotations["a/b"]',
      'status.conditions[0].reason',
      'metadata.labels.app',
    ];
    expect(fields.flatMap((field) => expecting(`{ of: pod/a, field: '${field}', is: x }`))).toEqual([]);
  });

  it('needs a step', () => {
    expect(problems('steps: []')).toEqual(['steps: a scenario has at least one step']);
  });

  it('accepts what is right', () => {
    expect(one('{ settle: {} }, { advance: 1h30m }, { applyFile: here.yaml }')).toEqual([]);
    expect(expecting('{ of: sts/db, field: "metadata.annotations[\\"a/b\\"]", exists: false }, { event: { of: po } }')).toEqual(
      [],
    );
  });
});
