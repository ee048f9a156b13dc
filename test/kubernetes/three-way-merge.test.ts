import { describe, expect, it } from 'vitest';
import { threeWayMerge } from '../../server/src/kubernetes/three-way-merge.ts';
import { structure } from '../structure.ts';

const merge = (original: unknown, modified: unknown, live: unknown): unknown =>
  threeWayMerge(structure, 'apps.v1.Deployment', {
    original: original as Record<string, unknown>,
    modified: modified as Record<string, unknown>,
    live: live as Record<string, unknown>,
  });

const containers = (...list: unknown[]) => ({ spec: { template: { spec: { containers: list } } } });

describe('kubectl apply', () => {
  it('keeps what only the live object has', () => {
    expect(merge({ spec: {} }, { spec: { paused: true } }, { spec: { replicas: 5 } })).toEqual({
      spec: { replicas: 5, paused: true },
    });
  });

  it('deletes what the last manifest had and this one has not', () => {
    expect(merge({ spec: { replicas: 3 } }, { spec: {} }, { spec: { replicas: 3, paused: true } })).toEqual({
      spec: { paused: true },
    });
  });

  it('merges containers by name and keeps injected ones', () => {
    const result = merge(
      containers({ name: 'app', image: 'a:1' }, { name: 'old', image: 'o' }),
      containers({ name: 'app', image: 'a:2' }),
      containers(
        { name: 'app', image: 'a:1', imagePullPolicy: 'Always' },
        { name: 'old', image: 'o' },
        { name: 'sidecar', image: 's' },
      ),
    );
    expect(result).toEqual(containers({ name: 'app', image: 'a:2', imagePullPolicy: 'Always' }, { name: 'sidecar', image: 's' }));
  });

  it('replaces lists that have no merge key', () => {
    const withArgs = (args: string[]) => containers({ name: 'app', args });
    expect(merge(withArgs(['a', 'b']), withArgs(['c']), withArgs(['a', 'b']))).toEqual(withArgs(['c']));
  });

  it('drops the defaulted rollingUpdate block when the strategy becomes Recreate (retainKeys)', () => {
    const live = { spec: { strategy: { type: 'RollingUpdate', rollingUpdate: { maxSurge: '25%', maxUnavailable: '25%' } } } };
    expect(merge({ spec: {} }, { spec: { strategy: { type: 'Recreate' } } }, live)).toEqual({
      spec: { strategy: { type: 'Recreate' } },
    });
  });

  it('takes an explicit null for a deletion', () => {
    expect(merge(undefined, { metadata: { labels: { a: null, b: '1' } } }, { metadata: { labels: { a: 'x', c: 'y' } } })).toEqual(
      {
        metadata: { labels: { b: '1', c: 'y' } },
      },
    );
  });

  it('replaces a volume’s source instead of merging two', () => {
    const volumes = (volume: unknown) => ({ spec: { template: { spec: { volumes: [volume] } } } });
    expect(
      merge(
        volumes({ name: 'v', emptyDir: {} }),
        volumes({ name: 'v', configMap: { name: 'c' } }),
        volumes({ name: 'v', emptyDir: {} }),
      ),
    ).toEqual(volumes({ name: 'v', configMap: { name: 'c' } }));
  });
});
