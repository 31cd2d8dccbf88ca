import { DAY } from '@sojourn/kernel';

/** Something that happened to somebody at a moment. */
export interface TimedEvent {
  readonly userId: string;
  readonly type: string;
  /** Epoch milliseconds. */
  readonly at: number;
}

/** When runs of contacts are next due, by user id, as far as the events at hand reach. */
export type DueRuns = ReadonlyMap<string, number>;

/** How far ahead of the first event a chunk may reach: contacts that compete for a scarce thing do so within a day. */
export const REACH = DAY;

export interface ChunkLimits {
  /** Events at most. */
  readonly most: number;
  /** How far ahead of the first event to look; default {@link REACH}. */
  readonly reach?: number;
  /**
   * Events of one contact this close together are taken together, and heard one after the other, as when they come faster
   * than an engine works. Shorter than any wait that they could begin; default 0: each is lived through by itself.
   */
  readonly burst?: number;
}

/**
 * Which of the events may be taken together so that every contact lives through its events and timers in order: for
 * each contact the first one at most (or burst of them), and none while a run of the contact is due before it. Contacts do not touch each
 * other's runs, and each wake has its own moment, so events of other contacts may be overtaken. What no journey listens to
 * wakes nobody: of those a contact may have many, up to the first that is relevant.
 *
 * Answers places in `events`, ascending; never none, because the first event comes after everything due before it.
 */
export function chunkOf(
  events: readonly TimedEvent[],
  { most, reach = REACH, burst = 0 }: ChunkLimits,
  relevant: ReadonlySet<string>,
  due: DueRuns,
): number[] {
  const taken: number[] = [];
  const seen = new Map<string, number>();
  const blocked = new Set<string>();
  const horizon = (events[0]?.at ?? 0) + reach;
  for (const [place, { userId, type, at }] of events.entries()) {
    if (taken.length === most || at > horizon) break;
    if (blocked.has(userId)) continue;
    const before = seen.get(userId);
    const follows = before !== undefined && (burst === 0 || at - before > burst);
    if (taken.length > 0 && relevant.has(type) && (follows || (due.get(userId) ?? Infinity) < at)) {
      blocked.add(userId);
      continue;
    }
    if (before === undefined) seen.set(userId, at);
    taken.push(place);
  }
  return taken;
}
