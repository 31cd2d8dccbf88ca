import {
  addDuration,
  nextDateOccurrence,
  nextLocalTime,
  parseInstant,
  propertyAt,
  toLocal,
  type Item,
} from '@sojourn/plugin-sdk/engine';
import type { DateWait, DurationWait, TimeWait } from './config.js';

/** When a wait for time ends, or why it cannot begin. */
export type Moment =
  | { readonly until: number }
  | { readonly outcome: 'missing' | 'past'; readonly params: { readonly [name: string]: string } };

export function momentOf(config: DurationWait | TimeWait | DateWait, item: Item): Moment {
  switch (config.mode) {
    case 'duration':
      return { until: addDuration(item.arrivedAt, config.duration, item.timeZone) };
    case 'until-time':
      return { until: untilTime(config, item) };
    case 'until-date':
      return untilDate(config, item);
  }
}

function untilTime({ time, weekdays, minimum }: TimeWait, item: Item): number {
  const from = minimum ? addDuration(item.arrivedAt, minimum, item.timeZone) : item.arrivedAt;
  return nextLocalTime(from + inclusive(item, 0, 1), { time, ...(weekdays?.length && { weekdays }) }, item.timeZone);
}

function untilDate({ attribute, offsetDays, time, yearly }: DateWait, item: Item): Moment {
  const date = dateOf(propertyAt(item.contact.attributes, attribute), item.timeZone);
  if (date === null) return { outcome: 'missing', params: { attribute } };
  const after = item.arrivedAt - inclusive(item, 1, 0);
  const until = nextDateOccurrence(date, { offsetDays, at: time, yearly }, item.timeZone, after);
  return until === null ? { outcome: 'past', params: { attribute, date } } : { until };
}

/**
 * Whoever arrives exactly at the moment need not wait for the next one; but a run that comes back here in a circle must,
 * or it would circle for ever within that one moment.
 */
function inclusive(item: Item, first: number, later: number): number {
  return item.visit === 1 ? first : later;
}

/** The calendar day an attribute names: an ISO date, or the day an instant falls on in the contact's zone. */
function dateOf(value: unknown, zone: string): string | null {
  if (typeof value !== 'string') return null;
  const instant = parseInstant(value.trim(), zone);
  if (instant === null) return null;
  return /^\d{4}-\d{2}-\d{2}$/.test(value.trim()) ? value.trim() : toLocal(instant, zone).slice(0, 10);
}
