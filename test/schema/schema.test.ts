import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import structure from '../../schemas/kubernetes-1.37.json' with { type: 'json' };
import { createSchema } from '../../server/src/schema/index.ts';
import type { Structure } from '../../server/src/schema/structure.ts';
import { nearest } from '../../server/src/schema/suggest.ts';

const schema = createSchema(structure as unknown as Structure);

const deployment = {
  apiVersion: 'apps/v1',
  kind: 'Deployment',
  metadata: { name: 'web' },
  spec: {
    selector: { matchLabels: { app: 'web' } },
    template: { metadata: { labels: { app: 'web' } }, spec: { containers: [{ name: 'a', image: 'b' }] } },
  },
};

describe('kinds', () => {
  it.each([
    ['deploy', ['apps/v1/Deployment']],
    ['DEPLOYMENTS', ['apps/v1/Deployment']],
    ['po', ['v1/Pod']],
    ['HorizontalPodAutoscaler', ['autoscaling/v1/HorizontalPodAutoscaler', 'autoscaling/v2/HorizontalPodAutoscaler']],
    ['nothing', []],
  ])('finds %s', (word, expected) => {
    expect(schema.find(word).map(({ apiVersion, kind }) => `${apiVersion}/${kind}`)).toEqual(expected);
  });

  it('looks one up', () => {
    expect(schema.kind('networking.k8s.io/v1', 'Ingress')).toMatchObject({
      resource: 'ingresses',
      namespaced: true,
      kind: 'Ingress',
    });
    expect(schema.kind('v1', 'Deployment')).toBeUndefined();
  });

  it.each([
    ['apps/v1', 'Deployment', { class: 'served' }],
    ['extensions/v1beta1', 'Ingress', { class: 'removed', removed: { removedIn: '1.22', replacement: 'networking.k8s.io/v1' } }],
    ['extensions/v1beta1', 'Deployment', { class: 'removed', removed: { removedIn: '1.16', replacement: 'apps/v1' } }],
    ['policy/v1beta1', 'PodSecurityPolicy', { class: 'removed', removed: { removedIn: '1.25' } }],
    ['batch/v1beta1', 'CronJob', { class: 'removed', removed: { removedIn: '1.25', replacement: 'batch/v1' } }],
    [
      'autoscaling/v2beta2',
      'HorizontalPodAutoscaler',
      { class: 'removed', removed: { removedIn: '1.26', replacement: 'autoscaling/v2' } },
    ],
    ['apps/v1', 'Deploymnt', { class: 'unknown-builtin', suggestion: { apiVersion: 'apps/v1', kind: 'Deployment' } }],
    ['v1', 'Deployment', { class: 'unknown-builtin', suggestion: { apiVersion: 'apps/v1', kind: 'Deployment' } }],
    ['app/v1', 'Deployment', { class: 'unknown-builtin', suggestion: { apiVersion: 'apps/v1', kind: 'Deployment' } }],
    ['apps/v2', 'Nonsense', { class: 'unknown-builtin', message: 'no matches for kind "Nonsense" in version "apps/v2"' }],
    ['argoproj.io/v1alpha1', 'Rollout', { class: 'custom' }],
    ['gateway.networking.k8s.io/v1', 'Gateway', { class: 'custom' }],
  ])('takes %s %s for what it is', (apiVersion, kind, expected) => {
    expect(schema.classifyKind(apiVersion, kind)).toMatchObject(expected);
  });

  it('names only replacements that are served', () => {
    const removed = [
      ['storage.k8s.io/v1beta1', 'VolumeAttributesClass'],
      ['certificates.k8s.io/v1alpha1', 'ClusterTrustBundle'],
      ['flowcontrol.apiserver.k8s.io/v1beta1', 'FlowSchema'],
      ['networking.k8s.io/v1beta1', 'ServiceCIDR'],
    ] as const;
    for (const [apiVersion, kind] of removed) {
      const found = schema.classifyKind(apiVersion, kind);
      expect(found.class).toBe('removed');
      if (found.class === 'removed') expect(schema.kind(found.removed.replacement!, kind), kind).toBeDefined();
    }
  });
});

describe('typeAt', () => {
  it.each([
    [[], { type: 'apps.v1.Deployment' }],
    [['spec', 'replicas'], { key: 'apps.v1.DeploymentSpec.replicas', required: false }],
    [['spec', 'selector'], { type: 'meta.v1.LabelSelector', key: 'apps.v1.DeploymentSpec.selector', required: true }],
    [['spec', 'template', 'spec', 'containers'], { key: 'core.v1.PodSpec.containers', required: true }],
    [
      ['spec', 'template', 'spec', 'containers', 0],
      { type: 'core.v1.Container', key: 'core.v1.PodSpec.containers', required: false },
    ],
    [['spec', 'template', 'spec', 'containers', 0, 'imagePullPolicy'], { key: 'core.v1.Container.imagePullPolicy' }],
    [['metadata', 'labels', 'app'], { key: 'meta.v1.ObjectMeta.labels', required: false }],
    [['spec', 'template', 'spec', 'containers', 0, 'resources', 'limits', 'cpu'], { type: 'resource.Quantity' }],
  ])('%j', (path, expected) => {
    expect(schema.typeAt('apps/v1/Deployment', path)).toMatchObject(expected);
  });

  it.each([
    [['spec', 'replicsa']],
    [['spec', 0]],
    [['spec', 'replicas', 'x']],
    [['spec', 'template', 'spec', 'containers', 'name']],
  ])('knows nothing at %j', (path) => {
    expect(schema.typeAt('apps/v1/Deployment', path)).toBeUndefined();
  });

  it('gives the values that a field may have', () => {
    const { shape } = schema.typeAt('apps/v1/Deployment', ['spec', 'strategy', 'type'])!;
    expect(shape.enum).toEqual(['Recreate', 'RollingUpdate']);
  });
});

describe('checkShape', () => {
  const check = (spec: Readonly<Record<string, unknown>>) =>
    schema.checkShape('apps/v1', 'Deployment', { ...deployment, spec: { ...deployment.spec, ...spec } });

  it('finds nothing wrong with a good object', () => {
    expect(check({})).toEqual([]);
  });

  it('proposes the field that was meant', () => {
    expect(check({ replicsa: 1 })).toEqual([
      {
        code: 'unknown-field',
        path: ['spec', 'replicsa'],
        message: 'strict decoding error: unknown field "spec.replicsa" (did you mean "replicas"?)',
        suggestion: 'replicas',
      },
    ]);
    expect(check({ Replicas: 1 })[0]).toMatchObject({ suggestion: 'replicas' });
    expect(check({ somethingElse: 1 })[0]).not.toHaveProperty('suggestion');
  });

  it('reports fields that are required, unset ones too', () => {
    expect(check({ selector: null, template: undefined })).toEqual([
      { code: 'missing-required', path: ['spec', 'selector'], message: 'spec.selector: Required value' },
      { code: 'missing-required', path: ['spec', 'template'], message: 'spec.template: Required value' },
    ]);
  });

  it('reports values that a field does not have', () => {
    expect(check({ strategy: { type: 'rollingUpdate' } })).toEqual([
      {
        code: 'enum',
        path: ['spec', 'strategy', 'type'],
        message: 'spec.strategy.type: Unsupported value: "rollingUpdate": supported values: "Recreate", "RollingUpdate"',
        suggestion: 'RollingUpdate',
      },
    ]);
    expect(check({ strategy: { type: null } })).toEqual([]);
  });

  it('takes keys with slashes and tildes as they are', () => {
    const problems = schema.checkShape('v1', 'Pod', { metadata: { annotations: { 'a/b~c~1': 1 } } });
    expect(problems[0]!.path).toEqual(['metadata', 'annotations', 'a/b~c~1']);
    expect(schema.checkShape('v1', 'Pod', { metadata: { annotations: { 0: 1 } } })[0]!.path).toEqual([
      'metadata',
      'annotations',
      '0',
    ]);
  });

  it('follows types that contain themselves', () => {
    const crd = (openAPIV3Schema: unknown) => ({
      spec: {
        group: 'g',
        names: { kind: 'K', plural: 'k' },
        scope: 'Cluster',
        versions: [{ name: 'v1', served: true, storage: true, schema: { openAPIV3Schema } }],
      },
    });
    const check = (value: unknown) => schema.checkShape('apiextensions.k8s.io/v1', 'CustomResourceDefinition', value);
    expect(
      check(crd({ type: 'object', properties: { a: { properties: { b: { type: 'string', default: { any: 1 } } } } } })),
    ).toEqual([]);
    const problems = check(crd({ properties: { a: { properties: { b: { typ: 1 } }, type: 2 } } }));
    expect(problems.map((problem) => [problem.code, problem.path.slice(5).join('.')]).sort()).toEqual([
      ['unknown-field', 'properties.a.properties.b.typ'],
      ['wrong-type', 'properties.a.type'],
    ]);
  });

  it('never fails, and prunes to what has no unknown field and no wrong type', () => {
    const words = [
      'spec',
      'metadata',
      'name',
      'labels',
      'template',
      'containers',
      'image',
      'ports',
      'containerPort',
      'resources',
      'limits',
      'cpu',
      'env',
      'value',
      'selector',
      'x',
    ];
    const { value } = fc.letrec<{ value: unknown }>((tie) => ({
      value: fc.oneof(
        { depthSize: 'large', withCrossShrink: true },
        fc.oneof(
          fc.string(),
          fc.integer(),
          fc.bigInt(),
          fc.double({ noNaN: true, noDefaultInfinity: true }),
          fc.boolean(),
          fc.constant(null),
        ),
        fc.array(tie('value'), { maxLength: 3 }),
        fc.dictionary(fc.constantFrom(...words), tie('value'), { maxKeys: 5 }),
      ),
    }));
    fc.assert(
      fc.property(fc.constantFrom('v1/Pod', 'apps/v1/Deployment'), value, (key, written) => {
        const [apiVersion, kind] = key === 'v1/Pod' ? (['v1', 'Pod'] as const) : (['apps/v1', 'Deployment'] as const);
        const pruned = schema.prune(apiVersion, kind, { spec: written, metadata: written });
        const left = schema
          .checkShape(apiVersion, kind, pruned)
          .filter(({ code }) => code === 'unknown-field' || code === 'wrong-type');
        expect(left).toEqual([]);
      }),
      { numRuns: 500 },
    );
  });
});

describe('prune', () => {
  it('keeps the indexes of lists, and nothing that is null, unknown or of the wrong type', () => {
    const written = {
      metadata: { name: 'a', labels: { x: 1, y: 'z' }, annotations: null },
      spec: { containers: [null, { name: 'b', image: 2 }, 'c'], nope: 1, hostname: null },
    };
    expect(schema.prune('v1', 'Pod', written)).toEqual({
      metadata: { name: 'a', labels: { y: 'z' } },
      spec: { containers: [{}, { name: 'b' }, {}] },
    });
  });
});

describe('nearest', () => {
  it.each([
    ['imagePulPolicy', 'imagePullPolicy'],
    ['contaienrs', 'containers'],
    ['IMAGE', 'image'],
    ['xyz', undefined],
  ])('takes %s for %s', (word, expected) => {
    expect(nearest(word, ['image', 'imagePullPolicy', 'containers', 'command'])).toBe(expected);
  });
});
