import { DAY } from '../clock.js';

/** Days since 1970-01-01 in the proleptic Gregorian calendar; `month` 1..12, `day` may run over. */
export function dayNumber(year: number, month: number, day: number): number {
  // Date.UTC reads years 0..99 as 1900..1999; a whole 400-year cycle (146,097 days) away it does not.
  return year >= 0 && year < 100
    ? Date.UTC(year + 400, month - 1, day) / DAY - 146_097
    : Date.UTC(year, month - 1, day) / DAY;
}

export interface CivilDate {
  readonly year: number;
  /** 1..12 */
  readonly month: number;
  /** 1..31 */
  readonly day: number;
}

export function civilOf(dayNumberValue: number): CivilDate {
  const date = new Date(dayNumberValue * DAY);
  return { year: date.getUTCFullYear(), month: date.getUTCMonth() + 1, day: date.getUTCDate() };
}

/** ISO weekday, 1 = Monday .. 7 = Sunday. */
export function weekdayOf(day: number): number {
  return ((((day + 3) % 7) + 7) % 7) + 1;
}

export function isLeapYear(year: number): boolean {
  return (year % 4 === 0 && year % 100 !== 0) || year % 400 === 0;
}

const MONTH_LENGTHS = [31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31] as const;

export function daysInMonth(year: number, month: number): number {
  return month === 2 && isLeapYear(year) ? 29 : (MONTH_LENGTHS[month - 1] ?? 31);
}
