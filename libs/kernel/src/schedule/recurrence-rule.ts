import { UserError } from '../errors.js';
import { daysInMonth, dayNumber } from './civil.js';
import { DAY } from '../clock.js';

export type Frequency = (typeof FREQUENCIES)[number];
const FREQUENCIES = ['SECONDLY', 'MINUTELY', 'HOURLY', 'DAILY', 'WEEKLY', 'MONTHLY', 'YEARLY'] as const;
const WEEKDAYS = ['MO', 'TU', 'WE', 'TH', 'FR', 'SA', 'SU'];

/** `-1FR` is `{ nth: -1, weekday: 5 }`; without a number `nth` is 0: every one. */
export interface ByDay {
  readonly nth: number;
  /** ISO, 1 = Monday. */
  readonly weekday: number;
}

/** An RFC 5545 RRULE, read but not yet completed from its start. Empty lists are absent parts. */
export interface RecurrenceRule {
  readonly frequency: Frequency;
  readonly interval: number;
  readonly count: number;
  /** Milliseconds: an instant when `utc`, else a wall clock reading. The last moment that may still occur. */
  readonly until: { readonly at: number; readonly utc: boolean } | undefined;
  readonly weekStart: number;
  readonly byMonth: readonly number[];
  readonly byWeekNo: readonly number[];
  readonly byYearDay: readonly number[];
  readonly byMonthDay: readonly number[];
  readonly byDay: readonly ByDay[];
  readonly byHour: readonly number[];
  readonly byMinute: readonly number[];
  readonly bySecond: readonly number[];
  readonly bySetPos: readonly number[];
}

/** @throws UserError `schedule.bad-rrule` */
export function parseRecurrenceRule(text: string): RecurrenceRule {
  const bad = (why: string): UserError =>
    new UserError(`The recurrence “${text}” cannot be read: ${why}.`, {
      code: 'schedule.bad-rrule',
      details: { rrule: text, why },
    });
  const parts = new Map<string, string>();
  for (const part of text
    .trim()
    .toUpperCase()
    .replace(/^RRULE:/, '')
    .replace(/;$/, '')
    .split(';')) {
    const [name, value, ...rest] = part.split('=');
    if (!name || !value || rest.length > 0) throw bad(`“${part}” is not NAME=VALUE`);
    if (!PARTS.has(name)) throw bad(`${name} is not a part this calendar knows`);
    if (parts.has(name)) throw bad(`${name} stands there twice`);
    parts.set(name, value);
  }
  /** The numbers of a list part, sorted and each once; from `-max` when it may count from the end. */
  const numbers = (name: string, min: number, max: number, fromEnd = false): number[] => {
    const value = parts.get(name);
    if (value === undefined) return [];
    const list = value.split(',').map((item) => {
      const number = /^[+-]?\d{1,4}$/.test(item) ? Number(item) : NaN;
      const inRange = number >= min && number <= max;
      if (!inRange && !(fromEnd && -number >= min && -number <= max)) throw bad(`${name} cannot be ${item}`);
      return number;
    });
    return [...new Set(list)].sort((a, b) => a - b);
  };
  const whole = (name: string): number | undefined => {
    const value = parts.get(name);
    if (value === undefined) return undefined;
    if (!/^\d{1,6}$/.test(value) || Number(value) < 1) throw bad(`${name} must be a whole number from 1 to 999999`);
    return Number(value);
  };

  const frequency = FREQUENCIES.find((name) => name === parts.get('FREQ'));
  if (!frequency) throw bad(`FREQ must be one of ${FREQUENCIES.join(', ')}`);
  if (parts.has('COUNT') && parts.has('UNTIL')) throw bad('COUNT and UNTIL exclude each other');
  const weekStart = WEEKDAYS.indexOf(parts.get('WKST') ?? 'MO') + 1;
  if (weekStart === 0) throw bad('WKST must be a weekday such as MO');
  const byDay = (parts.get('BYDAY')?.split(',') ?? []).map((item): ByDay => {
    const [, nth, weekday] = /^([+-]?\d{1,2})?(MO|TU|WE|TH|FR|SA|SU)$/.exec(item) ?? [];
    if (!weekday || (nth !== undefined && (Number(nth) === 0 || Math.abs(Number(nth)) > 53))) {
      throw bad(`BYDAY cannot be ${item}`);
    }
    return { nth: Number(nth ?? 0), weekday: WEEKDAYS.indexOf(weekday) + 1 };
  });
  if (byDay.some(({ nth }) => nth !== 0) && (!/^(MONTH|YEAR)LY$/.test(frequency) || parts.has('BYWEEKNO'))) {
    throw bad('a numbered weekday such as 1FR needs FREQ=MONTHLY, or FREQ=YEARLY without BYWEEKNO');
  }
  if (parts.has('BYWEEKNO') && frequency !== 'YEARLY') throw bad('BYWEEKNO needs FREQ=YEARLY');
  if (parts.has('BYYEARDAY') && /^(DAI|WEEK|MONTH)LY$/.test(frequency)) throw bad(`BYYEARDAY cannot be ${frequency}`);
  if (parts.has('BYMONTHDAY') && frequency === 'WEEKLY') throw bad('BYMONTHDAY cannot be WEEKLY');
  if (parts.has('BYSETPOS') && ![...parts.keys()].some((name) => name.startsWith('BY') && name !== 'BYSETPOS')) {
    throw bad('BYSETPOS needs another BY part to pick from');
  }
  const until = parts.get('UNTIL');
  return {
    frequency,
    interval: whole('INTERVAL') ?? 1,
    count: whole('COUNT') ?? Infinity,
    until: until === undefined ? undefined : untilOf(until, bad),
    weekStart,
    byMonth: numbers('BYMONTH', 1, 12),
    byWeekNo: numbers('BYWEEKNO', 1, 53, true),
    byYearDay: numbers('BYYEARDAY', 1, 366, true),
    byMonthDay: numbers('BYMONTHDAY', 1, 31, true),
    byDay,
    byHour: numbers('BYHOUR', 0, 23),
    byMinute: numbers('BYMINUTE', 0, 59),
    // 60 is a leap second, which neither Temporal nor the operating system's clock shows: it reads as 59.
    bySecond: [...new Set(numbers('BYSECOND', 0, 60).map((second) => Math.min(second, 59)))],
    bySetPos: numbers('BYSETPOS', 1, 366, true),
  };
}

const PARTS = new Set(
  'FREQ INTERVAL COUNT UNTIL WKST BYMONTH BYWEEKNO BYYEARDAY BYMONTHDAY BYDAY BYHOUR BYMINUTE BYSECOND BYSETPOS'.split(
    ' ',
  ),
);

/** A bare date means that whole day still counts. */
function untilOf(text: string, bad: (why: string) => UserError): { at: number; utc: boolean } {
  const parts = /^(\d{4})(\d\d)(\d\d)(?:T(\d\d)(\d\d)(\d\d)(Z?))?$/.exec(text);
  if (!parts) throw bad('UNTIL is written 20271231 or 20271231T235959Z');
  const [year, month, day] = [Number(parts[1]), Number(parts[2]), Number(parts[3])];
  if (month < 1 || month > 12 || day < 1 || day > daysInMonth(year, month)) throw bad('UNTIL names no day');
  const start = dayNumber(year, month, day) * DAY;
  if (parts[4] === undefined) return { at: start + DAY - 1, utc: false };
  const [hour, minute, second] = [Number(parts[4]), Number(parts[5]), Number(parts[6])];
  if (hour > 23 || minute > 59 || second > 59) throw bad('UNTIL names no time of day');
  return { at: start + ((hour * 60 + minute) * 60 + second) * 1000, utc: parts[7] === 'Z' };
}
