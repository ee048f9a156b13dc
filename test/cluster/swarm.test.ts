import { describe, expect, it } from 'vitest';
import { createRandom, type Random } from '../../server/src/cluster/engine/random.ts';
import { restart } from '../../server/src/cluster/kubectl/rollout.ts';
import { Lab } from './e2e/lab.ts';
import { budget, claimTemplate, daemonSet, deployment, statefulSet } from './e2e/objects.ts';

const seeds = 50;
const stepsPerScenario = 12;
const workers = ['worker-1', 'worker-2', 'worker-3'];
const images = ['nginx:1', 'nginx:2', 'missing:1'];

type Step = (lab: Lab, random: Random) => void;

const pick = <T>(random: Random, from: readonly T[]): T | undefined => from[random.below(from.length)];

const steps: Readonly<Record<string, Step>> = {
  'apply the Deployment': (lab, random) => lab.apply(deployment({ replicas: random.below(7) }, { image: pick(random, images) })),
  'apply the StatefulSet': (lab, random) =>
    lab.apply(
      statefulSet({ replicas: random.below(4), volumeClaimTemplates: [claimTemplate()] }, { image: pick(random, images) }),
    ),
  'apply the DaemonSet': (lab, random) => lab.apply(daemonSet({}, { image: pick(random, images) })),
  'scale the Deployment': (lab, random) => lab.scale('Deployment', 'web', random.below(9)),
  'scale the StatefulSet': (lab, random) => lab.scale('StatefulSet', 'db', random.below(5)),
  'undo the Deployment': (lab) => lab.undo('Deployment', 'web'),
  'restart the Deployment': (lab) => {
    restart(lab.cluster, { kind: 'Deployment', namespace: 'default', name: 'web' });
  },
  'pause or resume': (lab, random) => lab.pause('web', random.below(2) === 0),
  'delete a pod': (lab, random) => {
    const pod = pick(random, lab.livePods());
    if (pod) lab.deletePod(pod.metadata.name ?? '');
  },
  'crash a container': (lab, random) => {
    const pod = pick(random, lab.livePods());
    if (pod) lab.crash(pod.metadata.name ?? '', 'app', random.below(3));
  },
  'fail a node': (lab, random) => {
    lab.failNode(pick(random, workers) ?? '');
  },
  'bring the nodes back': (lab) => {
    for (const name of workers) lab.recoverNode(name);
  },
  'cordon a node': (lab, random) => {
    lab.cordon(pick(random, workers) ?? '', random.below(2) === 0);
  },
  'drain a node': (lab, random) => {
    lab.drain(pick(random, workers) ?? '');
  },
  'delete an owner': (lab, random) => {
    if (lab.find('Deployment', 'web')) lab.delete('Deployment', 'web', random.below(2) === 0 ? 'Foreground' : 'Background');
  },
};

function playSwarm(seed: number): { lab: Lab; told: string[] } {
  const random = createRandom(seed).stream('swarm');
  const lab = new Lab({ seed, spec: { images: [{ image: 'missing:*', pullError: 'not found' }] } });
  lab.apply(budget('web', { minAvailable: 1 }));
  const told: string[] = [];
  for (let count = 0; count < stepsPerScenario; count += 1) {
    const name = pick(random, Object.keys(steps)) ?? '';
    told.push(`${lab.now}s ${name}`);
    steps[name]?.(lab, random);
    if (random.below(3) === 0) lab.settle(1200);
    else lab.advance(random.below(40) / 4);
  }
  return { lab, told };
}

/** With everything mended, all comes to the state that is asked for. */
function mend(lab: Lab): void {
  for (const name of workers) {
    lab.recoverNode(name);
    lab.cordon(name, false);
  }
  if (lab.find('Deployment', 'web')?.metadata.deletionTimestamp !== undefined) lab.settle();
  lab.apply(deployment({ replicas: 3, paused: false }, { image: 'nginx:9' }));
  lab.apply(daemonSet({}, { image: 'nginx:9' }));
  lab.settle();
}

describe('a swarm of short scenarios', () => {
  for (let seed = 1; seed <= seeds; seed += 1) {
    it(`seed ${seed}`, () => {
      const { lab, told } = playSwarm(seed);
      const broken = lab.brokenInvariants();
      expect(broken, `seed ${seed}:\n${told.join('\n')}`).toEqual([]);
      mend(lab);
      const ends = ['web', 'agent'].map((name) => lab.verdict(name)?.state);
      expect(ends, `seed ${seed}:\n${told.join('\n')}\n${JSON.stringify(lab.verdict('web'))}`).toEqual(['complete', 'complete']);
      expect(lab.pods({ app: 'web' })).toHaveLength(3);
    });
  }
});
