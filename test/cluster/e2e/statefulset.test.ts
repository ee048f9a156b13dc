import { describe, expect, it } from 'vitest';
import type { PersistentVolumeClaim, Pod, StatefulSet } from '../../../server/src/kubernetes/api.ts';
import { isPodReady } from '../../../server/src/kubernetes/pod-status.ts';
import { Lab } from './lab.ts';
import { claimTemplate, statefulSet } from './objects.ts';

const missing = { spec: { images: [{ image: 'missing:*', pullError: 'not found' }] } };
const imagesOf = (lab: Lab) =>
  lab
    .pods()
    .map((pod) => `${pod.metadata.name} ${pod.spec?.containers[0]?.image}`)
    .sort();

describe('a StatefulSet', () => {
  it('starts its pods in order, each when the one before is ready', () => {
    const lab = new Lab();
    lab.run(statefulSet({ replicas: 3 }));
    expect(lab.podNames()).toEqual(['db-0', 'db-1', 'db-2']);
    const created = [0, 1, 2].map((ordinal) => lab.writtenAt('create', 'Pod', `db-${ordinal}`) ?? 0);
    const readyAt = (name: string) =>
      (lab.cluster.trace.find((entry) => entry.verb === 'update' && entry.ref.name === name && isPodReady(entry.object as Pod))
        ?.at ?? 0) / 1000;
    expect(created[1]).toBeGreaterThanOrEqual(readyAt('db-0'));
    expect(created[2]).toBeGreaterThanOrEqual(readyAt('db-1'));
    expect(lab.get<StatefulSet>('StatefulSet', 'db').status).toMatchObject({
      replicas: 3,
      readyReplicas: 3,
      availableReplicas: 3,
      currentReplicas: 3,
      updatedReplicas: 3,
    });
    expect(lab.verdict('db')).toMatchObject({ state: 'complete' });
    expect(lab.get<Pod>('Pod', 'db-1')).toMatchObject({
      metadata: { labels: { 'statefulset.kubernetes.io/pod-name': 'db-1', 'apps.kubernetes.io/pod-index': '1' } },
      spec: { hostname: 'db-1', subdomain: 'db' },
    });
  });

  it('Parallel starts them all at once', () => {
    const lab = new Lab();
    lab.run(statefulSet({ replicas: 3, podManagementPolicy: 'Parallel' }));
    const created = new Set([0, 1, 2].map((ordinal) => lab.writtenAt('create', 'Pod', `db-${ordinal}`)));
    expect(created.size).toBe(1);
  });

  it('scales down from the top, one after the other', () => {
    const lab = new Lab();
    lab.run(statefulSet({ replicas: 3 }));
    const since = lab.now;
    lab.scale('StatefulSet', 'db', 1);
    lab.settle();
    expect(lab.podNames()).toEqual(['db-0']);
    const gone = [2, 1].map((ordinal) => lab.writtenAt('delete', 'Pod', `db-${ordinal}`, since) ?? 0);
    expect(gone[1]).toBeGreaterThan(gone[0] ?? 0);
  });

  it('replaces a deleted pod under its name, once the old one is gone', () => {
    const lab = new Lab();
    lab.run(statefulSet({ replicas: 2 }));
    const { uid } = lab.get<Pod>('Pod', 'db-0').metadata;
    lab.deletePod('db-0');
    lab.settle();
    expect(lab.get<Pod>('Pod', 'db-0').metadata.uid).not.toBe(uid);
    expect(lab.readyCount()).toBe(2);
  });

  it('a low ordinal that does not become ready blocks those above it', () => {
    const lab = new Lab(missing);
    lab.run(statefulSet({ replicas: 3 }, { image: 'missing:1' }));
    expect(lab.podNames()).toEqual(['db-0']);
    expect(lab.verdict('db')).toMatchObject({ state: 'stuck', reason: 'ImagePullBackOff' });
  });

  it('numbers from ordinals.start', () => {
    const lab = new Lab();
    lab.run(statefulSet({ replicas: 2, ordinals: { start: 5 } }));
    expect(lab.podNames()).toEqual(['db-5', 'db-6']);
  });
});

describe('its claims', () => {
  const withClaims = (replicas: number, more = {}) => statefulSet({ replicas, volumeClaimTemplates: [claimTemplate()], ...more });
  const claims = (lab: Lab) =>
    lab.cluster.read.list<PersistentVolumeClaim>('PersistentVolumeClaim', 'default').map((claim) => claim.metadata.name);

  it('are made with the pods and bound', () => {
    const lab = new Lab();
    lab.run(withClaims(2));
    expect(claims(lab)).toEqual(['data-db-0', 'data-db-1']);
    expect(lab.get<PersistentVolumeClaim>('PersistentVolumeClaim', 'data-db-0').status).toMatchObject({ phase: 'Bound' });
    expect(lab.events('db')).toContain('SuccessfulCreate: Create Claim data-db-0 Pod db-0 in StatefulSet db success');
    expect(lab.events('db')).toContain('SuccessfulCreate: Create Pod db-0 in StatefulSet db successful');
    expect(lab.events('db').filter((text) => text.startsWith('FailedScheduling'))).toEqual([]);
  });

  it('outlive scaling down and deleted pods, and are used again', () => {
    const lab = new Lab();
    lab.run(withClaims(2));
    const uid = (name: string) => lab.get('PersistentVolumeClaim', name).metadata.uid;
    const before = uid('data-db-1');
    lab.scale('StatefulSet', 'db', 1);
    lab.settle();
    expect(claims(lab)).toEqual(['data-db-0', 'data-db-1']);
    lab.scale('StatefulSet', 'db', 2);
    lab.settle();
    expect(uid('data-db-1')).toBe(before);
    expect(lab.readyCount()).toBe(2);
    lab.delete('StatefulSet', 'db');
    lab.settle();
    expect(lab.pods()).toEqual([]);
    expect(claims(lab)).toEqual(['data-db-0', 'data-db-1']);
  });

  it('go with the scale-down when the policy says so', () => {
    const lab = new Lab();
    lab.run(withClaims(2, { persistentVolumeClaimRetentionPolicy: { whenScaled: 'Delete', whenDeleted: 'Retain' } }));
    lab.scale('StatefulSet', 'db', 1);
    lab.settle();
    expect(claims(lab)).toEqual(['data-db-0']);
  });

  it('go with the StatefulSet when the policy says so', () => {
    const lab = new Lab();
    lab.run(withClaims(2, { persistentVolumeClaimRetentionPolicy: { whenDeleted: 'Delete', whenScaled: 'Retain' } }));
    lab.delete('StatefulSet', 'db');
    lab.settle();
    expect(claims(lab)).toEqual([]);
  });

  it('go with the pod to another node', () => {
    const lab = new Lab();
    lab.run(withClaims(2));
    const { uid } = lab.get('PersistentVolumeClaim', 'data-db-1').metadata;
    const node = lab.get<Pod>('Pod', 'db-1').spec?.nodeName ?? '';
    lab.cordon(node);
    lab.deletePod('db-1');
    lab.settle();
    expect(lab.get<Pod>('Pod', 'db-1').spec?.nodeName).not.toBe(node);
    expect(lab.readyCount()).toBe(2);
    expect(lab.get('PersistentVolumeClaim', 'data-db-1').metadata.uid).toBe(uid);
  });
});

describe('a StatefulSet is updated', () => {
  it('from the highest ordinal down, one after the other', () => {
    const lab = new Lab();
    lab.run(statefulSet({ replicas: 3 }));
    const since = lab.now;
    lab.run(statefulSet({ replicas: 3 }, { image: 'nginx:2' }));
    expect(imagesOf(lab)).toEqual(['db-0 nginx:2', 'db-1 nginx:2', 'db-2 nginx:2']);
    const created = [2, 1, 0].map((ordinal) => lab.writtenAt('create', 'Pod', `db-${ordinal}`, since) ?? 0);
    expect([...created].sort((a, b) => a - b)).toEqual(created);
    expect(lab.verdict('db')).toMatchObject({ state: 'complete' });
    const { currentRevision, updateRevision } = lab.get<StatefulSet>('StatefulSet', 'db').status ?? {};
    expect(currentRevision).toBe(updateRevision);
  });

  it('down to the partition', () => {
    const lab = new Lab();
    const updateStrategy = { type: 'RollingUpdate', rollingUpdate: { partition: 2 } };
    lab.run(statefulSet({ replicas: 3, updateStrategy }));
    lab.run(statefulSet({ replicas: 3, updateStrategy }, { image: 'nginx:2' }));
    expect(imagesOf(lab)).toEqual(['db-0 nginx:1', 'db-1 nginx:1', 'db-2 nginx:2']);
    // What is made anew below the partition keeps its revision.
    lab.deletePod('db-0');
    lab.settle();
    expect(imagesOf(lab)[0]).toBe('db-0 nginx:1');
    expect(lab.verdict('db')).toMatchObject({ state: 'complete' });
  });

  it('on deletion alone with OnDelete', () => {
    const lab = new Lab();
    const updateStrategy = { type: 'OnDelete' };
    lab.run(statefulSet({ replicas: 2, updateStrategy }));
    lab.run(statefulSet({ replicas: 2, updateStrategy }, { image: 'nginx:2' }));
    expect(imagesOf(lab)).toEqual(['db-0 nginx:1', 'db-1 nginx:1']);
    lab.deletePod('db-1');
    lab.settle();
    expect(imagesOf(lab)).toEqual(['db-0 nginx:1', 'db-1 nginx:2']);
  });

  it('to a broken image: stops at the highest ordinal, and a mended template replaces it', () => {
    const lab = new Lab(missing);
    lab.run(statefulSet({ replicas: 3 }));
    lab.run(statefulSet({ replicas: 3 }, { image: 'missing:1' }));
    expect(imagesOf(lab)).toEqual(['db-0 nginx:1', 'db-1 nginx:1', 'db-2 missing:1']);
    expect(lab.verdict('db')).toMatchObject({ state: 'stuck', reason: 'ImagePullBackOff' });
  });

  it('undo goes back to the revision before', () => {
    const lab = new Lab();
    lab.run(statefulSet({ replicas: 2 }));
    lab.run(statefulSet({ replicas: 2 }, { image: 'nginx:2' }));
    expect(lab.undo('StatefulSet', 'db')).toBe('statefulset.apps/db rolled back');
    lab.settle();
    expect(imagesOf(lab)).toEqual(['db-0 nginx:1', 'db-1 nginx:1']);
  });
});
