import path from 'node:path';
import { describe, expect, it } from 'vitest';
import { StructureFiles } from '../../server/src/hosts/structure-file.ts';
import { applyDefaults, type Typed } from '../../server/src/kubernetes/defaults/index.ts';
import { type KubernetesVersion, kubernetesVersions } from '../../server/src/schema/versions.ts';
import { formatFieldError } from '../../server/src/validation/field-error.ts';
import { rules } from '../../server/src/validation/rules/index.ts';
import { createValidator } from '../../server/src/validation/validate.ts';
import { parseYaml } from '../../server/src/yaml/index.ts';

const files = new StructureFiles(path.join(import.meta.dirname, '../../schemas'));

function errors(version: KubernetesVersion, text: string): readonly string[] {
  const validator = createValidator({
    structure: files.of(version),
    rules,
    applyDefaults: (object) => applyDefaults(object as Readonly<Record<string, unknown>> & Typed),
  });
  return validator.apiServerErrors(parseYaml(text)[0]?.value).map(formatFieldError);
}

/** Versions whose API server refuses the object, as the code of 1.34.4, 1.35.4, 1.36.3 and 1.37.2 does. */
const cases: readonly (readonly [what: string, refusedBy: readonly KubernetesVersion[], text: string])[] = [
  ['a Service whose name begins with a digit', ['1.34', '1.35'], service('2048-game', '{}')],
  ['a Service whose name has an upper-case letter', [...kubernetesVersions], service('Game', '{}')],
  ['an external IP with leading zeros', ['1.36', '1.37'], service('web', '{ externalIPs: [192.0.02.1] }')],
  ['an external IP that is none', [...kubernetesVersions], service('web', '{ externalIPs: [192.0.2.256] }')],
  [
    'an SELinux change policy MountOption',
    ['1.34', '1.35', '1.36'],
    pod('securityContext: { seLinuxChangePolicy: MountOption }'),
  ],
  ['a hostname override of no name', ['1.35', '1.36', '1.37'], pod('hostnameOverride: Web')],
  [
    'a trust bundle without a path',
    ['1.37'],
    pod('volumes: [{ name: v, projected: { sources: [{ clusterTrustBundle: { name: a } }] } }]'),
  ],
  ['an image volume without an image', ['1.35', '1.36', '1.37'], pod('volumes: [{ name: v, image: {} }]')],
  [
    'an image volume with an unknown pull policy',
    ['1.35', '1.36', '1.37'],
    pod('volumes: [{ name: v, image: { reference: a, pullPolicy: always } }]'),
  ],
  [
    'a restarting resize of a plain init container',
    ['1.36', '1.37'],
    pod('initContainers: [{ name: i, image: i, resizePolicy: [{ resourceName: cpu, restartPolicy: RestartContainer }] }]'),
  ],
];

function service(name: string, more: string): string {
  return `{ apiVersion: v1, kind: Service, metadata: { name: ${name} }, spec: { ports: [{ port: 80 }], ...: 0 } }`.replace(
    ', ...: 0 }',
    more === '{}' ? ' }' : `, ${more.slice(1, -1)} }`,
  );
}

function pod(spec: string): string {
  return `
apiVersion: v1
kind: Pod
metadata: { name: a }
spec:
  containers: [{ name: a, image: a }]
  ${spec}`;
}

describe('a rule of the newest version', () => {
  it.each(cases)('judges %s as each version does', (_, refusedBy, text) => {
    expect(kubernetesVersions.filter((version) => errors(version, text).length > 0)).toEqual(refusedBy);
  });
});
