import path from 'node:path';
import { describe, expect, it } from 'vitest';
import { StructureFiles } from '../../server/src/hosts/structure-file.ts';
import { createSchema } from '../../server/src/schema/index.ts';
import { type KubernetesVersion, kubernetesVersions } from '../../server/src/schema/versions.ts';

const files = new StructureFiles(path.join(import.meta.dirname, '../../schemas'));
const schemaOf = (version: KubernetesVersion) => createSchema(files.of(version), files.all);

const pod = (spec: object): unknown => ({ apiVersion: 'v1', kind: 'Pod', metadata: { name: 'a' }, spec });

describe('each version of Kubernetes', () => {
  // Counted in the API that each release publishes: api/discovery of k8s.io/kubernetes.
  it.each([
    ['1.34', 90],
    ['1.35', 90],
    ['1.36', 95],
    ['1.37', 100],
  ] as const)('serves what %s serves', (version, kinds) => {
    const structure = files.of(version);
    expect(structure.kubernetesVersion).toMatch(new RegExp(`^${version.replace('.', '\\.')}\\.\\d+$`));
    expect(Object.keys(structure.kinds).filter((kind) => !kind.startsWith('drydock.dev/'))).toHaveLength(kinds);
  });

  it('names only types that it has, in the order of their fields', () => {
    for (const version of kubernetesVersions) {
      const { kinds, types } = files.of(version);
      expect(Object.values(kinds).filter(({ type }) => types[type] === undefined)).toEqual([]);
      for (const [name, { properties = {} }] of Object.entries(types)) {
        if (name.startsWith('drydock.')) continue;
        expect(Object.keys(properties)).toEqual(Object.keys(properties).sort());
      }
    }
  });

  it('says in which versions a field is that it does not know', () => {
    const value = pod({ evictionResponders: [], containers: [] });
    expect(schemaOf('1.37').checkShape('v1', 'Pod', value)).toEqual([]);
    expect(schemaOf('1.36').checkShape('v1', 'Pod', value)).toEqual([
      {
        code: 'unknown-field',
        path: ['spec', 'evictionResponders'],
        message: 'strict decoding error: unknown field "spec.evictionResponders"',
        note: 'evictionResponders is a field of Kubernetes 1.37 and newer.',
      },
    ]);
  });

  it('tells of fields that came and went', () => {
    const [problem] = schemaOf('1.36').checkShape('v1', 'Pod', pod({ workloadRef: {}, containers: [] }));
    expect(problem?.note).toBe('workloadRef is a field of Kubernetes 1.35 only.');
    const misspelt = schemaOf('1.36').checkShape('v1', 'Pod', pod({ container: [] }));
    expect(misspelt.map(({ note }) => note)).toEqual(misspelt.map(() => undefined));
    expect(misspelt.find(({ code }) => code === 'unknown-field')?.suggestion).toBe('containers');
  });

  it('says in which versions a value is that it does not know', () => {
    const value = pod({ containers: [], tolerations: [{ key: 'a', operator: 'Gt', value: '1' }] });
    const [problem] = schemaOf('1.34').checkShape('v1', 'Pod', value);
    expect(problem?.note).toBe('"Gt" is a value of Kubernetes 1.35 and newer.');
    expect(schemaOf('1.35').checkShape('v1', 'Pod', value)).toEqual([]);
  });

  it('says in which versions a kind is served', () => {
    const classify = (version: KubernetesVersion, apiVersion: string, kind: string) =>
      schemaOf(version).classifyKind(apiVersion, kind);
    expect(classify('1.37', 'scheduling.k8s.io/v1beta1', 'PodGroup').class).toBe('served');
    expect(classify('1.35', 'scheduling.k8s.io/v1beta1', 'PodGroup')).toMatchObject({
      class: 'unknown-builtin',
      note: 'PodGroup (scheduling.k8s.io/v1beta1) is served by Kubernetes 1.37 and newer.',
    });
    expect(classify('1.37', 'scheduling.k8s.io/v1alpha1', 'Workload')).toMatchObject({
      note: 'Workload (scheduling.k8s.io/v1alpha1) is served by Kubernetes 1.35 only.',
    });
    // A group that came later is no custom resource's.
    expect(classify('1.36', 'lifecycle.k8s.io/v1alpha1', 'EvictionRequest').class).toBe('unknown-builtin');
  });

  it('removes API versions when Kubernetes did', () => {
    const at = (version: KubernetesVersion) => schemaOf(version).classifyKind('networking.k8s.io/v1beta1', 'ServiceCIDR').class;
    expect(kubernetesVersions.map(at)).toEqual(['served', 'served', 'served', 'removed']);
  });

  it('names embedded structs as the decoder of the version does', () => {
    const value = pod({ containers: [], volumes: [{ name: 'a', emptyDir: { medium: true } }] });
    const message = (version: KubernetesVersion) => schemaOf(version).checkShape('v1', 'Pod', value)[0]?.message;
    expect(message('1.34')).toContain('EmptyDirVolumeSource.spec.volumes.emptyDir.medium');
    expect(message('1.35')).toContain('EmptyDirVolumeSource.spec.volumes.VolumeSource.emptyDir.medium');
  });
});
