import { describe, expect, it } from 'vitest';
import { parseImageName } from '../../../server/src/cluster/kubelet/images.ts';
import { pod, World } from './world.ts';

const waiting = (world: World, name = 'a') => world.pod(name).status?.containerStatuses?.[0]?.state?.waiting;

describe('pulls', () => {
  it('are one at a time on a node, and an image that is there is not pulled', () => {
    const world = new World({ images: [{ image: '*', pullSeconds: 3 }] });
    world.create(pod('a', { container: { image: 'one:1' } }));
    world.create(pod('b', { container: { image: 'two:1' } }));
    world.create(pod('c', { container: { image: 'one:1' } }));
    world.settle();
    const pulled = world.events
      .filter(({ reason }) => reason === 'Pulled')
      .map(({ message }) => message.replace(/\. Image size.*/, ''));
    expect(pulled).toEqual([
      'Successfully pulled image "one:1" in 3s (3s including waiting)',
      'Successfully pulled image "one:1" in 0s (3s including waiting)',
      'Successfully pulled image "two:1" in 3s (6s including waiting)',
    ]);
    world.create(pod('d', { container: { image: 'two:1' } }));
    world.settle();
    expect(world.told()).toContain('Pulled: Container image "two:1" already present on machine and can be accessed by the pod');
    expect(world.node().status?.images?.flatMap(({ names }) => names)).toContain('docker.io/library/two:1');
    expect(world.node().metadata.annotations).not.toHaveProperty(['drydock.dev/image-pulls']);
  });

  it('are asked for anew with imagePullPolicy Always', () => {
    const world = new World();
    world.create(pod('a', { container: { imagePullPolicy: 'Always' } }));
    world.settle();
    world.create(pod('b', { container: { imagePullPolicy: 'Always' } }));
    world.settle();
    expect(world.events.filter(({ reason }) => reason === 'Pulling')).toHaveLength(2);
  });

  it('that fail go to ErrImagePull, ImagePullBackOff, and are retried after 10, 20, 40 … 300 s', () => {
    const error = 'rpc error: code = NotFound desc = not found';
    const world = new World({ images: [{ image: '*', pullError: error, pullSeconds: 1 }] });
    world.create(pod('a'));
    world.settle();
    expect(world.told()).toEqual([
      'Pulling: Pulling image "nginx:1.27"',
      `Failed: Failed to pull image "nginx:1.27": ${error}`,
      'Failed: Error: ErrImagePull',
      'BackOff: Back-off pulling image "nginx:1.27"',
      'Failed: Error: ImagePullBackOff',
    ]);
    expect(waiting(world)).toEqual({
      reason: 'ImagePullBackOff',
      message: `Back-off pulling image "nginx:1.27": ErrImagePull: ${error}`,
    });
    expect(world.pod('a').status?.phase).toBe('Pending');
    const reasons = world.writes.map(({ pod: written }) => written.status?.containerStatuses?.[0]?.state?.waiting?.reason);
    expect(reasons).toEqual(['ContainerCreating', 'ContainerCreating', 'ErrImagePull', 'ImagePullBackOff']);
    world.advance(2000);
    const pulls = world.events.filter(({ reason }) => reason === 'Pulling').map(({ at }) => at);
    const gaps = pulls.slice(1).map((at, index) => (at - (pulls[index] ?? 0)) / 1000);
    expect(gaps).toEqual([11, 21, 41, 81, 161, 301, 301, 301, 301, 301]);
  });

  it('are not tried with imagePullPolicy Never', () => {
    const world = new World();
    world.create(pod('a', { container: { imagePullPolicy: 'Never' } }));
    world.settle();
    const message = 'Container image "nginx:1.27" is not present with pull policy of Never';
    expect(world.told()).toEqual([`ErrImageNeverPull: ${message}`, 'Failed: Error: ErrImageNeverPull']);
    expect(waiting(world)).toEqual({ reason: 'ErrImageNeverPull', message });
  });

  it('are not tried for a name that is none', () => {
    const world = new World();
    world.create(pod('a', { container: { image: 'Nginx:1' } }));
    world.settle();
    const message =
      'Failed to apply default image tag "Nginx:1": couldn\'t parse image name "Nginx:1": invalid reference format: repository name (library/Nginx) must be lowercase';
    expect(world.told()).toEqual([`InspectFailed: ${message}`, 'Failed: Error: InvalidImageName']);
    expect(waiting(world)).toEqual({ reason: 'InvalidImageName', message });
  });
});

// Names and errors: github.com/distribution/reference v0.6.0, normalize.go.
describe('image names', () => {
  it.each([
    ['nginx', 'docker.io/library/nginx:latest'],
    ['bitnami/redis:7', 'docker.io/bitnami/redis:7'],
    ['localhost/app:1', 'localhost/app:1'],
    ['registry:5000/team/app:1', 'registry:5000/team/app:1'],
    ['ghcr.io/a/b@sha256:' + 'a'.repeat(64), 'ghcr.io/a/b@sha256:' + 'a'.repeat(64)],
  ])('%s is %s', (image, full) => {
    expect(parseImageName(image)).toMatchObject({ ok: true, full });
  });

  it.each([
    ['nginx:', 'invalid reference format'],
    ['https://nginx', 'invalid reference format'],
    ['', 'invalid reference format'],
    ['ghcr.io/Team/app', 'invalid reference format: repository name (Team/app) must be lowercase'],
  ])('"%s" is refused', (image, error) => {
    expect(parseImageName(image)).toEqual({ ok: false, error: `couldn't parse image name "${image}": ${error}` });
  });
});
