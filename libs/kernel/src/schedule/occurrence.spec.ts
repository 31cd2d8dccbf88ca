import { describe, expect, it } from 'vitest';
import { fromLocal, toLocal } from './local.js';
import { nextDateOccurrence, nextLocalTime } from './occurrence.js';

describe('nextLocalTime', () => {
  it.each([
    ['later the same day', '2026-05-01T08:00', { time: '09:00' }, 'Asia/Shanghai', '2026-05-01T09:00'],
    ['at that very moment', '2026-05-01T09:00', { time: '09:00' }, 'Asia/Shanghai', '2026-05-01T09:00'],
    ['tomorrow', '2026-05-01T09:00:00.001', { time: '09:00' }, 'Asia/Shanghai', '2026-05-02T09:00'],
    [
      'next Monday, from a Friday',
      '2026-05-01T10:00',
      { time: '09:00', weekdays: [1] },
      'Asia/Shanghai',
      '2026-05-04T09:00',
    ],
    [
      'the same weekday a week on',
      '2026-05-04T09:01',
      { time: '09:00', weekdays: [1] },
      'Asia/Shanghai',
      '2026-05-11T09:00',
    ],
    [
      'an empty list of weekdays is every day',
      '2026-05-01T10:00',
      { time: '09:00', weekdays: [] },
      'UTC',
      '2026-05-02T09:00',
    ],
    ['a time in the gap moves forward', '2026-03-28T12:00', { time: '01:30' }, 'Europe/London', '2026-03-29T02:30'],
    ['no midnight that day', '2018-11-03T12:00', { time: '00:00' }, 'America/Sao_Paulo', '2018-11-04T01:00'],
  ] as const)('%s', (_, after, at, zone, wanted) => {
    expect(toLocal(nextLocalTime(fromLocal(after, zone), at, zone), zone).slice(0, wanted.length)).toBe(wanted);
  });

  it('takes a repeated time once, the first time', () => {
    const zone = 'Europe/London';
    const first = nextLocalTime(fromLocal('2026-10-24T12:00', zone), { time: '01:30' }, zone);
    expect(new Date(first).toISOString()).toBe('2026-10-25T00:30:00.000Z');
    expect(toLocal(nextLocalTime(first + 1, { time: '01:30' }, zone), zone)).toBe('2026-10-26T01:30:00.000');
  });

  it.each([
    { time: '9:00' },
    { time: '24:00' },
    { time: '' },
    { time: '09:00', weekdays: [0] },
    { time: '09:00', weekdays: [8] },
  ])('refuses %j', (at) => {
    expect(() => nextLocalTime(0, at, 'UTC')).toThrow(expect.objectContaining({ code: 'schedule.bad-time' }) as Error);
  });
});

describe('nextDateOccurrence', () => {
  const zone = 'Asia/Shanghai';
  const birthday = { offsetDays: 0, at: '09:00', yearly: true };
  const next = (date: string, rule: typeof birthday, after: string): string | null => {
    const moment = nextDateOccurrence(date, rule, zone, fromLocal(after, zone));
    return moment === null ? null : toLocal(moment, zone).slice(0, 16);
  };

  it.each([
    ['this year', '1990-05-05', birthday, '2026-05-01T00:00', '2026-05-05T09:00'],
    ['next year, once past', '1990-05-05', birthday, '2026-05-05T09:00', '2027-05-05T09:00'],
    ['the same day, before the hour', '1990-05-05', birthday, '2026-05-05T08:59', '2026-05-05T09:00'],
    ['seven days before', '1990-01-03', { ...birthday, offsetDays: -7 }, '2026-12-01T00:00', '2026-12-27T09:00'],
    [
      'ten days after, over the year',
      '1990-12-28',
      { ...birthday, offsetDays: 10 },
      '2027-01-01T00:00',
      '2027-01-07T09:00',
    ],
    ['29 February in a common year', '1992-02-29', birthday, '2026-01-01T00:00', '2026-02-28T09:00'],
    ['29 February in a leap year', '1992-02-29', birthday, '2028-01-01T00:00', '2028-02-29T09:00'],
    ['not before the date itself', '2030-05-05', birthday, '2026-01-01T00:00', '2030-05-05T09:00'],
    [
      'an offset of more than a year',
      '2020-05-05',
      { ...birthday, offsetDays: -400 },
      '2026-01-01T00:00',
      '2026-03-31T09:00',
    ],
    ['once', '2026-06-01', { ...birthday, yearly: false, offsetDays: -1 }, '2026-05-01T00:00', '2026-05-31T09:00'],
    ['once, and over', '2026-06-01', { ...birthday, yearly: false }, '2026-06-01T09:00', null],
    ['a date with a time behind it', '1990-05-05T00:00:00.000Z', birthday, '2026-05-01T00:00', '2026-05-05T09:00'],
    ['nothing readable', '5 May', birthday, '2026-05-01T00:00', null],
    ['a day that is none', '1990-02-30', birthday, '2026-05-01T00:00', null],
  ] as const)('%s', (_, date, rule, after, wanted) => {
    expect(next(date, rule, after)).toBe(wanted);
  });
});
