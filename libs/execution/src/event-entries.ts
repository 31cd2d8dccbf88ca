import type { EventEntry } from '@sojourn/journey';
import { evaluate, segmentsOf, valueAt, type EventFact, type Facts } from '@sojourn/rules';

/** Whether the event at hand lets the contact in, re-entry aside. */
export function lets(entry: EventEntry, event: EventFact, facts: Facts): boolean {
  const passes = (candidate: EventFact): boolean =>
    !entry.filter || evaluate(entry.filter, { ...facts, event: candidate });
  if (!passes(event)) return false;
  if (entry.occurrence !== 'first') return true;
  return !facts.history(entry.event).some((past) => past.id !== event.id && passes(past));
}

/** Longest key kept; a longer value is a mistake in the drawing, and its head still separates runs. */
const KEY_LENGTH = 191;

/** The value at `keyBy` as text; empty when the entry has no key or the payload no such value. */
export function keyOf(entry: EventEntry, event: EventFact): string {
  if (entry.keyBy === undefined) return '';
  const value = valueAt(event.properties, segmentsOf(entry.keyBy));
  if (value === undefined) return '';
  return (typeof value === 'string' ? value : JSON.stringify(value)).slice(0, KEY_LENGTH);
}
