import { describe, expect, it } from 'vitest';
import type { Deployment, Pod, ReplicaSet } from '../../../server/src/kubernetes/api.ts';
import { conditionOf, Lab } from './lab.ts';
import { deployment } from './objects.ts';

const missingImage = { spec: { images: [{ image: 'missing:*', pullError: 'not found' }] } };

describe('a Deployment is created', () => {
  const lab = new Lab();
  const applied = lab.run(deployment({ replicas: 3 }));

  it('is available with one ReplicaSet', () => {
    expect(applied.message).toBe('deployment.apps/web created');
    const web = lab.get<Deployment>('Deployment', 'web');
    expect(web.status).toMatchObject({ replicas: 3, updatedReplicas: 3, readyReplicas: 3, availableReplicas: 3 });
    expect(web.metadata.annotations?.['deployment.kubernetes.io/revision']).toBe('1');
    expect(conditionOf(web, 'Available')).toMatchObject({ status: 'True', reason: 'MinimumReplicasAvailable' });
    expect(conditionOf(web, 'Progressing')).toMatchObject({ status: 'True', reason: 'NewReplicaSetAvailable' });
    const [set] = lab.replicaSets();
    expect(set?.metadata.name).toBe(`web-${set?.metadata.labels?.['pod-template-hash']}`);
    expect(lab.verdict()).toMatchObject({ state: 'complete', message: 'deployment "web" successfully rolled out' });
  });

  it('names pods after the ReplicaSet and five letters without vowels', () => {
    const [set] = lab.replicaSets();
    for (const pod of lab.pods()) {
      expect(pod.metadata.name).toMatch(new RegExp(`^${set?.metadata.name}-[bcdfghjklmnpqrstvwxz2456789]{5}$`));
    }
  });

  it('spreads the pods over the zones, not onto the control plane', () => {
    expect(new Set(lab.pods().map((pod) => pod.spec?.nodeName))).toEqual(new Set(['worker-1', 'worker-2', 'worker-3']));
  });
});

describe('the scale steps of a rolling update with 25 % and 25 %', () => {
  // Appendix: one line per wave of pods that become available.
  const steps: Readonly<Record<number, readonly string[]>> = {
    3: ['r2 0→1', 'r1 3→2', 'r2 1→2', 'r1 2→1', 'r2 2→3', 'r1 1→0'],
    4: ['r2 0→1', 'r1 4→3', 'r2 1→2', 'r1 3→1', 'r2 2→4', 'r1 1→0'],
    10: ['r2 0→3', 'r1 10→8', 'r2 3→5', 'r1 8→3', 'r2 5→10', 'r1 3→0'],
  };
  for (const [replicas, expected] of Object.entries(steps)) {
    it(`${replicas} replicas`, () => {
      const lab = new Lab({ voluntary: true, spec: { images: [{ image: '*', pullSeconds: 0 }] } });
      lab.run(deployment({ replicas: Number(replicas) }));
      const since = lab.now;
      lab.run(deployment({ replicas: Number(replicas) }, { image: 'nginx:2' }));
      expect(lab.scaleSteps('web', since)).toEqual(expected);
      expect(lab.verdict()).toMatchObject({ state: 'complete' });
      expect(lab.pods().every((pod) => pod.spec?.containers[0]?.image === 'nginx:2')).toBe(true);
    });
  }
});

describe('a rolling update', () => {
  it('waits for minReadySeconds before the next step', () => {
    const lab = new Lab({ voluntary: true, spec: { images: [{ image: '*', pullSeconds: 0 }] } });
    const strategy = { rollingUpdate: { maxSurge: 1, maxUnavailable: 0 } };
    lab.run(deployment({ replicas: 2, strategy, minReadySeconds: 20 }));
    const since = lab.now;
    lab.run(deployment({ replicas: 2, strategy, minReadySeconds: 20 }, { image: 'nginx:2' }));
    expect(lab.scaleSteps('web', since)).toEqual(['r2 0→1', 'r1 2→1', 'r2 1→2', 'r1 1→0']);
    expect(lab.now - since).toBeGreaterThanOrEqual(40);
  });

  it('removes first when there is no surge', () => {
    const lab = new Lab({ voluntary: true });
    const strategy = { rollingUpdate: { maxSurge: 0, maxUnavailable: 1 } };
    lab.run(deployment({ replicas: 3, strategy }));
    const since = lab.now;
    lab.run(deployment({ replicas: 3, strategy }, { image: 'nginx:2' }));
    expect(lab.scaleSteps('web', since)).toEqual(['r1 3→2', 'r2 0→1', 'r1 2→1', 'r2 1→2', 'r1 1→0', 'r2 2→3']);
  });

  it('that goes nowhere stops, passes its deadline after 600 s, and keeps serving', () => {
    const lab = new Lab({ voluntary: true, ...missingImage });
    lab.run(deployment({ replicas: 10 }));
    const since = lab.now;
    lab.run(deployment({ replicas: 10 }, { image: 'missing:1' }));
    expect(lab.scaleSteps('web', since)).toEqual(['r2 0→3', 'r1 10→8', 'r2 3→5']);
    const web = lab.get<Deployment>('Deployment', 'web');
    expect(conditionOf(web, 'Progressing')).toMatchObject({ status: 'False', reason: 'ProgressDeadlineExceeded' });
    expect(conditionOf(web, 'Progressing')?.message).toMatch(/^ReplicaSet "web-\w+" has timed out progressing\.$/);
    expect(conditionOf(web, 'Available')).toMatchObject({ status: 'True' });
    expect(web.status?.availableReplicas).toBe(8);
    expect(lab.now - since).toBeGreaterThanOrEqual(600);
    expect(lab.now - since).toBeLessThan(620);
    expect(lab.verdict()).toMatchObject({ state: 'stuck', reason: 'ImagePullBackOff' });
  });

  it('that is stuck goes on when the image is mended', () => {
    const lab = new Lab({ voluntary: true, ...missingImage });
    lab.run(deployment({ replicas: 3 }));
    lab.run(deployment({ replicas: 3 }, { image: 'missing:1' }));
    lab.run(deployment({ replicas: 3 }, { image: 'nginx:3' }));
    expect(lab.verdict()).toMatchObject({ state: 'complete' });
    expect(lab.replicaSets().map(({ spec }) => spec.replicas)).toEqual([0, 0, 3]);
  });

  it('replaced by another before its end takes the unfinished ReplicaSet down first', () => {
    const lab = new Lab({ voluntary: true });
    lab.run(deployment({ replicas: 4 }));
    lab.apply(deployment({ replicas: 4 }, { image: 'nginx:2' }));
    lab.advance(0.5);
    lab.run(deployment({ replicas: 4 }, { image: 'nginx:3' }));
    expect(lab.verdict()).toMatchObject({ state: 'complete' });
    expect(lab.replicaSets().map(({ spec }) => spec.replicas)).toEqual([0, 0, 4]);
  });

  it('shares a scale-up between the revisions in proportion', () => {
    const lab = new Lab(missingImage);
    lab.run(deployment({ replicas: 10 }));
    lab.run(deployment({ replicas: 10 }, { image: 'missing:1' }));
    const since = lab.now;
    lab.scale('Deployment', 'web', 15);
    lab.settle();
    // 15 + 4 surge = 19, of which 6 are new: 8 → 12 and 5 → 7 by their share of 13.
    expect(lab.replicaSets().map(({ spec }) => spec.replicas)).toEqual([12, 7]);
    expect(lab.scaleSteps('web', since)).toEqual(['r1 8→12', 'r2 5→7']);
  });

  it('goes on after a scale-down in its middle', () => {
    const lab = new Lab();
    lab.run(deployment({ replicas: 10 }));
    lab.apply(deployment({ replicas: 10 }, { image: 'nginx:2' }));
    lab.advance(0.5);
    lab.scale('Deployment', 'web', 4);
    lab.settle();
    expect(lab.replicaSets().map(({ spec }) => spec.replicas)).toEqual([0, 4]);
    expect(lab.verdict()).toMatchObject({ state: 'complete' });
  });
});

describe('Recreate', () => {
  it('starts no new pod before the last old one is gone', () => {
    const lab = new Lab();
    const strategy = { type: 'Recreate' };
    lab.run(deployment({ replicas: 3, strategy }));
    const old = lab.podNames();
    const since = lab.now;
    lab.run(deployment({ replicas: 3, strategy }, { image: 'nginx:2' }));
    expect(lab.scaleSteps('web', since)).toEqual(['r1 3→0', 'r2 0→3']);
    const lastGone = Math.max(...old.map((name) => lab.writtenAt('delete', 'Pod', name) ?? Infinity));
    const firstNew = Math.min(...lab.podNames().map((name) => lab.writtenAt('create', 'Pod', name) ?? 0));
    expect(firstNew).toBeGreaterThanOrEqual(lastGone);
    expect(lab.verdict()).toMatchObject({ state: 'complete' });
  });
});

describe('pause and resume', () => {
  it('a paused Deployment does not roll, scales, and rolls once it is resumed', () => {
    const lab = new Lab({ voluntary: true });
    lab.run(deployment({ replicas: 3 }));
    expect(lab.pause('web', true)).toBe('deployment.apps/web paused');
    lab.settle();
    lab.edit<Deployment>('Deployment', 'web', (live) => withImage(live, 'nginx:2'));
    lab.settle();
    expect(lab.replicaSets()).toHaveLength(1);
    expect(conditionOf(lab.get('Deployment', 'web'), 'Progressing')).toMatchObject({
      status: 'Unknown',
      reason: 'DeploymentPaused',
      message: 'Deployment is paused',
    });
    lab.scale('Deployment', 'web', 5);
    lab.settle();
    expect(lab.readyCount()).toBe(5);
    expect(lab.replicaSets()).toHaveLength(1);
    lab.pause('web', false);
    lab.settle();
    expect(lab.replicaSets().map(({ spec }) => spec.replicas)).toEqual([0, 5]);
    expect(conditionOf(lab.get('Deployment', 'web'), 'Progressing')).toMatchObject({ reason: 'NewReplicaSetAvailable' });
  });

  it('refuses to undo a paused Deployment', () => {
    const lab = new Lab();
    lab.run(deployment());
    lab.run(deployment({}, { image: 'nginx:2' }));
    lab.pause('web', true);
    expect(lab.undo('Deployment', 'web')).toContain(
      "you cannot rollback a paused deployment; resume it first with 'kubectl rollout resume' and try again",
    );
  });
});

describe('undo', () => {
  const roll = (lab: Lab, ...images: string[]) => {
    for (const image of images) lab.run(deployment({ replicas: 2 }, { image }));
  };
  const revisions = (lab: Lab) =>
    lab
      .replicaSets()
      .map(({ metadata, spec }) => [
        spec.template?.spec?.containers[0]?.image,
        metadata.annotations?.['deployment.kubernetes.io/revision'],
        spec.replicas,
      ]);

  it('goes back to the revision before, which becomes the newest', () => {
    const lab = new Lab({ voluntary: true });
    roll(lab, 'nginx:1', 'nginx:2');
    expect(lab.undo('Deployment', 'web')).toBe('deployment.apps/web rolled back');
    lab.settle();
    expect(revisions(lab)).toEqual([
      ['nginx:1', '3', 2],
      ['nginx:2', '2', 0],
    ]);
    expect(lab.get<ReplicaSet>('ReplicaSet', lab.replicaSets()[0]?.metadata.name ?? '').metadata.annotations).toMatchObject({
      'deployment.kubernetes.io/revision-history': '1',
    });
  });

  it('goes back to any revision', () => {
    const lab = new Lab({ voluntary: true });
    roll(lab, 'nginx:1', 'nginx:2', 'nginx:3');
    lab.undo('Deployment', 'web', 1);
    lab.settle();
    expect(revisions(lab)).toEqual([
      ['nginx:1', '4', 2],
      ['nginx:2', '2', 0],
      ['nginx:3', '3', 0],
    ]);
  });

  it('says so when there is nothing to do or no such revision', () => {
    const lab = new Lab();
    roll(lab, 'nginx:1', 'nginx:2');
    expect(lab.undo('Deployment', 'web', 2)).toContain('skipped rollback (current template already matches revision 2)');
    expect(lab.undo('Deployment', 'web', 9)).toContain('unable to find specified revision 9 in history');
  });

  it('keeps as many old revisions as the limit says', () => {
    const lab = new Lab();
    for (const image of ['nginx:1', 'nginx:2', 'nginx:3', 'nginx:4']) {
      lab.run(deployment({ replicas: 1, revisionHistoryLimit: 1 }, { image }));
    }
    expect(revisions(lab).map(([image]) => image)).toEqual(['nginx:3', 'nginx:4']);
  });
});

it('a change of the replicas alone is no new revision', () => {
  const lab = new Lab();
  lab.run(deployment({ replicas: 2 }));
  expect(lab.run(deployment({ replicas: 4 })).message).toBe('deployment.apps/web configured');
  expect(lab.run(deployment({ replicas: 4 })).message).toBe('deployment.apps/web unchanged');
  expect(lab.replicaSets()).toHaveLength(1);
  expect(lab.readyCount()).toBe(4);
});

it('another notation of a quantity is no change of the template', () => {
  const lab = new Lab();
  const withCpu = (cpu: string | number) => deployment({}, { container: { resources: { requests: { cpu, memory: '1024Mi' } } } });
  lab.run(withCpu('0.5'));
  const [pod] = lab.pods() as [Pod];
  expect(pod.spec?.containers[0]?.resources?.requests).toEqual({ cpu: '500m', memory: '1Gi' });
  lab.run(withCpu('500m'));
  expect(lab.replicaSets()).toHaveLength(1);
  expect(lab.get<Deployment>('Deployment', 'web').metadata.generation).toBe(2); // The annotation of the last apply differs.
});

function withImage(live: Deployment, image: string): Deployment {
  const { template } = live.spec;
  const containers = (template.spec?.containers ?? []).map((container) => ({ ...container, image }));
  return { ...live, spec: { ...live.spec, template: { ...template, spec: { ...template.spec, containers } } } };
}

it('scaled up from nothing to what cannot start, it comes to rest and is stuck', () => {
  const lab = new Lab(missingImage);
  lab.run(deployment({ replicas: 0 }, { image: 'missing:1' }));
  expect(lab.verdict()).toMatchObject({ state: 'complete' });
  lab.scale('Deployment', 'web', 2);
  expect(lab.settle()).toBe('settled');
  expect(lab.verdict()).toMatchObject({ state: 'stuck', reason: 'ImagePullBackOff' });
});
