import { describe, expect, it } from 'vitest';
import type { DaemonSet, Pod, Taint } from '../../../server/src/kubernetes/api.ts';
import { controllerReference } from '../../../server/src/kubernetes/object.ts';
import { templateGenerationAnnotation } from '../../../server/src/kubernetes/template-generation.ts';
import type { Action, Outcome } from '../../../server/src/cluster/engine/types.ts';
import { newControllerRevision, podRevisionLabel } from '../../../server/src/cluster/controllers/controller-revision.ts';
import { daemonSetController, type DaemonSetObservation } from '../../../server/src/cluster/controllers/daemonset.ts';
import { type FailedPodBackoff, manage } from '../../../server/src/cluster/controllers/daemonset-manage.ts';
import { daemonTolerations, explainNode, nodeJudge } from '../../../server/src/cluster/controllers/daemonset-nodes.ts';
import { daemonPod, isPodUpdated, podsByNode } from '../../../server/src/cluster/controllers/daemonset-pods.ts';
import { daemonSetStatus } from '../../../server/src/cluster/controllers/daemonset-status.ts';
import { daemonSet, Fleet, node, nodes, ownedPod, ready, simpleLabels, unavailable } from './daemonset-fixtures.ts';

// Scenarios and numbers: pkg/controller/daemon/daemon_controller_test.go and util/daemonset_util_test.go of Kubernetes 1.37.2.

const onDelete = { type: 'OnDelete' } as const;
const typeIs = (value: string) => ({
  nodeAffinity: {
    requiredDuringSchedulingIgnoredDuringExecution: {
      nodeSelectorTerms: [{ matchExpressions: [{ key: 'type', operator: 'In' as const, values: [value] }] }],
    },
  },
});

describe('which nodes run a pod', () => {
  const taint = (key: string, effect: Taint['effect']): Taint => ({ key, effect });
  it.each([
    ['nothing asked for', {}, [], true, true],
    [
      'more memory than the node has',
      { containers: [{ name: 'c', resources: { requests: { memory: '200M' } } }] },
      [],
      true,
      true,
    ],
    ['another node named', { nodeName: 'other-node' }, [], false, false],
    ['another label selected', { nodeSelector: { name: 'simple-daemon', type: 'test' } }, [], false, false],
    ['the label selected', { nodeSelector: simpleLabels }, [], true, true],
    ['affinity to another label', { affinity: typeIs('test') }, [], false, false],
    ['affinity to the label', { affinity: typeIs('production') }, [], true, true],
    ['unschedulable', {}, [taint('node.kubernetes.io/unschedulable', 'NoSchedule')], true, true],
    ['NoSchedule', {}, [taint('a', 'NoSchedule')], false, true],
    ['NoExecute', {}, [taint('a', 'NoExecute')], false, false],
    ['PreferNoSchedule', {}, [taint('a', 'PreferNoSchedule')], true, true],
    [
      'a taint that is tolerated',
      { tolerations: [{ key: 'a', operator: 'Exists' as const }] },
      [taint('a', 'NoExecute')],
      true,
      true,
    ],
    [
      'not ready',
      {},
      [taint('node.kubernetes.io/not-ready', 'NoExecute'), taint('node.kubernetes.io/not-ready', 'NoSchedule')],
      false,
      true,
    ],
    ['no network', {}, [taint('node.kubernetes.io/network-unavailable', 'NoSchedule')], false, true],
    ['no network needed', { hostNetwork: true }, [taint('node.kubernetes.io/network-unavailable', 'NoSchedule')], true, true],
  ])('%s', (_name, template, taints, shouldRun, shouldContinueRunning) => {
    expect(nodeJudge(daemonSet(onDelete, template))(node('test-node', simpleLabels, taints))).toMatchObject({
      shouldRun,
      shouldContinueRunning,
    });
  });

  it.each([
    [{}, [], undefined],
    [{}, [{ key: 'gpu', value: 'yes', effect: 'NoSchedule' as const }], 'the taint gpu=yes:NoSchedule is not tolerated'],
    [{ nodeSelector: { disk: 'ssd' } }, [], 'nodeSelector disk=ssd, the node has no label disk'],
    [{ affinity: typeIs('test') }, [], 'node affinity type In [test], the node has type=production'],
    [{ nodeName: 'other-node' }, [], 'the pod template names the node other-node'],
  ])('says why not: %j', (template, taints, reason) => {
    expect(explainNode(daemonSet(onDelete, template), node('test-node', simpleLabels, taints)).reason).toBe(reason);
  });

  it('replaces a toleration that would end, and keeps the order of the template', () => {
    const template = [
      { key: 'node.kubernetes.io/unreachable', operator: 'Exists' as const, effect: 'NoExecute' as const, tolerationSeconds: 5 },
      { key: 'mine', operator: 'Exists' as const },
    ];
    expect(
      daemonTolerations({ tolerations: template }).map(({ key, effect, tolerationSeconds }) => [key, effect, tolerationSeconds]),
    ).toEqual([
      ['node.kubernetes.io/unreachable', 'NoExecute', undefined],
      ['mine', undefined, undefined],
      ['node.kubernetes.io/not-ready', 'NoExecute', undefined],
      ['node.kubernetes.io/disk-pressure', 'NoSchedule', undefined],
      ['node.kubernetes.io/memory-pressure', 'NoSchedule', undefined],
      ['node.kubernetes.io/pid-pressure', 'NoSchedule', undefined],
      ['node.kubernetes.io/unschedulable', 'NoSchedule', undefined],
    ]);
  });
});

describe('the pod of a node', () => {
  const generation = (value: string): DaemonSet => {
    const owner = daemonSet(onDelete);
    return { ...owner, metadata: { ...owner.metadata, annotations: { [templateGenerationAnnotation]: value } } };
  };

  it('carries both revision labels and is pinned to its node', () => {
    const preferred = [{ weight: 1, preference: { matchExpressions: [{ key: 'a', operator: 'Exists' as const }] } }];
    const affinity = {
      nodeAffinity: { ...typeIs('production').nodeAffinity, preferredDuringSchedulingIgnoredDuringExecution: preferred },
    };
    const owner = generation('3');
    owner.spec.template.spec = { containers: [], affinity };
    const pod = daemonPod(owner, 'abc', 'host_1');
    expect(pod.metadata.labels).toEqual({ ...simpleLabels, 'controller-revision-hash': 'abc', 'pod-template-generation': '3' });
    expect(pod.spec?.affinity?.nodeAffinity).toEqual({
      preferredDuringSchedulingIgnoredDuringExecution: preferred,
      requiredDuringSchedulingIgnoredDuringExecution: {
        nodeSelectorTerms: [{ matchFields: [{ key: 'metadata.name', operator: 'In', values: ['host_1'] }] }],
      },
    });
  });

  const [both, onlyGeneration] = [
    { 'pod-template-generation': '12345', [podRevisionLabel]: '55555' },
    { 'pod-template-generation': '12345' },
  ];
  it.each([
    ['12345', both, '55555', true],
    ['12345', both, '55555123', true],
    ['12345', onlyGeneration, '55555', true],
    ['12345', onlyGeneration, '', true],
    ['12345', both, '', true],
    ['12350', both, '55555', true],
    ['12350', both, '55555123', false],
    ['12345', {}, '', false],
    ['12345', {}, '55555', false],
    ['12345', undefined, '55555', false],
    ['twelve', onlyGeneration, '55555', false],
  ])('is up to date: generation %s, labels %j, hash %s: %s', (value, labels, hash, isUpdated) => {
    const pod = { apiVersion: 'v1', kind: 'Pod', metadata: { name: 'pod1', labels } };
    expect(isPodUpdated(generation(value), pod, hash)).toBe(isUpdated);
  });
});

describe('manage', () => {
  it.each([
    [0, 1, 0, 0, 0],
    [0, 0, 1, 0, 0],
    [1, 0, 0, 1, 1],
    [1, 3, 0, 3, 1],
  ])(
    'with %i failed and %i running pods on the only node: creates %i, deletes %i, tells %i',
    (failed, running, created, deleted, told) => {
      const fleet = new Fleet(daemonSet(onDelete), nodes(1));
      for (let index = 0; index < failed; index++)
        fleet.pods.push(ownedPod(fleet.daemonSet, `f${index}`, 'node-0', 'one', { phase: 'Failed' }));
      for (let index = 0; index < running; index++) fleet.pods.push(ownedPod(fleet.daemonSet, `r${index}`, 'node-0', 'one'));
      const result = manage(fleet.view, new Map());
      expect([result.create.length, result.remove.length, result.events.length]).toEqual([created, deleted, told]);
    },
  );

  it.each([
    ['Failed', 'Warning', 'FailedDaemonPod', 'Found failed daemon pod default/p on node node-0, will try to kill it'],
    ['Succeeded', 'Normal', 'SucceededDaemonPod', 'Found succeeded daemon pod default/p on node node-0, will try to delete it'],
  ] as const)('tells of a %s pod', (phase, type, reason, message) => {
    const fleet = new Fleet(daemonSet(onDelete), nodes(1));
    fleet.pods = [ownedPod(fleet.daemonSet, 'p', 'node-0', 'one', { phase })];
    expect(manage(fleet.view, new Map()).events).toMatchObject([{ type, reason, message }]);
  });

  it('deletes a failed pod again only after 1 s, then 2 s, and at most 15 minutes', () => {
    const fleet = new Fleet(daemonSet(onDelete), nodes(1));
    fleet.pods = [ownedPod(fleet.daemonSet, 'p', 'node-0', 'one', { phase: 'Failed' })];
    let backoff: FailedPodBackoff = new Map();
    const waits: number[] = [];
    for (let round = 0; round < 13; round++) {
      const deleting = manage(fleet.view, backoff);
      expect(deleting.remove).toHaveLength(1);
      const waiting = manage(fleet.view, deleting.backoff);
      expect([waiting.remove, waiting.events, waiting.backoff]).toEqual([[], [], deleting.backoff]);
      waits.push(waiting.retryAfter ?? 0);
      fleet.now += (waiting.retryAfter ?? 0) - 1;
      expect(manage(fleet.view, deleting.backoff).remove).toHaveLength(0);
      fleet.now += 1;
      backoff = deleting.backoff;
    }
    expect(waits.map((wait) => wait / 1000)).toEqual([1, 2, 4, 8, 16, 32, 64, 128, 256, 512, 900, 900, 900]);
  });

  it('deletes pods where none may run, leaves those that a taint came upon, and pods pinned to a node that is gone', () => {
    const evicting = node('b', {}, [{ key: 'x', effect: 'NoExecute' }]);
    const closed = node('c', {}, [{ key: 'x', effect: 'NoSchedule' }]);
    const fleet = new Fleet(daemonSet(onDelete), [closed, node('a'), evicting]);
    const pending = daemonPod(fleet.daemonSet, 'one', 'gone');
    const bound = ownedPod(fleet.daemonSet, 'bound', 'gone', 'one');
    fleet.pods = [pending, bound, ...['a', 'b', 'c'].map((name) => ownedPod(fleet.daemonSet, `on-${name}`, name, 'one'))];
    const result = manage(fleet.view, new Map());
    expect([result.create, result.remove.map((pod) => pod.metadata.name)]).toEqual([[], ['on-b', undefined]]);
  });
});

describe('status', () => {
  it('counts nodes by their oldest pod', () => {
    const fleet = new Fleet(daemonSet(unavailable(1), {}, { minReadySeconds: 10 }), [
      ...nodes(4),
      node('tainted', {}, [{ key: 'x', effect: 'NoSchedule' }]),
    ]);
    fleet.now = 15_000;
    fleet.pods = [
      ownedPod(fleet.daemonSet, 'p0', 'node-0', 'one', ready('2026-01-01T00:00:05Z')),
      ownedPod(fleet.daemonSet, 'p1', 'node-1', 'one', ready('2026-01-01T00:00:06Z')),
      ownedPod(fleet.daemonSet, 'p2', 'node-2', 'zero'),
      ownedPod(fleet.daemonSet, 'q2', 'node-2', 'one', ready()),
      ownedPod(fleet.daemonSet, 'p4', 'tainted', 'one', ready()),
    ];
    expect(daemonSetStatus(fleet.view)).toEqual({
      desiredNumberScheduled: 4,
      currentNumberScheduled: 3,
      numberMisscheduled: 1,
      numberReady: 2,
      numberAvailable: 1,
      numberUnavailable: 3,
      updatedNumberScheduled: 2,
      observedGeneration: 1,
    });
  });
});

describe('reconcile', () => {
  const context = { now: 0, timestamp: '2026-01-01T00:00:00Z', random: () => 0 };
  const observed = (changes: Partial<DaemonSetObservation>): DaemonSetObservation => ({
    daemonSet: daemonSet(unavailable(1)),
    nodes: nodes(2),
    pods: [],
    revisions: [],
    backoff: new Map(),
    ...changes,
  });
  const run = (observation: DaemonSetObservation) => daemonSetController.reconcile(observation, context);
  const kinds = (actions: readonly Action[]) =>
    actions.map((action) => ('object' in action ? `${action.do} ${action.object.kind}` : action.do));

  it('makes the revision, then the pods of it, then writes what it saw', () => {
    const actions = run(observed({}));
    expect(kinds(actions)).toEqual(['create ControllerRevision', 'batch', 'updateStatus DaemonSet']);
    const [revision, batch, status] = actions as [
      Extract<Action, { do: 'create' }>,
      Extract<Action, { do: 'batch' }>,
      Extract<Action, { do: 'updateStatus' }>,
    ];
    const hash = revision.object.metadata.labels?.[podRevisionLabel] ?? '';
    expect(revision.object).toMatchObject({
      metadata: {
        name: `foo-${hash}`,
        namespace: 'default',
        labels: simpleLabels,
        ownerReferences: [{ kind: 'DaemonSet', controller: true }],
      },
      revision: 1,
      data: { spec: { template: { $patch: 'replace', spec: { containers: [{ image: 'foo/bar' }] } } } },
    });
    expect(batch.slowStart).toBe(true);
    expect(batch.actions.map((action) => (action.do === 'create' ? action.object.metadata : action))).toMatchObject([
      { generateName: 'foo-', labels: { [podRevisionLabel]: hash } },
      { generateName: 'foo-', labels: { [podRevisionLabel]: hash } },
    ]);
    expect((status as unknown as { object: DaemonSet }).object.status).toMatchObject({
      desiredNumberScheduled: 2,
      currentNumberScheduled: 0,
      numberUnavailable: 2,
    });
  });

  it('writes its status and comes back when creating fails', () => {
    const batch = run(observed({})).find((action) => action.do === 'batch');
    const refused: Outcome = {
      ok: false,
      error: { code: 403, reason: 'Forbidden', message: 'pods "foo-" is forbidden: exceeded quota' },
    };
    expect(kinds(batch?.then?.([refused]) ?? [])).toEqual(['updateStatus DaemonSet', 'retry']);
    const closing: Outcome = {
      ok: false,
      error: {
        code: 403,
        reason: 'Forbidden',
        message: 'unable to create new content in namespace x because it is being terminated',
      },
    };
    expect(batch?.then?.([closing])).toEqual([]);
  });

  it('creates no more than 250 pods in one go', () => {
    const batch = run(observed({ nodes: nodes(300) })).find((action) => action.do === 'batch');
    expect(batch?.actions).toHaveLength(250);
  });

  it('refuses to select everything, and rests while it is being deleted', () => {
    const owner = daemonSet(onDelete, {}, { selector: {} });
    expect(run(observed({ daemonSet: owner }))).toMatchObject([
      {
        type: 'Warning',
        reason: 'SelectingAll',
        message: 'This daemon set is selecting all pods. A non-empty selector is required.',
      },
    ]);
    const leaving = daemonSet(onDelete);
    expect(
      run(observed({ daemonSet: { ...leaving, metadata: { ...leaving.metadata, deletionTimestamp: context.timestamp } } })),
    ).toEqual([]);
  });

  const revisionOf = (owner: DaemonSet, name: string, revision: number) =>
    newControllerRevision(owner, { name, revision, labels: { [podRevisionLabel]: name } });

  it('gives a template that comes back the highest number', () => {
    const [owner, other] = [daemonSet(onDelete), daemonSet(onDelete, { hostNetwork: true })];
    const actions = run(observed({ daemonSet: owner, revisions: [revisionOf(owner, 'a', 1), revisionOf(other, 'b', 2)] }));
    expect(actions[0]).toMatchObject({ do: 'update', object: { metadata: { name: 'a' }, revision: 3 } });
    expect(actions.find((action) => action.do === 'batch')?.actions[0]).toMatchObject({
      object: { metadata: { labels: { [podRevisionLabel]: 'a' } } },
    });
  });

  it('keeps the newest of equal revisions and relabels the pods of the others', () => {
    const owner = daemonSet(onDelete);
    const pod = ownedPod(owner, 'p', 'node-0', 'a', ready());
    const actions = run(
      observed({
        daemonSet: owner,
        nodes: nodes(1),
        pods: [pod],
        revisions: [revisionOf(owner, 'a', 1), revisionOf(owner, 'b', 2)],
      }),
    );
    expect(actions.slice(0, 2)).toMatchObject([
      { do: 'update', object: { kind: 'Pod', metadata: { name: 'p', labels: { [podRevisionLabel]: 'b' } } } },
      { do: 'delete', ref: { kind: 'ControllerRevision', name: 'a' } },
    ]);
  });

  it('raises the collision count when the name is taken by another template', () => {
    const owner = daemonSet(onDelete);
    const [create] = run(observed({ daemonSet: owner }));
    const name = (create as Extract<Action, { do: 'create' }>).object.metadata.name ?? '';
    const taken = { ...revisionOf(daemonSet(onDelete, { hostNetwork: true }), name, 1) };
    taken.metadata = { ...taken.metadata, ownerReferences: [{ ...controllerReference(owner), uid: 'another' }] };
    const actions = run(observed({ daemonSet: owner, revisions: [taken] }));
    expect(actions).toMatchObject([{ do: 'updateStatus', object: { status: { collisionCount: 1 } } }, { do: 'retry' }]);
    const again = { ...owner, status: (actions[0] as unknown as { object: DaemonSet }).object.status };
    expect(run(observed({ daemonSet: again, revisions: [taken] }))[0]).toMatchObject({ do: 'create' });
  });

  it('deletes the oldest revisions beyond the limit, but none that a pod still runs', () => {
    const owner = daemonSet(onDelete, {}, { revisionHistoryLimit: 1 });
    const old = [1, 2, 3].map((number) => revisionOf(daemonSet(onDelete, { priority: number }), `r${number}`, number));
    const pods = [ownedPod(owner, 'p', 'node-0', 'r1', ready()), ownedPod(owner, 'q', 'node-1', 'cur', ready())];
    const actions = run(observed({ daemonSet: owner, pods, revisions: [...old, revisionOf(owner, 'cur', 4)] }));
    expect(actions.filter((action) => action.do === 'delete').map((action) => action.ref.name)).toEqual(['r2', 'r3']);
  });

  it('takes no step of an update while pods are missing', () => {
    const owner = daemonSet(unavailable(1));
    const pods = [ownedPod(owner, 'p', 'node-0', 'old', ready())];
    const batches = run(observed({ daemonSet: owner, pods })).filter((action) => action.do === 'batch');
    expect(batches.map((batch) => batch.actions.map((action) => action.do))).toEqual([['create']]);
    const quiet = run(observed({ daemonSet: owner, nodes: nodes(1), pods })).filter((action) => action.do === 'batch');
    expect(quiet.map((batch) => batch.actions.map((action) => action.do))).toEqual([['delete']]);
  });

  it('releases a pod whose labels changed and replaces it', () => {
    const owner = daemonSet(onDelete);
    const pod = ownedPod(owner, 'p', 'node-0', 'one', ready());
    const stranger: Pod = { ...pod, metadata: { ...pod.metadata, labels: {} } };
    const actions = run(observed({ daemonSet: owner, nodes: nodes(1), pods: [stranger] }));
    expect(actions[0]).toMatchObject({ do: 'update', object: { kind: 'Pod' } });
    expect(actions.find((action) => action.do === 'batch')?.actions).toHaveLength(1);
  });

  it('finds pods by the node that they are pinned to, and leaves out those that end by themselves', () => {
    const owner = daemonSet(onDelete);
    const done = ownedPod(owner, 'done', 'a', 'one', { phase: 'Succeeded' });
    const leaving = { ...done, metadata: { ...done.metadata, deletionTimestamp: context.timestamp } };
    expect([...podsByNode([daemonPod(owner, 'one', 'b'), done, leaving])].map(([name, pods]) => [name, pods.length])).toEqual([
      ['b', 1],
      ['a', 1],
    ]);
  });
});
