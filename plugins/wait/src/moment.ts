import {
  addDuration,
  nextDateOccurrence,
  nextLocalTime,
  parseInstant,
  propertyAt,
  toLocal,
  type Visit,
} from '@sojourn/plugin-sdk/engine';
import type { DateWait, DurationWait, TimeWait } from './config.js';

/** When a wait for time ends, or why it cannot begin. */
export type Moment =
  | { readonly until: number }
  | { readonly outcome: 'missing' | 'past'; readonly params: { readonly [name: string]: string } };

export function momentOf(config: DurationWait | TimeWait | DateWait, visit: Visit): Moment {
  switch (config.mode) {
    case 'duration':
      return { until: addDuration(visit.arrivedAt, config.duration, visit.timeZone) };
    case 'until-time':
      return { until: untilTime(config, visit) };
    case 'until-date':
      return untilDate(config, visit);
  }
}

function untilTime({ time, weekdays, minimum }: TimeWait, visit: Visit): number {
  const from = minimum ? addDuration(visit.arrivedAt, minimum, visit.timeZone) : visit.arrivedAt;
  return nextLocalTime(from + inclusive(visit, 0, 1), { time, ...(weekdays?.length && { weekdays }) }, visit.timeZone);
}

function untilDate({ attribute, offsetDays, time, yearly }: DateWait, visit: Visit): Moment {
  const date = dateOf(propertyAt(visit.contact.attributes, attribute), visit.timeZone);
  if (date === null) return { outcome: 'missing', params: { attribute } };
  const after = visit.arrivedAt - inclusive(visit, 1, 0);
  const until = nextDateOccurrence(date, { offsetDays, at: time, yearly }, visit.timeZone, after);
  return until === null ? { outcome: 'past', params: { attribute, date } } : { until };
}

/**
 * Whoever arrives exactly at the moment need not wait for the next one; but a run that comes back here in a circle must,
 * or it would circle for ever within that one moment.
 */
function inclusive(visit: Visit, first: number, later: number): number {
  return visit.visit === 1 ? first : later;
}

/** The calendar day an attribute names: an ISO date, or the day an instant falls on in the contact's zone. */
function dateOf(value: unknown, zone: string): string | null {
  if (typeof value !== 'string') return null;
  const instant = parseInstant(value.trim(), zone);
  if (instant === null) return null;
  return /^\d{4}-\d{2}-\d{2}$/.test(value.trim()) ? value.trim() : toLocal(instant, zone).slice(0, 10);
}
