import { describe, expect, it } from 'vitest';
import structure from '../../schemas/kubernetes-1.37.json' with { type: 'json' };
import { createSchema } from '../../server/src/schema/index.ts';
import type { Structure } from '../../server/src/schema/structure.ts';
import type { JsonObject, ObjectPlace, Workspace } from '../../server/src/workspace/index.ts';
import { createWorkspace } from '../../server/src/workspace/index.ts';

const schema = createSchema(structure as unknown as Structure);
const open = (applyDefaults: (object: JsonObject) => JsonObject = (object) => object) =>
  createWorkspace({ schema, applyDefaults });

const service = (name: string, namespace?: string) =>
  `apiVersion: v1\nkind: Service\nmetadata:\n  name: ${name}\n${namespace ? `  namespace: ${namespace}\n` : ''}spec:\n  ports: [{port: 80}]\n`;
const names = (workspace: Workspace) => workspace.objects.all('core.v1.Service').map((each) => each.object.metadata?.name);

describe('dialects', () => {
  it.each([
    ['a.yaml', service('a'), 'kubernetes'],
    ['a.json', '{"apiVersion": "v1", "kind": "Service"}', 'kubernetes'],
    ['new.yaml', '', 'kubernetes'],
    ['new.yaml', 'kind: Depl\n', 'kubernetes'],
    ['new.yaml', 'apiVersion: apps/v1\n', 'kubernetes'],
    ['crd.yaml', 'apiVersion: argoproj.io/v1alpha1\nkind: Rollout\nspec: {}\n', 'kubernetes'],
    ['kustomization.yaml', 'resources: [a.yaml]\n', 'kustomization'],
    ['Kustomization', 'resources: [a.yaml]\n', 'kustomization'],
    ['other.yaml', 'apiVersion: kustomize.config.k8s.io/v1alpha1\nkind: Component\n', 'kustomization'],
    ['drydock.cluster.yaml', 'apiVersion: drydock.dev/v1alpha1\nkind: Cluster\nnodes: []\n', 'cluster'],
    ['templates/a.yaml', 'apiVersion: v1\nkind: Service\nmetadata:\n  name: {{ .Values.name }}\n', 'helm'],
    ['templates/a.yaml', '{{- if .Values.on }}\napiVersion: v1\nkind: Service\n{{- end }}\n', 'helm'],
    ['a.yaml', 'apiVersion: v1\nkind: ConfigMap\ndata:\n  a: "{{ x }}" # {{ y }}\n', 'kubernetes'],
    ['Chart.yaml', 'apiVersion: v2\nname: x\nversion: 1.0.0\n', 'other'],
    ['values.yaml', 'image: nginx\n', 'other'],
    ['compose.yaml', 'services:\n  web:\n    image: nginx\n', 'other'],
    ['ci.yml', 'on: push\njobs:\n  a:\n    steps: []\n', 'other'],
    ['openapi.yaml', 'openapi: 3.0.0\ninfo: {}\n', 'other'],
    ['.drone.yml', 'kind: pipeline\ntype: docker\nsteps: []\n', 'other'],
    ['skaffold.yaml', 'apiVersion: skaffold/v4beta11\nkind: Config\n', 'other'],
    ['config', 'apiVersion: v1\nkind: Config\nclusters: []\n', 'other'],
    ['list.yaml', '- a\n- b\n', 'other'],
  ])('%s with %j is %s', (name, text, dialect) => {
    const workspace = open();
    workspace.set(`file:///w/${name}`, text);
    expect(workspace.file(`file:///w/${name}`)!.dialect).toBe(dialect);
  });

  it('takes a file for a patch while a kustomization lists it as one', () => {
    const workspace = open();
    workspace.set('file:///w/overlay/patch.yaml', service('a'));
    workspace.set('file:///w/patches/b.yaml', service('b'));
    expect(names(workspace)).toEqual(['a', 'b']);
    const kustomization =
      'patches:\n- path: patch.yaml\n- patch: |-\n    kind: Service\npatchesStrategicMerge:\n- ../patches/b.yaml\n';
    const change = workspace.set('file:///w/overlay/kustomization.yaml', kustomization);
    expect(change.dialects).toEqual([
      'file:///w/overlay/kustomization.yaml',
      'file:///w/overlay/patch.yaml',
      'file:///w/patches/b.yaml',
    ]);
    expect(workspace.file('file:///w/patches/b.yaml')!.dialect).toBe('kustomize-patch');
    expect(names(workspace)).toEqual([]);

    expect(workspace.set('file:///w/overlay/kustomization.yaml', 'patches: [{path: patch.yaml}]\n').dialects).toEqual([
      'file:///w/patches/b.yaml',
    ]);
    expect(names(workspace)).toEqual(['b']);
    expect(workspace.remove('file:///w/overlay/kustomization.yaml').dialects).toEqual(['file:///w/overlay/patch.yaml']);
    expect(names(workspace)).toEqual(['b', 'a']);
  });

  it('takes a file for a patch that is opened after the kustomization', () => {
    const workspace = open();
    workspace.set('file:///w/kustomization.yaml', 'patches: [{path: ./patch.yaml}]\n');
    workspace.set('file:///w/patch.yaml', service('a'));
    expect(workspace.file('file:///w/patch.yaml')!.dialect).toBe('kustomize-patch');
    expect(names(workspace)).toEqual([]);
  });
});

describe('manifests', () => {
  it('expands lists with the paths of their items', () => {
    const workspace = open();
    workspace.set(
      'a',
      'apiVersion: v1\nkind: List\nitems:\n- apiVersion: v1\n  kind: Secret\n- 1\n- {apiVersion: v1, kind: Service, metadata: {name: s}}\n',
    );
    workspace.set('b', 'apiVersion: v1\nkind: PodList\nitems:\n- {apiVersion: v1, kind: Pod}\n');
    workspace.set('c', 'apiVersion: x.io/v1\nkind: CheckList\nitems:\n- {apiVersion: v1, kind: Pod}\n');
    const manifests = [...workspace.files()].flatMap((file) => file.documents.flatMap((document) => document.manifests));
    expect(manifests.map((manifest) => [manifest.kind, manifest.path])).toEqual([
      ['Secret', ['items', 0]],
      ['Service', ['items', 2]],
      ['Pod', ['items', 0]],
      ['CheckList', []],
    ]);
  });

  it('gives rules only what has the right type, with defaults and a namespace', () => {
    const workspace = open((object) => ({ ...object, spec: { type: 'ClusterIP', ...(object.spec as JsonObject) } }));
    workspace.set(
      'a',
      'apiVersion: v1\nkind: Service\nmetadata: {name: s, labels: null}\nspec: {ports: 1, type: null, wrong: x, clusterIP: None}\n',
    );
    expect(workspace.objects.get('core.v1.Service', 'default', 's')!.object).toEqual({
      apiVersion: 'v1',
      kind: 'Service',
      metadata: { name: 's', namespace: 'default' },
      spec: { type: 'ClusterIP', clusterIP: 'None' },
    });
  });

  it('knows kinds that have no namespace', () => {
    const workspace = open();
    workspace.set('a', 'apiVersion: v1\nkind: Namespace\nmetadata: {name: ns1}\n');
    expect(workspace.objects.get('core.v1.Namespace', '', 'ns1')).toBeDefined();
    expect(workspace.objects.get('core.v1.Namespace', 'default', 'ns1')).toBeUndefined();
  });

  it('finds the pod templates', () => {
    const workspace = open();
    const template = 'template: {metadata: {labels: {app: a}}, spec: {containers: []}}';
    workspace.set('a', `apiVersion: apps/v1\nkind: Deployment\nmetadata: {name: d, namespace: ns}\nspec: {${template}}\n`);
    workspace.set('b', `apiVersion: batch/v1\nkind: CronJob\nmetadata: {name: c}\nspec: {jobTemplate: {spec: {${template}}}}\n`);
    workspace.set('c', 'apiVersion: v1\nkind: Pod\nmetadata: {name: p, labels: {x: z}}\nspec: {nodeName: node1}\n');
    workspace.set('d', 'apiVersion: apps/v1\nkind: Deployment\nmetadata: {name: unwritten}\n');
    const uses = workspace.objects
      .podTemplates()
      .map(({ namespace, specPath, labels, spec }) => ({ namespace, specPath, labels, spec }));
    expect(uses).toEqual([
      { namespace: 'ns', specPath: ['spec', 'template', 'spec'], labels: { app: 'a' }, spec: { containers: [] } },
      {
        namespace: 'default',
        specPath: ['spec', 'jobTemplate', 'spec', 'template', 'spec'],
        labels: { app: 'a' },
        spec: { containers: [] },
      },
      { namespace: 'default', specPath: ['spec'], labels: { x: 'z' }, spec: { nodeName: 'node1' } },
    ]);
  });
});

describe('edits', () => {
  const file = (parts: readonly string[]) => parts.join('---\n');

  it('reports and touches only what changed', () => {
    let defaulted = 0;
    const workspace = open((object) => {
      defaulted++;
      return object;
    });
    workspace.set('a', file([service('one'), service('two'), service('three')]));
    expect(names(workspace)).toEqual(['one', 'two', 'three']);
    expect(defaulted).toBe(3);

    const change = workspace.set('a', file([service('one'), service('zwei'), service('three')]));
    expect(change.changed).toEqual([1]);
    expect(change.removed.map((each) => each.name)).toEqual(['two']);
    expect(change.added.map((each) => each.name)).toEqual(['zwei']);
    expect(new Set(names(workspace))).toEqual(new Set(['one', 'three', 'zwei']));
    expect(defaulted).toBe(4);
  });

  it('moves what only moved', () => {
    const workspace = open();
    workspace.set('a', file([service('one'), service('two')]));
    const before = workspace.objects.get('core.v1.Service', 'default', 'two')!;
    const change = workspace.set('a', file(['# note\n', service('one'), service('two')]));
    expect(change).toMatchObject({ changed: [0], added: [], removed: [] });
    const after = workspace.objects.get('core.v1.Service', 'default', 'two')!;
    expect(after.object).toBe(before.object);
    expect((after.source as ObjectPlace).document).toBe(2);
    const { yaml } = workspace.file('a')!.documents[2]!;
    expect(workspace.file('a')!.text.slice(yaml.offset)).toBe(service('two'));
  });

  it('forgets a removed file', () => {
    const workspace = open();
    workspace.set('a', service('one'));
    expect(workspace.remove('a').removed).toHaveLength(1);
    expect(names(workspace)).toEqual([]);
    expect(workspace.remove('a').removed).toEqual([]);
  });

  it('drops the objects of a file that becomes a template', () => {
    const workspace = open();
    workspace.set('a', service('one'));
    expect(workspace.set('a', `${service('one')}# x\nextra: {{ y }}\n`)).toMatchObject({ dialects: ['a'] });
    expect(names(workspace)).toEqual([]);
  });

  it('lists objects that are written more than once', () => {
    const workspace = open();
    workspace.set('a', file([service('one'), service('two'), service('one')]));
    workspace.set('b', file([service('two', 'default'), service('one', 'other')]));
    const found = workspace
      .duplicates()
      .map((places) => places.map(({ uri, document, manifest }) => [manifest.name, uri, document]));
    expect(found).toEqual([
      [
        ['one', 'a', 0],
        ['one', 'a', 2],
      ],
      [
        ['two', 'a', 1],
        ['two', 'b', 0],
      ],
    ]);
    workspace.set('a', file([service('one'), service('two')]));
    workspace.remove('b');
    expect(workspace.duplicates()).toEqual([]);
  });

  it('keeps apart two documents of the same text', () => {
    const workspace = open();
    workspace.set('a', service('one'));
    workspace.set('a', file([service('one'), service('one')]));
    expect(workspace.duplicates()).toHaveLength(1);
    workspace.set('a', service('one'));
    expect(names(workspace)).toEqual(['one']);
  });
});
