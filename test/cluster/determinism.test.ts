import { expect, it } from 'vitest';
import type { Pod } from '../../server/src/kubernetes/api.ts';
import { Lab } from './e2e/lab.ts';
import { claimTemplate, daemonSet, deployment, service, statefulSet } from './e2e/objects.ts';

/** A little of everything. */
function play(seed: number): Lab {
  const lab = new Lab({ seed });
  lab.run(service('web'));
  lab.run(deployment({ replicas: 5 }));
  lab.run(statefulSet({ replicas: 2, volumeClaimTemplates: [claimTemplate()] }));
  lab.run(daemonSet());
  lab.run(deployment({ replicas: 5 }, { image: 'nginx:2' }));
  lab.deletePod(lab.podNames()[0] ?? '');
  lab.settle();
  lab.failNode('worker-1');
  lab.settle();
  lab.recoverNode('worker-1');
  lab.settle();
  return lab;
}

/** Everything about the pods but what is drawn at random. */
function settledState(lab: Lab): unknown {
  const pods = lab.pods().map((pod: Pod) => `${pod.metadata.labels?.app} ${pod.spec?.containers[0]?.image} ${pod.status?.phase}`);
  return { pods: pods.sort(), verdicts: ['web', 'db', 'agent'].map((name) => lab.verdict(name)) };
}

it('the same seed gives the same trace, byte for byte', () => {
  const [one, two] = [play(7), play(7)];
  expect(JSON.stringify(one.cluster.trace) === JSON.stringify(two.cluster.trace)).toBe(true);
});

it('another seed gives other names and the same end', () => {
  const [one, two] = [play(7), play(8)];
  expect(one.podNames()).not.toEqual(two.podNames());
  expect(settledState(one)).toEqual(settledState(two));
});

it('a run is cut into parts without a difference', () => {
  const whole = new Lab();
  whole.apply(deployment({ replicas: 5 }));
  whole.advance(30);
  const parts = new Lab();
  parts.apply(deployment({ replicas: 5 }));
  for (let part = 0; part < 300; part += 1) parts.advance(0.1);
  expect(JSON.stringify(parts.cluster.trace) === JSON.stringify(whole.cluster.trace)).toBe(true);
});
