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

/**
 * What becomes of an event on its way to the API server: many similar ones are combined, and of too many about one object
 * the rest is dropped. Where upstream forgets one of the messages that it knows at random, this forgets the newest.
 * Source: client-go/tools/record/events_cache.go
 */
export class EventCorrelator {
  private readonly similar = new Map<string, { readonly messages: Set<string>; at: VirtualMs }>();
  private readonly budgets = new Map<string, { tokens: number; at: VirtualMs }>();

  /** The message as it is stored; undefined when the event is dropped. `uid` is that of the object that it is about. */
  correlate({ type, about, reason, message }: EventAction, actor: string, uid: string, now: VirtualMs): string | undefined {
    if (uncorrelated.has(actor)) return message;
    const source = `${actor}/${about.kind}/${about.namespace}/${about.name}/${uid}/${type}`;
    const text = this.combined(`${source}/${reason}`, message, now);
    return this.mayPass(source, now) ? text : undefined;
  }

  private combined(key: string, message: string, now: VirtualMs): string {
    let record = this.similar.get(key);
    if (!record || now - record.at > similarWithinMs) {
      record = { messages: new Set(), at: now };
      this.similar.set(key, record);
    }
    record.at = now;
    record.messages.add(message);
    if (record.messages.size < similarMessages) return message;
    record.messages.delete(message);
    return `(combined from similar events): ${message}`;
  }

  private mayPass(key: string, now: VirtualMs): boolean {
    const budget = this.budgets.get(key) ?? { tokens: burst, at: now };
    const tokens = Math.min(burst, budget.tokens + (now - budget.at) / refillMs);
    const passes = tokens >= 1;
    this.budgets.set(key, { tokens: passes ? tokens - 1 : tokens, at: now });
    return passes;
  }
}
