import { evaluate } from '@sojourn/rules';
import { factsAt } from '../facts.js';
import type { StepResult } from '../records.js';
import type { ShadowContact } from './rows.js';

/** The event that a run was about to wait for although it had been routed already. */
export interface FoundEvent {
  readonly subscription: string;
  readonly eventId: number;
  /** When the event reached us, or the wake's moment when that is later. */
  readonly at: number;
}

/**
 * Closes the gap between loading facts and laying subscriptions: an event routed in between found none, and would be lost.
 * What is not routed yet will find them.
 */
export function lookBack({ at, knownEventId, next }: StepResult, contact: ShadowContact): FoundEvent | undefined {
  if (next.state !== 'waiting' || contact.lastEventId <= knownEventId) return undefined;
  for (const event of contact.events) {
    if (event.id <= knownEventId || event.id > contact.lastEventId) continue;
    // What routing saw when it routed that event.
    const facts = factsAt(knownOf(contact), event.receivedAt, event, event.id);
    const match = next.subscriptions.find((s) => s.event === event.type && (!s.filter || evaluate(s.filter, facts)));
    if (match) return { subscription: match.id, eventId: event.id, at: Math.max(event.receivedAt, at) };
  }
  return undefined;
}

function knownOf(contact: ShadowContact): Parameters<typeof factsAt>[0] {
  const history = new Map<string, ShadowContact['events']>();
  for (const event of contact.events) history.set(event.type, [...(history.get(event.type) ?? []), event]);
  for (const events of history.values()) events.sort((a, b) => a.occurredAt - b.occurredAt || a.id - b.id);
  return {
    contact: { id: contact.id, attributes: contact.attributes, tags: [...contact.tags] },
    timeZone: contact.timeZone,
    lastEventId: contact.lastEventId,
    history,
  };
}
