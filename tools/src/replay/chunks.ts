import type { ReplayEvent } from './event-line.js';

/** When timers of contacts are next due, by user id, as far as the events at hand reach. */
export type DueTimers = ReadonlyMap<string, number>;

/**
 * How many of the events may be taken together so that every contact lives through its events and timers in order:
 * up to the first event of a contact that is already in, or whose timer is due before it. Contacts do not touch each
 * other's runs, and each wake has its own moment, so what lies between does not matter. Events that no journey
 * listens to are free.
 */
export function chunkLength(
  events: readonly ReplayEvent[],
  most: number,
  relevant: ReadonlySet<string>,
  due: DueTimers,
): number {
  const seen = new Set<string>();
  let length = 0;
  for (const event of events) {
    if (length === most) break;
    if (relevant.has(event.type)) {
      const timer = due.get(event.userId);
      if (length > 0 && (seen.has(event.userId) || (timer !== undefined && timer < event.at))) break;
      seen.add(event.userId);
    }
    length++;
  }
  return length;
}
