import type { EventAction, VirtualMs } from '../engine/types.ts';

/** From this many different messages of one reason about one object on, further ones are marked as combined. */
const similarMessages = 10;
/** Similar events further apart than this have nothing to do with each other. */
const similarWithinMs: VirtualMs = 600_000;
/** A component may say this much about one object at once, and one thing more for each period after that. */
const burst = 25;
const refillMs: VirtualMs = 300_000;

/** The scheduler records by another library, which does neither. */
const uncorrelated = new Set(['default-scheduler']);

/** What one component has said of one sort about one object. */
interface Source {
  tokens: number;
  at: VirtualMs;
  /** By reason. */
  readonly similar: Map<string, Similar>;
}

interface Similar {
  /** Different ones, few enough to be looked through. */
  readonly messages: string[];
  at: VirtualMs;
}

/**
 * What becomes of an event on its way to the API server: many similar ones are combined, and of too many about one object
 * the rest is dropped. Where upstream forgets one of the messages that it knows at random, this forgets the newest.
 * Source: client-go/tools/record/events_cache.go
 */
export class EventCorrelator {
  private readonly sources = new Map<string, Source>();

  /** The message as it is stored; undefined when the event is dropped. `uid` is that of the object that it is about. */
  correlate({ type, about, reason, message }: EventAction, actor: string, uid: string, now: VirtualMs): string | undefined {
    if (uncorrelated.has(actor)) return message;
    const object = uid === '' ? `${about.kind}/${about.namespace}/${about.name}` : uid;
    const source = this.sourceOf(`${actor}/${type}/${object}`, now);
    const text = combined(source, reason, message, now);
    return mayPass(source, now) ? text : undefined;
  }

  private sourceOf(key: string, now: VirtualMs): Source {
    const known = this.sources.get(key);
    if (known) return known;
    const source: Source = { tokens: burst, at: now, similar: new Map() };
    this.sources.set(key, source);
    return source;
  }
}

function combined({ similar }: Source, reason: string, message: string, now: VirtualMs): string {
  let record = similar.get(reason);
  if (!record || now - record.at > similarWithinMs) {
    record = { messages: [], at: now };
    similar.set(reason, record);
  }
  record.at = now;
  if (record.messages.includes(message)) return message;
  if (record.messages.length + 1 >= similarMessages) return `(combined from similar events): ${message}`;
  record.messages.push(message);
  return message;
}

function mayPass(source: Source, now: VirtualMs): boolean {
  const tokens = Math.min(burst, source.tokens + (now - source.at) / refillMs);
  const passes = tokens >= 1;
  source.tokens = passes ? tokens - 1 : tokens;
  source.at = now;
  return passes;
}
