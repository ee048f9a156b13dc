import { describe, expect, it } from 'vitest';
import { hover } from '../../server/src/language/hover.ts';
import { createLanguageContext } from '../../server/src/language/service.ts';
import { structure } from '../structure.ts';

const context = createLanguageContext(structure, () => ({ 'apps.v1.DeploymentSpec.replicas': 'How many pods.' }));

/** Hovers over the place of the `|` in a manifest. */
function hoverAt(marked: string): string {
  const offset = marked.indexOf('|');
  context.workspace.set('file:///m.yaml', marked.slice(0, offset) + marked.slice(offset + 1));
  const file = context.workspace.file('file:///m.yaml');
  return (file && hover(context, file, offset)?.markdown) ?? '';
}

const deployment = (spec: string): string => `apiVersion: apps/v1
kind: Deployment
metadata: { name: web }
spec:
  selector: { matchLabels: { app: web } }
${spec}  template:
    metadata: { labels: { app: web } }
    spec:
      containers: [{ name: web, image: nginx }]
`;

describe('hovers', () => {
  it('says nothing of pods for a number of replicas that the API server refuses', () => {
    expect(hoverAt(deployment('  repl|icas: -1\n'))).not.toContain('**Here:**');
  });

  it('leaves the defaults of a block to its fields', () => {
    expect(hoverAt(deployment('  strat|egy: {}\n'))).not.toContain('Default:');
    expect(hoverAt(deployment('  strategy: { ty|pe: RollingUpdate }\n'))).toContain('Default: `RollingUpdate`');
  });

  // The arithmetic is that of the Kubernetes documentation of maxSurge and maxUnavailable.
  it('says what replicas, maxSurge and maxUnavailable mean here', () => {
    expect(hoverAt(deployment('  repl|icas: 4\n'))).toContain(
      '4 replicas, maxSurge 25% → 1, maxUnavailable 25% → 1: during an update never more than 5 pods, never fewer than 3 available.',
    );
  });

  it('gives type, description, default and the reference', () => {
    const text = hoverAt(deployment('  replicas: |4\n'));
    expect(text).toContain('**spec.replicas** `integer`');
    expect(text).toContain('How many pods.');
    expect(text).toContain('Default: `1`');
    expect(text).toContain('https://kubernetes.io/docs/reference/generated/kubernetes-api/v1.37/#deploymentspec-v1-apps');
  });

  it('says of apiVersion, kind and metadata what they are for', () => {
    const text = (from: string, to: string) => hoverAt(deployment('').replace(from, to));
    expect(text('apiV', 'api|V')).toContain('Group and version of the API');
    expect(text('kind', 'ki|nd')).toContain('What the object is.');
    expect(text('metadata', 'meta|data')).toContain('Name, namespace, labels');
  });

  it('names the pods of a StatefulSet', () => {
    const text = hoverAt(`apiVersion: apps/v1
kind: StatefulSet
metadata: { name: db }
spec:
  replicas|: 3
  serviceName: db
  selector: { matchLabels: { app: db } }
  template:
    metadata: { labels: { app: db } }
    spec: { containers: [{ name: db, image: postgres }] }
`);
    expect(text).toContain('Pods db-0, db-1, db-2');
  });

  it('says which containers share a directory', () => {
    const text = hoverAt(`apiVersion: v1
kind: Pod
metadata: { name: p }
spec:
  containers:
    - { name: a, image: i, volumeMounts: [{ name: data, mountPath: /a }] }
    - { name: b, image: i, volumeMounts: [{ name: data, mountPath: /b, readOnly: true }] }
  volumes:
    - na|me: data
      emptyDir: {}
`);
    expect(text).toContain('shared by **a** at `/a`, **b** at `/b` (read only)');
  });

  it('is silent about what is not for Kubernetes', () => {
    expect(hoverAt('services:\n  we|b:\n    image: nginx\n')).toBe('');
  });
});
