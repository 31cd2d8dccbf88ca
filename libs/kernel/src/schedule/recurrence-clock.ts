import { DAY, HOUR, MINUTE, SECOND } from '../clock.js';
import type { Period, Periods } from './recurrence.js';
import { acceptsDay, hasAny } from './recurrence-days.js';
import type { RecurrenceRule } from './recurrence-rule.js';
import type { Zone } from './zone.js';

/** A rule that finds nothing for so long, or in so many steps, is taken to find nothing any more. */
const PATIENCE = { time: 50 * 366 * DAY, steps: 1_000_000 };

/** The periods of an hourly, minutely or secondly rule: elapsed time from the start, filtered by the wall clock. */
export function clockPeriods(rule: RecurrenceRule, start: number, zone: Zone): Periods {
  const unit = rule.frequency === 'HOURLY' ? HOUR : rule.frequency === 'MINUTELY' ? MINUTE : SECOND;
  const step = unit * rule.interval;
  const startInstant = zone.fromWall(start);
  // The beginning of the start's hour, minute or second on the wall clock.
  const origin = startInstant - (start % unit);
  return function* (fromWall) {
    let index = Math.max(0, Math.floor((zone.fromWall(fromWall) - origin) / step) - 1);
    let last = origin + index * step;
    for (let idle = 0; idle < PATIENCE.steps; index++, idle++) {
      const base = origin + index * step;
      if (base - last > PATIENCE.time) return;
      const wall = zone.toWall(base);
      const day = Math.floor(wall / DAY);
      if (!acceptsDay(rule, day)) {
        // Straight to the last step before the next midnight; the loop adds one.
        index += Math.max(0, Math.floor(((day + 1) * DAY - wall - 1) / step));
        continue;
      }
      const period = periodAt(rule, base, wall, unit, start, zone);
      if (!hasAny(rule.bySetPos, period.size)) continue;
      idle = 0;
      last = base;
      yield period;
    }
  };
}

function periodAt(rule: RecurrenceRule, base: number, wall: number, unit: number, start: number, zone: Zone): Period {
  const admits = (given: readonly number[], value: number): boolean => given.length === 0 || given.includes(value);
  const offsets: number[] = [];
  if (
    admits(rule.byHour, Math.floor(wall / HOUR) % 24) &&
    (unit === HOUR || admits(rule.byMinute, Math.floor(wall / MINUTE) % 60)) &&
    (unit !== SECOND || admits(rule.bySecond, Math.floor(wall / SECOND) % 60))
  ) {
    const own = (given: readonly number[], size: number, below: number): readonly number[] =>
      given.length > 0 ? given : [Math.floor(start / size) % below];
    const minutes = unit === HOUR ? own(rule.byMinute, MINUTE, 60) : [0];
    const seconds = unit === SECOND ? [0] : own(rule.bySecond, SECOND, 60);
    for (const minute of minutes) {
      for (const second of seconds) offsets.push(minute * MINUTE + second * SECOND + (start % SECOND));
    }
  }
  return {
    size: offsets.length,
    at(index) {
      const instant = base + offsets[index]!; // `index` is below the size.
      return { wall: zone.toWall(instant), instant };
    },
  };
}
