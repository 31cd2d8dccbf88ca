import type { DateEntry } from '@sojourn/journey';
import { nextDateOccurrence } from '@sojourn/kernel/schedule';
import { segmentsOf, valueAt } from '@sojourn/rules';
import type { ContactFacts } from './ports.js';
import type { PlannedJourney } from './registry.js';

/** When a date of the contact's own next lets it in, after the given moment; null when there is no such date. */
export function nextDate(journey: PlannedJourney, entry: DateEntry, known: ContactFacts, after: number): number | null {
  const date = valueAt(known.contact.attributes, segmentsOf(entry.attribute));
  if (typeof date !== 'string') return null;
  const day = /^\d{4}-\d{2}-\d{2}/.exec(date)?.[0];
  if (!day) return null;
  const zone = known.timeZone ?? journey.plan.timeZone;
  return nextDateOccurrence(day, { offsetDays: entry.offsetDays, at: entry.at, yearly: entry.yearly }, zone, after);
}
