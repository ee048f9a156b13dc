import { describe, expect, it } from 'vitest';
import { behaviorOf, duration, hookMs, notModelled } from '../../../server/src/cluster/kubelet/behavior.ts';
import type { Container } from '../../../server/src/kubernetes/api.ts';
import { pod } from './world.ts';

const container: Container = { name: 'web', image: 'ghcr.io/acme/web:2' };
const of = (given = pod('a', { container }), role: 'main' | 'init' | 'sidecar' = 'main', images = {}) =>
  behaviorOf(given, { ...container }, role, Array.isArray(images) ? images : []);

describe('defaults', () => {
  it('depend on the image’s name alone', () => {
    expect(of()).toEqual(of());
    expect(of().pullMs).toBeGreaterThanOrEqual(500);
    expect(of().pullMs).toBeLessThanOrEqual(3000);
    expect(of().createMs).toBeGreaterThanOrEqual(300);
    expect(of().createMs).toBeLessThanOrEqual(800);
  });

  it.each([
    ['main', 'Always', Infinity],
    ['main', 'OnFailure', 2000],
    ['main', 'Never', 2000],
    ['init', 'Always', 2000],
    ['sidecar', 'Never', Infinity],
  ] as const)('a %s container of restartPolicy %s runs for %i ms', (role, restartPolicy, runs) => {
    expect(of(pod('a', { restartPolicy, container }), role).exitAfterMs).toBe(runs);
  });
});

describe('images of the cluster', () => {
  it.each([
    ['*', true],
    ['ghcr.io/*/web:*', true],
    ['*:2', true],
    ['ghcr.io/acme/web:2', true],
    ['ghcr.io/acme/web', false],
    ['ghcr.io/*:1', false],
    ['*/api:*', false],
  ])('%s matches: %s', (image, matches) => {
    const entry = { image, pullSeconds: 42 };
    expect(of(undefined, 'main', [entry]).pullMs === 42_000).toBe(matches);
  });

  it('are searched in order, and may name a container', () => {
    const images = [
      { image: '*', container: 'other', exitCode: 1 },
      { image: '*', container: 'web', exitCode: 2 },
      { image: '*', exitCode: 3 },
    ];
    expect(of(undefined, 'main', images).exitCode).toBe(2);
  });
});

it('lets annotations of the pod win, one by one', () => {
  const annotations = {
    'drydock.dev/web.exit-after': '1m30s',
    'drydock.dev/web.exit-code': '7',
    'drydock.dev/web.never-ready': 'true',
    'drydock.dev/web.pull-error': 'denied',
    'drydock.dev/other.stop-time': '9s',
  };
  const behavior = of(pod('a', { container }, annotations), 'main', [
    { image: '*', exitAfterSeconds: 1, exitCode: 1, stopSeconds: 5 },
  ]);
  expect(behavior).toMatchObject({ exitAfterMs: 90_000, exitCode: 7, readyAfterMs: Infinity, pullError: 'denied', stopMs: 5000 });
});

it.each([
  ['5s', 5000],
  ['250ms', 250],
  ['1h2m3.5s', 3_723_500],
  ['5', undefined],
  ['soon', undefined],
  ['', undefined],
])('the duration "%s" is %s ms', (text, ms) => {
  expect(duration(text)).toBe(ms);
});

it.each([
  [{ sleep: { seconds: 3 } }, 3000],
  [{ exec: { command: ['sleep', '5'] } }, 5000],
  [{ exec: { command: ['/bin/sh', '-c', 'sleep 15'] } }, 15_000],
  [{ exec: { command: ['/bin/sh', '-c', 'nginx -s quit; sleep 15'] } }, 0],
  [{ httpGet: { port: 80 } }, 0],
  [undefined, 0],
])('the hook %j takes %i ms', (hook, ms) => {
  expect(hookMs(hook)).toBe(ms);
});

describe('notModelled', () => {
  it('is empty for a pod that is emulated as a whole', () => {
    expect(
      notModelled(
        pod('a', { container: { readinessProbe: { httpGet: { port: 80 } }, lifecycle: { preStop: { sleep: { seconds: 1 } } } } }),
      ),
    ).toEqual([]);
  });

  it('names what a user might expect', () => {
    const command = { exec: { command: ['true'] } };
    const found = notModelled(
      pod('a', {
        container: { livenessProbe: command, lifecycle: { postStart: command } },
        ephemeralContainers: [{ name: 'debug' }] as never,
      }),
    );
    expect(found).toEqual([
      'c: the command of livenessProbe is not run; its outcome follows the behaviour model',
      'c: the postStart hook is not run; it succeeds at once',
      'ephemeral containers are not started',
    ]);
  });
});
