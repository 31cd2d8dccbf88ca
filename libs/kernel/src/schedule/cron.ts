import { DAY, HOUR, MINUTE, SECOND } from '../clock.js';
import { civilOf, dayNumber, daysInMonth, weekdayOf } from './civil.js';
import { parseCron, type CronFields } from './cron-fields.js';
import type { Recurrence } from './recurrence.js';
import { zoneOf } from './zone.js';

/** The longest pause of a schedule that comes again at all is 40 years (29 February on a certain weekday, over 2100). */
const PATIENCE_MONTHS = 12 * 100;

/**
 * A cron schedule on the wall clock of a zone: `30 9 * * MON-FRI`, `0 0 L * *`, `@daily`, with an optional seconds
 * field first and year field last; a `TZ=` prefix overrides `zone`. Unlike every other schedule here it fires exactly
 * when the wall clock shows the time: never for one that daylight saving skips, twice for one that comes twice.
 *
 * @throws UserError `schedule.bad-cron`, `schedule.unknown-zone`
 */
export function cron(expression: string, zone: string): Recurrence {
  const parsed = parseCron(expression);
  const place = zoneOf(parsed.zone ?? zone);
  return {
    next(after) {
      let at = (Math.floor(after / SECOND) + 1) * SECOND;
      // Inside one stretch of unchanged offset wall clock and time run alike; a transition starts the search afresh.
      for (;;) {
        const { offset, until } = place.stretchAt(at);
        const wall = nextMatch(parsed.fields, at + offset);
        if (wall === null) return null;
        if (wall - offset < until) return wall - offset;
        at = until;
      }
    },
  };
}

/** The first wall clock second at or after `wall` that matches; null when none comes. */
function nextMatch(fields: CronFields, wall: number): number | null {
  const today = Math.floor(wall / DAY);
  const start = civilOf(today);
  if (matchesDay(fields, today)) {
    const time = nextTime(fields, wall - today * DAY);
    if (time !== null) return today * DAY + time;
  }
  const midnight = firstTime(fields);
  const firstMonth = start.year * 12 + start.month - 1;
  for (let index = firstMonth; index < firstMonth + PATIENCE_MONTHS; index++) {
    const [year, month] = [Math.floor(index / 12), (index % 12) + 1];
    if (!fields.months.has(month) || (fields.years && !fields.years.has(year))) continue;
    const first = dayNumber(year, month, 1);
    for (let day = Math.max(first, today + 1); day < first + daysInMonth(year, month); day++) {
      if (matchesDay(fields, day)) return day * DAY + midnight;
    }
  }
  return null;
}

function matchesDay(fields: CronFields, number: number): boolean {
  const { year, month, day } = civilOf(number);
  if (!fields.months.has(month) || (fields.years && !fields.years.has(year))) return false;
  const { monthDays, weekDays } = fields;
  // As in every cron since Vixie's: when both day fields are given, either is enough.
  if (monthDays.any && weekDays.any) return true;
  if (weekDays.any) return matchesMonthDay(fields, number, year, month, day);
  if (monthDays.any) return matchesWeekday(fields, number, year, month, day);
  return matchesMonthDay(fields, number, year, month, day) || matchesWeekday(fields, number, year, month, day);
}

function matchesMonthDay({ monthDays }: CronFields, number: number, year: number, month: number, day: number): boolean {
  const length = daysInMonth(year, month);
  const first = number - day + 1;
  return (
    monthDays.days.has(day) ||
    monthDays.fromLast.some((before) => day === length - before) ||
    (monthDays.lastWeekday && day === nearestWeekday(first, length, length)) ||
    monthDays.nearestWeekdays.some((wanted) => wanted <= length && day === nearestWeekday(first, length, wanted))
  );
}

function matchesWeekday({ weekDays }: CronFields, number: number, year: number, month: number, day: number): boolean {
  const weekday = weekdayOf(number) % 7;
  if (weekDays.days.has(weekday)) return true;
  return weekDays.nth.some(
    (wanted) =>
      wanted.weekday === weekday &&
      (wanted.nth === -1 ? day + 7 > daysInMonth(year, month) : Math.ceil(day / 7) === wanted.nth),
  );
}

/** The day of the month, Monday to Friday, nearest to `wanted` without leaving the month. */
function nearestWeekday(first: number, length: number, wanted: number): number {
  const weekday = weekdayOf(first + wanted - 1);
  if (weekday === 6) return wanted > 1 ? wanted - 1 : wanted + 2;
  if (weekday === 7) return wanted < length ? wanted + 1 : wanted - 2;
  return wanted;
}

/** The lists of a parsed expression are never empty. */
function firstTime({ hours, minutes, seconds }: CronFields): number {
  return hours[0]! * HOUR + minutes[0]! * MINUTE + seconds[0]! * SECOND;
}

/** The first matching time of day at or after `time`, in milliseconds; null when the day has no more. */
function nextTime(fields: CronFields, time: number): number | null {
  const { hours, minutes, seconds } = fields;
  const [hour, minute, second] = [
    Math.floor(time / HOUR),
    Math.floor(time / MINUTE) % 60,
    Math.ceil((time % MINUTE) / SECOND),
  ];
  if (hours.includes(hour)) {
    const base = hour * HOUR;
    const nextSecond = minutes.includes(minute) ? seconds.find((value) => value >= second) : undefined;
    if (nextSecond !== undefined) return base + minute * MINUTE + nextSecond * SECOND;
    const nextMinute = minutes.find((value) => value > minute);
    if (nextMinute !== undefined) return base + nextMinute * MINUTE + seconds[0]! * SECOND;
  }
  const nextHour = hours.find((value) => value > hour);
  return nextHour === undefined ? null : nextHour * HOUR + minutes[0]! * MINUTE + seconds[0]! * SECOND;
}
