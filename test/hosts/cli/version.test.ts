import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { check } from '../../../server/src/hosts/cli/check.ts';
import { simulate } from '../../../server/src/hosts/cli/simulate.ts';
import { chosenVersion } from '../../../server/src/hosts/cli/version.ts';
import { structureFiles } from '../../structures.ts';
import type { KubernetesVersion } from '../../../server/src/schema/versions.ts';

const structures = structureFiles;
const folder = mkdtempSync(path.join(tmpdir(), 'drydock-version-'));
afterAll(() => {
  rmSync(folder, { recursive: true });
});

const file = path.join(folder, 'pod.yaml');
writeFileSync(
  file,
  'apiVersion: v1\nkind: Pod\nmetadata: { name: a }\nspec: { evictionResponders: [], containers: [{ name: a, image: a }] }\n',
);

function run(
  kubernetesVersion?: KubernetesVersion,
  config = '',
  checked = file,
): { code: number; out: { kubernetesVersion: string; findings: { message: string }[] } } {
  const configFile = path.join(folder, 'config.yaml');
  writeFileSync(configFile, config);
  let out = '';
  const output = { out: (text: string) => void (out += text), err: () => undefined };
  const flags = { format: 'json', failOn: 'error', config: configFile, version: '1' } as const;
  const code = check([checked], { ...flags, ...(kubernetesVersion && { kubernetesVersion }) }, structures, output);
  return { code, out: JSON.parse(out) as ReturnType<typeof run>['out'] };
}

describe('drydock check', () => {
  it('judges by the newest version where none is chosen', () => {
    const { code, out } = run();
    expect(code).toBe(0);
    expect(out.kubernetesVersion).toMatch(/^1\.37\./);
  });

  it('judges by the version of the flag, and names it', () => {
    const { code, out } = run('1.36');
    expect(code).toBe(1);
    expect(out.kubernetesVersion).toMatch(/^1\.36\./);
    expect(out.findings.map(({ message }) => message)).toEqual([
      'strict decoding error: unknown field "spec.evictionResponders". evictionResponders is a field of Kubernetes 1.37 and newer.',
    ]);
  });

  it('judges by the version of the configuration, before which the flag goes', () => {
    expect(run(undefined, 'kubernetesVersion: "1.35"').out.kubernetesVersion).toMatch(/^1\.35\./);
    expect(run('1.34', 'kubernetesVersion: "1.35"').out.kubernetesVersion).toMatch(/^1\.34\./);
  });

  it('refuses a version that it does not know', () => {
    const config = { severities: {}, ignore: [], crds: [], kubernetesVersion: '1.30' };
    expect(() => chosenVersion(undefined, { folder, config })).toThrow(
      'kubernetesVersion "1.30" is not one of 1.34, 1.35, 1.36, 1.37',
    );
  });
});

describe('definitions that the configuration names', () => {
  it('judge custom resources', () => {
    const resource = path.join(folder, 'backup.json');
    writeFileSync(
      resource,
      JSON.stringify({ apiVersion: 'example.com/v1', kind: 'Backup', metadata: { name: 'a' }, spec: { keep: 'x' } }),
    );
    const openAPIV3Schema = {
      type: 'object',
      properties: { spec: { type: 'object', properties: { keep: { type: 'integer' } } } },
    };
    const definition = {
      apiVersion: 'apiextensions.k8s.io/v1',
      kind: 'CustomResourceDefinition',
      spec: {
        group: 'example.com',
        scope: 'Namespaced',
        names: { kind: 'Backup', plural: 'backups' },
        versions: [{ name: 'v1', served: true, schema: { openAPIV3Schema } }],
      },
    };
    const outside = mkdtempSync(path.join(folder, 'definitions-'));
    writeFileSync(path.join(outside, 'crd.yaml'), JSON.stringify(definition));
    const messages = (config: string): string[] => {
      const { findings } = run(undefined, config, resource).out;
      return findings.map(({ message }) => message);
    };
    expect(messages('')).toEqual([expect.stringContaining('is a custom resource')]);
    expect(messages(`crds: [${JSON.stringify(outside)}]`)).toEqual([
      'spec.keep: Invalid value: "string": spec.keep in body must be of type integer: "string"',
    ]);
  });
});

describe('drydock simulate', () => {
  it('says that the cluster behaves as another version than the API', () => {
    const said: string[] = [];
    let out = '';
    const output = { out: (text: string) => void (out += text), err: (text: string) => void said.push(text) };
    const options = { then: [], seed: 1, format: 'json', kubernetesVersion: '1.36' } as const;
    expect(simulate([file], options, structures, output)).toBe(1);
    expect(said).toEqual([
      expect.stringMatching(/^note: manifests are read as Kubernetes 1\.36 reads them, but .* behaves as 1\.37/),
    ]);
    const told = JSON.parse(out) as { kubernetesVersion: string; note: string; applied: { message: string }[][] };
    expect(told.kubernetesVersion).toMatch(/^1\.36\./);
    expect(told.note).toContain('1.37');
    expect(told.applied[0]?.[0]?.message).toContain('unknown field "spec.evictionResponders"');
  });
});
