import { DAY } from '@sojourn/kernel';

/** A partition of the traces: all of them before `until`, and since the partition before; the last one has no end. */
export interface TracePartition {
  readonly name: string;
  /** Epoch milliseconds; null for the last. */
  readonly until: number | null;
}

/** Takes what lies beyond the days laid out, so that no commit ever fails for want of a partition. Empty while house is kept. */
export const LAST = 'pmax';
/** Days laid out in advance: as long as house may go unkept before traces fall into the last partition. */
const AHEAD = 7;
/** Few enough for a contact's timeline to ask all of them. */
const MOST = 400;
/** Kept for ever, traces lie in months. */
const FOR_EVER = 30;

export const dayOf = (moment: number): number => Math.floor(moment / DAY);

/** How many days one partition takes, when so many are kept (0: for ever). */
export const widthOf = (keepDays: number): number => (keepDays === 0 ? FOR_EVER : Math.ceil(keepDays / MOST));

/**
 * Ends of the partitions that are missing up to some days from now, ascending. `laidUntil` is the end of those that there are.
 * After a long absence one partition takes all that lies between.
 */
export function missingEnds(laidUntil: number, now: number, keepDays: number): number[] {
  const width = widthOf(keepDays);
  const today = dayOf(now);
  const ends: number[] = [];
  let day = dayOf(laidUntil);
  if (today - day > MOST * width) ends.push((day = today) * DAY);
  while (day < today + Math.max(AHEAD, width)) ends.push((day += width) * DAY);
  return ends;
}

/** Which partitions hold nothing but what is older than the days that are kept. The last two always stay. */
export function expired(laid: readonly TracePartition[], now: number, keepDays: number): TracePartition[] {
  if (keepDays === 0) return [];
  const horizon = (dayOf(now) - keepDays) * DAY;
  return laid.slice(0, -2).filter(({ until }) => until !== null && until <= horizon);
}

/** `PARTITION p20261123 VALUES LESS THAN (...)`: named by the last day it holds. */
export function definition(until: number): string {
  const last = new Date(until - 1).toISOString().slice(0, 10).replaceAll('-', '');
  return `PARTITION p${last} VALUES LESS THAN (${until})`;
}
export const LAST_DEFINITION = `PARTITION ${LAST} VALUES LESS THAN MAXVALUE`;
