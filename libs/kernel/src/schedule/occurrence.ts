import { DAY } from '../clock.js';
import { UserError } from '../errors.js';
import { civilOf, dayNumber, daysInMonth, weekdayOf } from './civil.js';
import { zoneOf } from './zone.js';

/** Milliseconds since midnight of `HH:mm`. */
function timeOfDay(time: string): number {
  const parts = /^([01]\d|2[0-3]):([0-5]\d)$/.exec(time);
  if (!parts) {
    throw new UserError(`“${time}” is not a time of day. Write it as HH:mm, for example 09:30.`, {
      code: 'schedule.bad-time',
      details: { time },
    });
  }
  return (Number(parts[1]) * 60 + Number(parts[2])) * 60_000;
}

/**
 * The first moment at or after `after` at which the wall clock shows `at.time` on one of `at.weekdays`
 * (ISO, 1 = Monday; absent or empty: every day).
 *
 * @throws UserError `schedule.bad-time`, `schedule.unknown-zone`
 */
export function nextLocalTime(
  after: number,
  at: { readonly time: string; readonly weekdays?: readonly number[] },
  zone: string,
): number {
  const { time, weekdays } = at;
  const clock = timeOfDay(time);
  const place = zoneOf(zone);
  if (weekdays?.some((day) => !Number.isInteger(day) || day < 1 || day > 7)) {
    throw new UserError('Weekdays are numbers from 1 (Monday) to 7 (Sunday).', {
      code: 'schedule.bad-time',
      details: { weekdays: [...weekdays] },
    });
  }
  // From the day before: a time in a gap may have moved over midnight.
  for (let day = Math.floor(place.toWall(after) / DAY) - 1; ; day++) {
    if (weekdays && weekdays.length > 0 && !weekdays.includes(weekdayOf(day))) continue;
    const moment = place.fromWall(day * DAY + clock);
    if (moment >= after) return moment;
  }
}

/**
 * The first occurrence of a date strictly after `after`: `offsetDays` days from it (before it when negative) at `at`,
 * once or every year from the date's own year on. 29 February falls on the 28th in common years. Null when it is over,
 * or when `date` does not begin with a date (`YYYY-MM-DD`): contacts bring what they bring.
 *
 * @throws UserError `schedule.bad-time`, `schedule.unknown-zone`
 */
export function nextDateOccurrence(
  date: string,
  rule: { readonly offsetDays: number; readonly at: string; readonly yearly: boolean },
  zone: string,
  after: number,
): number | null {
  const clock = timeOfDay(rule.at);
  const place = zoneOf(zone);
  const parts = /^(\d{4})-(\d\d)-(\d\d)(?:$|[T ])/.exec(date);
  if (!parts) return null;
  const [firstYear, month, day] = [Number(parts[1]), Number(parts[2]), Number(parts[3])];
  if (month < 1 || month > 12 || day < 1 || day > daysInMonth(firstYear, month)) return null;
  const offset = Math.trunc(rule.offsetDays);
  const momentIn = (year: number): number => {
    const anniversary = dayNumber(year, month, Math.min(day, daysInMonth(year, month)));
    return place.fromWall((anniversary + offset) * DAY + clock);
  };
  if (!rule.yearly) {
    const moment = momentIn(firstYear);
    return moment > after ? moment : null;
  }
  const near = civilOf(Math.floor(place.toWall(after) / DAY) - offset).year - 1;
  for (let year = Math.max(firstYear, near); ; year++) {
    const moment = momentIn(year);
    if (moment > after) return moment;
  }
}
