import { DAY } from '../clock.js';
import { civilOf, dayNumber, daysInMonth, weekdayOf } from './civil.js';
import type { Period, Periods } from './recurrence.js';
import { acceptsDay, firstWeekStart, hasAny, weekOf } from './recurrence-days.js';
import type { RecurrenceRule } from './recurrence-rule.js';
import type { Zone } from './zone.js';

/** The Gregorian calendar repeats after 400 years: what has not come by then never comes. */
const CYCLE = 400;

/** The periods of a daily, weekly, monthly or yearly rule: whole days, each with the same times of day. */
export function calendarPeriods(rule: RecurrenceRule, start: number, zone: Zone): Periods {
  const startDay = Math.floor(start / DAY);
  const times = timesOfDay(rule, start - startDay * DAY);
  const line = lineOf(rule, startDay);
  const empty = { year: CYCLE, month: CYCLE * 12, week: CYCLE * 53, day: CYCLE * 366 }[line.unit] / rule.interval;
  return function* (fromWall) {
    const reached = line.indexOf(Math.floor(fromWall / DAY));
    let step = Math.max(0, Math.floor((reached - line.first) / rule.interval) - 1);
    for (let idle = 0; idle <= empty + 1; step++) {
      const [from, until] = line.daysOf(line.first + step * rule.interval);
      const days: number[] = [];
      for (let day = from; day < until; day++) if (acceptsDay(rule, day)) days.push(day);
      const period = expand(days, times, zone);
      idle = hasAny(rule.bySetPos, period.size) ? 0 : idle + 1;
      yield period;
    }
  };
}

/** Days times times of day, without writing the product out: it can pass 2^16 in a month. */
function expand(days: readonly number[], times: readonly number[], zone: Zone): Period {
  return {
    size: days.length * times.length,
    at(index) {
      const which = Math.floor(index / times.length);
      // Both indexes are below their lengths because `index` is below their product.
      const wall = days[which]! * DAY + times[index - which * times.length]!;
      return { wall, instant: zone.fromWall(wall) };
    },
  };
}

/** Milliseconds since midnight, ascending. */
function timesOfDay(rule: RecurrenceRule, startTime: number): number[] {
  const part = (given: readonly number[], unit: number, below: number): readonly number[] =>
    given.length > 0 ? given : [Math.floor(startTime / unit) % below];
  const milliseconds = startTime % 1000;
  const times: number[] = [];
  for (const hour of part(rule.byHour, 3_600_000, 24)) {
    for (const minute of part(rule.byMinute, 60_000, 60)) {
      for (const second of part(rule.bySecond, 1000, 60)) {
        times.push(((hour * 60 + minute) * 60 + second) * 1000 + milliseconds);
      }
    }
  }
  return times;
}

/** Periods numbered along a line: years, months, weeks or days. */
interface Line {
  readonly unit: 'year' | 'month' | 'week' | 'day';
  /** The number of the start's period. */
  readonly first: number;
  /** The period that holds a day, or one before it. */
  indexOf(day: number): number;
  /** First day, and the day after the last. */
  daysOf(index: number): readonly [number, number];
}

function lineOf(rule: RecurrenceRule, startDay: number): Line {
  const { year, month } = civilOf(startDay);
  if (rule.frequency === 'DAILY') {
    return { unit: 'day', first: startDay, indexOf: (day) => day, daysOf: (index) => [index, index + 1] };
  }
  if (rule.frequency === 'WEEKLY') {
    const origin = startDay - ((weekdayOf(startDay) - rule.weekStart + 7) % 7);
    return {
      unit: 'week',
      first: 0,
      indexOf: (day) => Math.floor((day - origin) / 7),
      daysOf: (index) => [origin + index * 7, origin + index * 7 + 7],
    };
  }
  if (rule.frequency === 'MONTHLY') {
    return {
      unit: 'month',
      first: year * 12 + month - 1,
      indexOf: (day) => civilOf(day).year * 12 + civilOf(day).month - 1,
      daysOf: (index) => {
        const from = dayNumber(Math.floor(index / 12), (index % 12) + 1, 1);
        return [from, from + daysInMonth(Math.floor(index / 12), (index % 12) + 1)];
      },
    };
  }
  if (rule.byWeekNo.length > 0) {
    return {
      unit: 'year',
      // A start that is itself an occurrence (Saturday 2 January 2010, in week 53 of 2009) counts its week's year as
      // the first; any other start counts the year it is written in. See DECISION.md.
      first: acceptsDay(rule, startDay) ? weekOf(startDay, rule.weekStart).year : year,
      indexOf: (day) => weekOf(day, rule.weekStart).year,
      daysOf: (index) => [firstWeekStart(index, rule.weekStart), firstWeekStart(index + 1, rule.weekStart)],
    };
  }
  return {
    unit: 'year',
    first: year,
    indexOf: (day) => civilOf(day).year,
    daysOf: (index) => [dayNumber(index, 1, 1), dayNumber(index + 1, 1, 1)],
  };
}
