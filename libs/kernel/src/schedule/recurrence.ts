import { DAY } from '../clock.js';
import { wallOf } from './local.js';
import { calendarPeriods } from './recurrence-periods.js';
import { clockPeriods } from './recurrence-clock.js';
import { completed, pickedOf } from './recurrence-days.js';
import { parseRecurrenceRule, type RecurrenceRule } from './recurrence-rule.js';
import { zoneOf, type Zone } from './zone.js';

/** Moments that come again. */
export interface Recurrence {
  /** The first moment strictly after `after`; null when there is none any more. */
  next(after: number): number | null;
}

/** The moments of one period, ascending by wall clock. */
export interface Period {
  readonly size: number;
  at(index: number): Moment;
}

export interface Moment {
  /** Wall clock milliseconds: orders moments and settles what comes before the start. */
  readonly wall: number;
  readonly instant: number;
}

/** The periods of a rule from the one that holds `wall` (or the one before it) on, or from the start. Ends when no further can match. */
export type Periods = (fromWall: number) => Iterable<Period>;

/**
 * An RFC 5545 recurrence (`FREQ=WEEKLY;BYDAY=MO,WE`) from a local start in a zone. The start itself is an occurrence
 * only when it meets the rule. Days and longer keep their wall clock time over daylight saving; a time in a gap moves
 * forward by the gap's length. Hours, minutes and seconds step in elapsed time.
 *
 * @example recurrence('FREQ=MONTHLY;BYMONTHDAY=-1', '2026-01-31T09:00', 'Asia/Shanghai').next(clock.now())
 * @throws UserError `schedule.bad-rrule`, `schedule.bad-local-time`, `schedule.unknown-zone`
 */
export function recurrence(rrule: string, startLocal: string, zone: string): Recurrence {
  const place = zoneOf(zone);
  const start = wallOf(startLocal);
  const rule = completed(parseRecurrenceRule(rrule), Math.floor(start / DAY));
  const periods = /^(SECOND|MINUTE|HOUR)LY$/.test(rule.frequency)
    ? clockPeriods(rule, start, place)
    : calendarPeriods(rule, start, place);
  return rule.count === Infinity ? open(rule, periods, start, place) : counted(rule, periods, start);
}

/** Without COUNT the search begins near the moment asked for. */
function open(rule: RecurrenceRule, periods: Periods, start: number, zone: Zone): Recurrence {
  return {
    next(after) {
      // A day and a half back covers every offset and every gap.
      const from = Math.max(start, zone.toWall(after) - 1.5 * DAY);
      let best: Moment | undefined;
      for (const moment of moments(rule, periods(from), start)) {
        // Past the wall clock time a gap has moved `best` to, nothing can come before it.
        if (best && moment.wall >= zone.toWall(best.instant)) break;
        if (moment.instant > after && (!best || moment.instant < best.instant)) best = moment;
        if (best && zone.toWall(best.instant) === best.wall) break;
      }
      return best?.instant ?? null;
    },
  };
}

/** With COUNT the occurrences are counted from the start, and kept. */
function counted(rule: RecurrenceRule, periods: Periods, start: number): Recurrence {
  const source = moments(rule, periods(start), start)[Symbol.iterator]();
  const known: number[] = [];
  let taken = 0;
  let sorted = true;
  let over = false;
  const take = (): void => {
    const step = taken < rule.count ? source.next() : undefined;
    if (!step || step.done) {
      over = true;
      return;
    }
    taken++;
    const { instant } = step.value;
    sorted &&= known.length === 0 || known[known.length - 1]! <= instant;
    known.push(instant);
  };
  return {
    next(after) {
      // Two days more than asked for, so that one moved by a gap cannot overtake another.
      while (!over && (known.length === 0 || known[known.length - 1]! <= after + 2 * DAY)) take();
      if (!sorted) {
        known.sort((a, b) => a - b);
        sorted = true;
      }
      let low = 0;
      let high = known.length;
      while (low < high) {
        const middle = (low + high) >>> 1;
        if (known[middle]! <= after) low = middle + 1;
        else high = middle;
      }
      return known[low] ?? null;
    },
  };
}

function* moments(rule: RecurrenceRule, periods: Iterable<Period>, start: number): Generator<Moment> {
  const { until, bySetPos } = rule;
  for (const period of periods) {
    for (const index of positions(bySetPos, period.size)) {
      const moment = period.at(index);
      if (moment.wall < start) continue;
      if (until && (until.utc ? moment.instant : moment.wall) > until.at) return;
      yield moment;
    }
  }
}

function* positions(bySetPos: readonly number[], size: number): Generator<number> {
  if (bySetPos.length > 0) yield* pickedOf(bySetPos, size);
  else for (let i = 0; i < size; i++) yield i;
}
