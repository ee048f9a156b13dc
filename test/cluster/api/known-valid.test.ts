import { describe, expect, it } from 'vitest';
import { KnownValid } from '../../../server/src/cluster/api/known-valid.ts';
import { defaultClusterSpec } from '../../../server/src/cluster/system/default-spec.ts';
import { systemObjects } from '../../../server/src/cluster/system/objects.ts';
import type { Pod } from '../../../server/src/kubernetes/api.ts';
import { clusterParts } from '../../../server/src/preview/cluster-parts.ts';
import { structure } from '../../structure.ts';

const containers = [{ name: 'app', image: 'nginx:1' }];
const pod = (metadata: Pod['metadata'] = {}, spec: Partial<Pod['spec']> = {}): Pod => ({
  apiVersion: 'v1',
  kind: 'Pod',
  metadata: { generateName: 'web-', labels: { app: 'web' }, ...metadata },
  spec: { containers, ...spec },
});

describe('pods of a template that was found valid', () => {
  const known = new KnownValid();
  known.add(pod());

  it('are known to be valid, on whichever node', () => {
    expect(known.covers(pod())).toBe(true);
    expect(known.covers(pod({}, { affinity: { nodeAffinity: {} } }))).toBe(true);
  });

  it('are looked at when anything else differs', () => {
    const others = [
      pod({ generateName: 'Web-' }),
      pod({ labels: { app: 'not valid' } }),
      pod({ annotations: { 'not valid': '' } }),
      pod({ finalizers: ['not valid'] }),
      pod({}, { hostname: 'Not Valid' }),
      pod({}, { containers: [...containers] }),
    ];
    expect(others.map((other) => known.covers(other))).toEqual(others.map(() => false));
  });

  it('are no pods that a user names', () => {
    const named = pod({ generateName: undefined, name: 'one' });
    known.add(named);
    expect(known.covers(named)).toBe(false);
  });
});

it('what every cluster begins with is valid', () => {
  const { applyDefaults, validate } = clusterParts(structure, defaultClusterSpec, 1);
  for (const object of systemObjects(structure.kubernetesVersion)) expect(validate(applyDefaults(object))).toBeUndefined();
});
