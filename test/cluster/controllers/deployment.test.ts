import { describe, expect, it } from 'vitest';
import { type DeploymentObservation, deploymentController } from '../../../server/src/cluster/controllers/deployment.ts';
import { areOldPodsRunning } from '../../../server/src/cluster/controllers/deployment-recreate.ts';
import {
  cleanUpHistory,
  newReplicaSetAnnotations,
  replicaSetName,
} from '../../../server/src/cluster/controllers/deployment-revisions.ts';
import type { Action } from '../../../server/src/cluster/engine/types.ts';
import type { Deployment, Pod, ReplicaSet } from '../../../server/src/kubernetes/api.ts';
import { podTemplateHash } from '../../../server/src/kubernetes/hash.ts';
import { controllerReference } from '../../../server/src/kubernetes/object.ts';
import { timestampAt } from '../../../server/src/kubernetes/time.ts';
import { eventsOf, newDeployment, newPod, newReplicaSet, play, sizedBy, succeed, withStatus } from './workloads.ts';

function reconcile(
  deployment: Deployment,
  replicaSets: readonly ReplicaSet[] = [],
  more: Partial<DeploymentObservation> = {},
  now = 0,
): Action[] {
  const observation = { deployment, replicaSets, namesake: undefined, pods: new Map(), ...more };
  return [...deploymentController.reconcile(observation, { now, timestamp: timestampAt(now), random: () => 0 })];
}

const written = (actions: readonly Action[]) =>
  actions.flatMap((action) =>
    action.do === 'create' || action.do === 'update' || action.do === 'updateStatus'
      ? [`${action.do} ${action.object.kind}`]
      : [],
  );

/** A Deployment with generation and deadline, as the API server stores it. */
function stored(replicas: number, change: Partial<Deployment['spec']> = {}): Deployment {
  const base = newDeployment(replicas, { maxSurge: '25%', maxUnavailable: '25%' });
  return {
    ...base,
    metadata: { ...base.metadata, generation: 1 },
    spec: { ...base.spec, progressDeadlineSeconds: 600, ...change },
    status: {},
  };
}

/** A ReplicaSet of the Deployment, with its template or with an older one. */
function owned(
  deployment: Deployment,
  name: string,
  size: number,
  options: { image?: string; revision?: string; available?: number; created?: string } = {},
): ReplicaSet {
  const { image = 'foo/bar', revision = '1', available = size, created } = options;
  const base = withStatus(newReplicaSet(name, size, created), {
    replicas: size,
    readyReplicas: available,
    availableReplicas: available,
    terminatingReplicas: 0,
    observedGeneration: 1,
  });
  const annotated = sizedBy(deployment, {
    ...base,
    metadata: { ...base.metadata, labels: { foo: 'bar' }, ownerReferences: [controllerReference(deployment)] },
  });
  return {
    ...annotated,
    metadata: {
      ...annotated.metadata,
      annotations: { ...annotated.metadata.annotations, 'deployment.kubernetes.io/revision': revision },
    },
    spec: {
      ...annotated.spec,
      template: { metadata: { labels: { foo: 'bar', 'pod-template-hash': name } }, spec: { containers: [{ name: 'c', image }] } },
    },
  };
}

const numbered = (deployment: Deployment, revision: string, reason = 'NewReplicaSetAvailable'): Deployment => ({
  ...deployment,
  metadata: { ...deployment.metadata, annotations: { 'deployment.kubernetes.io/revision': revision } },
  status: {
    ...deployment.status,
    conditions: [
      { type: 'Progressing', status: 'True', reason, lastUpdateTime: timestampAt(0), lastTransitionTime: timestampAt(0) },
    ],
  },
});

describe('a new Deployment', () => {
  const deployment = stored(4);
  const actions = play(reconcile(deployment));
  const created = actions.flatMap((action) => (action.do === 'create' ? [action.object as ReplicaSet] : []))[0];

  it('gets a ReplicaSet of full size with its template, named after the hash', () => {
    const hash = podTemplateHash(deployment.spec.template, undefined);
    expect(hash).toMatch(/^[456789bcdf]+$/);
    expect(created).toMatchObject({
      metadata: {
        name: `foo-${hash}`,
        labels: { foo: 'bar', 'pod-template-hash': hash },
        annotations: {
          'deployment.kubernetes.io/revision': '1',
          'deployment.kubernetes.io/desired-replicas': '4',
          'deployment.kubernetes.io/max-replicas': '5',
        },
        ownerReferences: [{ kind: 'Deployment', name: 'foo', controller: true, blockOwnerDeletion: true }],
      },
      spec: {
        replicas: 4,
        selector: { matchLabels: { foo: 'bar', 'pod-template-hash': hash } },
        template: { metadata: { labels: { 'pod-template-hash': hash } } },
      },
    });
  });

  it('says so', () => {
    const name = created?.metadata.name ?? '';
    expect(eventsOf(actions)).toEqual([`Normal ScalingReplicaSet Scaled up replica set ${name} from 0 to 4`]);
    expect(written(actions)).toEqual(['create ReplicaSet', 'updateStatus Deployment']);
    expect(actions.at(-1)).toMatchObject({
      object: {
        metadata: { annotations: { 'deployment.kubernetes.io/revision': '1' } },
        status: {
          conditions: [
            { type: 'Progressing', status: 'True', reason: 'NewReplicaSetCreated', message: `Created new replica set "${name}"` },
          ],
        },
      },
    });
  });

  it('reports why no ReplicaSet could be created', () => {
    const refused = play(reconcile(deployment), (action) =>
      action.do === 'create' ? { ok: false, error: { code: 403, reason: 'Forbidden', message: 'no' } } : succeed(action),
    );
    const message = `Failed to create new replica set "${created?.metadata.name ?? ''}": no`;
    expect(eventsOf(refused)).toEqual([`Warning ReplicaSetCreateError ${message}`]);
    expect(refused.find(({ do: verb }) => verb === 'updateStatus')).toMatchObject({
      object: { status: { conditions: [{ status: 'False', reason: 'ReplicaSetCreateError', message }] } },
    });
  });

  it('is silent while its namespace goes away', () => {
    const message =
      'replicasets.apps "x" is forbidden: unable to create new content in namespace default because it is being terminated';
    const refused = play(reconcile(deployment), () => ({ ok: false, error: { code: 403, reason: 'Forbidden', message } }));
    expect(refused.map(({ do: verb }) => verb)).toEqual(['create']);
  });

  it('takes another name when the name is taken', () => {
    const collided = play(reconcile(deployment, [], { namesake: newReplicaSet(created?.metadata.name ?? '', 1) }));
    expect(collided).toMatchObject([{ do: 'updateStatus', object: { status: { collisionCount: 1 } } }]);
    expect(podTemplateHash(deployment.spec.template, 1)).not.toBe(podTemplateHash(deployment.spec.template, undefined));
  });
});

describe('a change of the template', () => {
  it('creates the next ReplicaSet within the surge and shrinks the old one in the same pass', () => {
    const deployment = numbered(stored(4), '1');
    const old = owned(deployment, 'foo-old', 4, { image: 'old' });
    const actions = play(reconcile(deployment, [old]));
    const name = `foo-${podTemplateHash(deployment.spec.template, undefined)}`;
    expect(eventsOf(actions)).toEqual([
      `Normal ScalingReplicaSet Scaled up replica set ${name} from 0 to 1`,
      'Normal ScalingReplicaSet Scaled down replica set foo-old from 4 to 3',
    ]);
    expect(written(actions)).toEqual(['create ReplicaSet', 'updateStatus Deployment', 'update ReplicaSet']);
    expect(actions.find(({ do: verb }) => verb === 'updateStatus')).toMatchObject({
      object: { metadata: { annotations: { 'deployment.kubernetes.io/revision': '2' } } },
    });
  });

  it('goes back to a ReplicaSet that has the template already, with a new number', () => {
    const deployment = numbered(stored(2), '2');
    const newRS = owned(deployment, 'foo-1', 0, { revision: '1' });
    const actions = reconcile(deployment, [newRS, owned(deployment, 'foo-2', 2, { image: 'other', revision: '2' })]);
    expect(actions).toMatchObject([
      {
        do: 'update',
        object: {
          metadata: {
            name: 'foo-1',
            annotations: { 'deployment.kubernetes.io/revision': '3', 'deployment.kubernetes.io/revision-history': '1' },
          },
        },
      },
    ]);
  });

  it('notes a ReplicaSet that was there before it', () => {
    const deployment = stored(1);
    expect(reconcile(deployment, [owned(deployment, 'foo-1', 1)])).toMatchObject([
      {
        do: 'updateStatus',
        object: {
          metadata: { annotations: { 'deployment.kubernetes.io/revision': '1' } },
          status: { conditions: [{ reason: 'FoundNewReplicaSet', message: 'Found new replica set "foo-1"' }] },
        },
      },
    ]);
  });
});

describe('pause', () => {
  it('is noted, and only scaling happens', () => {
    const deployment = numbered(stored(2, { paused: true }), '1');
    const newRS = owned(deployment, 'foo-1', 2);
    expect(reconcile(deployment, [newRS])).toMatchObject([
      {
        do: 'updateStatus',
        object: {
          status: {
            conditions: [{ type: 'Progressing', status: 'Unknown', reason: 'DeploymentPaused', message: 'Deployment is paused' }],
          },
        },
      },
    ]);
    const paused = numbered(stored(2, { paused: true }), '1', 'DeploymentPaused');
    expect(written(play(reconcile(paused, [owned(paused, 'foo-1', 2, { image: 'old' })])))).toEqual(['updateStatus Deployment']);
  });

  it('resumes with a fresh deadline', () => {
    const deployment = numbered(stored(2), '1', 'DeploymentPaused');
    expect(reconcile(deployment, [owned(deployment, 'foo-1', 2)], {}, 5000)).toMatchObject([
      {
        do: 'updateStatus',
        object: {
          status: {
            conditions: [
              {
                status: 'Unknown',
                reason: 'DeploymentResumed',
                message: 'Deployment is resumed',
                lastUpdateTime: timestampAt(5000),
              },
            ],
          },
        },
      },
    ]);
  });
});

describe('Recreate', () => {
  const deployment = numbered(stored(2, { strategy: { type: 'Recreate' } }), '1');
  const old = owned(deployment, 'foo-old', 2, { image: 'old' });

  it('first empties the old ReplicaSets', () => {
    expect(eventsOf(play(reconcile(deployment, [old])))).toEqual([
      'Normal ScalingReplicaSet Scaled down replica set foo-old from 2 to 0',
    ]);
  });

  it('then waits for their pods, then creates the new one at full size', () => {
    const empty = owned(deployment, 'foo-old', 0, { image: 'old' });
    const waiting = play(reconcile(deployment, [empty], { pods: new Map([['foo-old-uid', [newPod('p')]]]) }));
    expect(written(waiting)).not.toContain('create ReplicaSet');
    const going = play(reconcile(deployment, [empty], { pods: new Map([['foo-old-uid', [newPod('p', { phase: 'Failed' })]]]) }));
    expect(eventsOf(going)).toEqual([
      `Normal ScalingReplicaSet Scaled up replica set foo-${podTemplateHash(deployment.spec.template, undefined)} from 0 to 2`,
    ]);
  });

  /** TestOldPodsRunning in pkg/controller/deployment/recreate_test.go. */
  it.each([
    { name: 'no old ReplicaSets', replicas: undefined, phases: [], expected: false },
    { name: 'running pods', replicas: 0, phases: [[undefined, undefined], [undefined]], expected: true },
    { name: 'non-zero status', replicas: 1, phases: [], expected: true },
    { name: 'nothing left', replicas: 0, phases: [], expected: false },
    { name: 'pods that have ended', replicas: 0, phases: [['Failed', 'Succeeded']], expected: false },
    { name: 'a pod of unknown phase', replicas: 0, phases: [['Unknown']], expected: true },
    { name: 'a pending pod', replicas: 0, phases: [['Pending']], expected: true },
    { name: 'ended pods and a pending one', replicas: 0, phases: [['Failed', 'Succeeded'], [], ['Pending']], expected: true },
  ])('old pods running: $name', ({ replicas, phases, expected }) => {
    const sets = replicas === undefined ? [] : [withStatus(newReplicaSet('rs-1', 0), { replicas })];
    const pod = (phase: string | undefined): Pod => ({
      apiVersion: 'v1',
      kind: 'Pod',
      metadata: {},
      status: { phase: phase as 'Failed' },
    });
    const pods = new Map(phases.map((list, index) => [`uid-${index}`, list.map(pod)]));
    expect(areOldPodsRunning(undefined, sets, pods)).toBe(expected);
  });
});

/** TestDeploymentController_cleanupDeployment and …Order in pkg/controller/deployment/sync_test.go. */
describe('revision history limit', () => {
  const deleted = (limit: number, sets: readonly ReplicaSet[]) =>
    cleanUpHistory(newDeployment(1, { revisionHistoryLimit: limit }), sets).map((action) =>
      action.do === 'delete' ? action.ref.name : '',
    );
  const sized = (name: string, spec: number, status: number) => withStatus(newReplicaSet(name, spec), { replicas: status });

  it.each([
    {
      sets: [
        ['1', 0, 0],
        ['2', 0, 0],
        ['3', 0, 0],
      ],
      limit: 1,
      count: 2,
    },
    {
      sets: [
        ['1', 0, 0],
        ['2', 0, 1],
        ['3', 1, 0],
        ['4', 1, 1],
      ],
      limit: 0,
      count: 1,
    },
    {
      sets: [
        ['1', 0, 0],
        ['2', 0, 0],
      ],
      limit: 0,
      count: 2,
    },
    {
      sets: [
        ['1', 1, 1],
        ['2', 1, 1],
      ],
      limit: 0,
      count: 0,
    },
    {
      sets: [
        ['1', 0, 0],
        ['2', 0, 0],
        ['3', 0, 0],
      ],
      limit: 2 ** 31 - 1,
      count: 0,
    },
  ] as { sets: [string, number, number][]; limit: number; count: number }[])(
    '$sets with limit $limit: $count go',
    ({ sets, limit, count }) => {
      expect(
        deleted(
          limit,
          sets.map((set) => sized(...set)),
        ),
      ).toHaveLength(count);
    },
  );

  it('leaves alone what is being deleted', () => {
    const set = sized('1', 0, 0);
    expect(deleted(0, [{ ...set, metadata: { ...set.metadata, deletionTimestamp: timestampAt(0) } }])).toEqual([]);
  });

  it.each([
    { revisions: ['1', '2'], sizes: [0, 0], limit: 1, expected: ['foo-1'] },
    { revisions: ['2', '1'], sizes: [0, 0], limit: 1, expected: ['foo-2'] },
    { revisions: ['1', ''], sizes: [0, 0], limit: 1, expected: ['foo-2'] },
    { revisions: ['', '2'], sizes: [0, 0], limit: 1, expected: ['foo-1'] },
    { revisions: ['1', '2', '3'], sizes: [1, 0, 0], limit: 1, expected: ['foo-2'] },
    { revisions: ['1', '2', '3'], sizes: [1, 1, 0], limit: 1, expected: [] },
    { revisions: ['3', '1', '4', '2'], sizes: [0, 0, 0, 0], limit: 2, expected: ['foo-2', 'foo-4'] },
  ])('revisions $revisions of sizes $sizes with limit $limit: $expected', ({ revisions, sizes, limit, expected }) => {
    const sets = revisions.map((revision, index) => {
      const size = sizes[index] ?? 0;
      const set = withStatus(newReplicaSet(`foo-${index + 1}`, size, timestampAt(index * 60_000)), { replicas: size });
      const annotations: Record<string, string> = revision === '' ? {} : { 'deployment.kubernetes.io/revision': revision };
      return { ...set, metadata: { ...set.metadata, annotations } };
    });
    expect(deleted(limit, sets)).toEqual(expected);
  });
});

describe('revision annotations', () => {
  /** TestAnnotationUtils in pkg/controller/deployment/util/deployment_util_test.go: a history of at most five characters. */
  it('keeps as many earlier numbers as fit', () => {
    let annotations: Record<string, string> = {};
    for (let revision = 11; revision <= 20; revision++) {
      annotations = newReplicaSetAnnotations(newDeployment(1), annotations, revision, 5);
      expect(annotations['deployment.kubernetes.io/revision']).toBe(String(revision));
      if (revision >= 13)
        expect(annotations['deployment.kubernetes.io/revision-history']).toBe(`${revision - 2},${revision - 1}`);
    }
  });

  it('copies the annotations of the Deployment but for those that are its own', () => {
    const deployment = newDeployment(1);
    const annotations = {
      a: 'b',
      'kubectl.kubernetes.io/last-applied-configuration': '{}',
      'deployment.kubernetes.io/revision': '7',
    };
    expect(newReplicaSetAnnotations({ ...deployment, metadata: { ...deployment.metadata, annotations } }, undefined, 2)).toEqual({
      a: 'b',
      'deployment.kubernetes.io/revision': '2',
    });
  });

  it('never takes a higher number away', () => {
    expect(newReplicaSetAnnotations(newDeployment(1), { 'deployment.kubernetes.io/revision': '5' }, 2)).toEqual({
      'deployment.kubernetes.io/revision': '5',
    });
  });
});

/** TestDeploymentController_generateReplicaSetName in pkg/controller/deployment/sync_test.go; a hash has ten characters there. */
it.each([
  ['my-deployment', 'my-deployment'],
  ['a'.repeat(250), 'a'.repeat(242)],
  ['a'.repeat(242), 'a'.repeat(242)],
])('name of a ReplicaSet of %s', (name, expected) => {
  expect(replicaSetName(name, '0123456789')).toBe(`${expected}-0123456789`);
});

it('a Deployment that selects everything is refused', () => {
  const deployment = stored(1, { selector: {} });
  const actions = reconcile(deployment);
  expect(eventsOf(actions)).toEqual([
    'Warning SelectingAll This deployment is selecting all pods. A non-empty selector is required.',
  ]);
  expect(actions.at(-1)).toMatchObject({ do: 'updateStatus', object: { status: { observedGeneration: 1 } } });
});

it('a Deployment that is being deleted only keeps its status', () => {
  const base = numbered(stored(3), '1');
  const deployment = { ...base, metadata: { ...base.metadata, deletionTimestamp: timestampAt(0) } };
  expect(written(play(reconcile(deployment, [owned(base, 'foo-1', 1)])))).toEqual(['updateStatus Deployment']);
});
