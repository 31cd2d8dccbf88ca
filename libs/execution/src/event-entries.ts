import type { EventEntry } from '@sojourn/journey';
import type { Json, JsonObject } from '@sojourn/kernel';
import { evaluate, type EventFact, type Facts } from '@sojourn/rules';

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
  const value = valueAt(event.properties, entry.keyBy);
  if (value === undefined || value === null) return '';
  return (typeof value === 'string' ? value : JSON.stringify(value)).slice(0, KEY_LENGTH);
}

/** The value at a dotted path, own properties only. */
export function valueAt(object: JsonObject, path: string): Json | undefined {
  let here: Json | undefined = object;
  for (const name of path.split('.')) {
    if (here === null || typeof here !== 'object' || Array.isArray(here) || !Object.hasOwn(here, name))
      return undefined;
    here = (here as JsonObject)[name];
  }
  return here;
}
