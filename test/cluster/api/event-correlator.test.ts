import { expect, it } from 'vitest';
import { EventCorrelator } from '../../../server/src/cluster/api/event-correlator.ts';
import type { EventAction } from '../../../server/src/cluster/engine/types.ts';

const about = { kind: 'ReplicaSet', namespace: 'default', name: 'web' };
const event = (message: string, type: EventAction['type'] = 'Normal'): EventAction => ({
  do: 'event',
  type,
  about,
  reason: 'SuccessfulCreate',
  message,
});

/** As TestEventAggregatorByReasonFunc and TestEventSpamFilter in client-go/tools/record/events_cache_test.go. */
it('combines from the tenth message of a kind on', () => {
  const correlator = new EventCorrelator();
  const texts = Array.from({ length: 11 }, (_, pod) =>
    correlator.correlate(event(`Created pod: ${pod}`), 'replicaset', 'a', pod),
  );
  expect(texts.slice(0, 9)).toEqual(Array.from({ length: 9 }, (_, pod) => `Created pod: ${pod}`));
  expect(texts.slice(9)).toEqual([
    '(combined from similar events): Created pod: 9',
    '(combined from similar events): Created pod: 10',
  ]);
});

it('combines nothing that is repeated word for word, or ten minutes old', () => {
  const correlator = new EventCorrelator();
  const same = Array.from({ length: 12 }, () => correlator.correlate(event('again'), 'kubelet', 'a', 0));
  expect(new Set(same)).toEqual(new Set(['again']));
  const slow = Array.from({ length: 12 }, (_, n) => correlator.correlate(event(`${n}`), 'kubelet', 'b', n * 600_001));
  expect(slow).toEqual(Array.from({ length: 12 }, (_, n) => `${n}`));
});

it('drops what is more than 25 at once about one object, and lets one more pass every five minutes', () => {
  const correlator = new EventCorrelator();
  const say = (at: number, uid = 'a', type: EventAction['type'] = 'Normal', actor = 'kubelet') =>
    correlator.correlate(event('again', type), actor, uid, at);
  expect(Array.from({ length: 30 }, () => say(0)).filter((text) => text !== undefined)).toHaveLength(25);
  expect([say(299_999), say(300_000), say(300_001)]).toEqual([undefined, 'again', undefined]);
  expect([say(300_001, 'b'), say(300_001, 'a', 'Warning')]).toEqual(['again', 'again']);
});

it('leaves the scheduler’s alone, which records by another library', () => {
  const correlator = new EventCorrelator();
  const texts = Array.from({ length: 40 }, (_, n) => correlator.correlate(event(`${n}`), 'default-scheduler', 'a', 0));
  expect(texts).toEqual(Array.from({ length: 40 }, (_, n) => `${n}`));
});
