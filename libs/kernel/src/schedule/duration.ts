import { DAY, HOUR, MINUTE, SECOND } from '../clock.js';
import { UserError } from '../errors.js';
import { civilOf, dayNumber, daysInMonth } from './civil.js';
import { zoneOf } from './zone.js';

/** `{ amount: 2, unit: 'days' }`. Seconds, minutes and hours are exact; days, weeks and months are wall clock. */
export interface Duration {
  /** May be negative; days, weeks and months take whole numbers. */
  readonly amount: number;
  readonly unit: 'seconds' | 'minutes' | 'hours' | 'days' | 'weeks' | 'months';
}

/** The end of the year 9999: what a four-digit year can say. */
const LATEST = 253_402_300_799_999;

/**
 * The moment a duration after `at`. A month after 31 January is the last day of February, as in Temporal.
 *
 * @example addDuration(at, { amount: 1, unit: 'days' }, 'Europe/London') // the same wall clock time tomorrow
 * @throws UserError `schedule.unknown-zone`, `schedule.bad-duration`
 */
export function addDuration(at: number, duration: Duration, zone: string): number {
  const { amount, unit } = duration;
  if (!Number.isFinite(amount)) throw badDuration(duration, 'its amount is not a number');
  switch (unit) {
    case 'seconds':
      return reachable(at + Math.round(amount * SECOND), duration);
    case 'minutes':
      return reachable(at + Math.round(amount * MINUTE), duration);
    case 'hours':
      return reachable(at + Math.round(amount * HOUR), duration);
    case 'days':
      return addDays(at, amount, zone, duration);
    case 'weeks':
      return addDays(at, amount * 7, zone, duration);
    case 'months':
      return addMonths(at, amount, zone, duration);
    default:
      throw badDuration(duration, 'its unit is none of seconds, minutes, hours, days, weeks, months');
  }
}

function addDays(at: number, days: number, zoneName: string, duration: Duration): number {
  const zone = zoneOf(zoneName);
  if (!Number.isInteger(days)) throw badDuration(duration, 'days and weeks are counted whole');
  // Nothing to add keeps the instant, even the second of two equal wall clock times.
  if (days === 0) return at;
  return zone.fromWall(reachable(zone.toWall(at) + days * DAY, duration));
}

function addMonths(at: number, months: number, zoneName: string, duration: Duration): number {
  const zone = zoneOf(zoneName);
  if (!Number.isInteger(months)) throw badDuration(duration, 'months are counted whole');
  if (months === 0) return at;
  const wall = zone.toWall(at);
  const date = Math.floor(wall / DAY);
  const { year, month, day } = civilOf(date);
  const index = year * 12 + month - 1 + months;
  const toYear = Math.floor(index / 12);
  const toMonth = index - toYear * 12 + 1;
  const to = dayNumber(toYear, toMonth, Math.min(day, daysInMonth(toYear, toMonth)));
  return zone.fromWall(reachable(to * DAY + (wall - date * DAY), duration));
}

function reachable(at: number, duration: Duration): number {
  if (at > LATEST || at < -LATEST || Number.isNaN(at)) throw badDuration(duration, 'it reaches beyond the year 9999');
  return at;
}

function badDuration(duration: Duration, why: string): UserError {
  return new UserError(`A duration of ${duration.amount} ${duration.unit} cannot be used: ${why}.`, {
    code: 'schedule.bad-duration',
    details: { amount: duration.amount, unit: duration.unit },
  });
}
