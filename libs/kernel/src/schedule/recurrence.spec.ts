import fc from 'fast-check';
import { RRuleTemporal } from 'rrule-temporal';
import { Temporal } from 'temporal-polyfill';
import { describe, expect, it } from 'vitest';
import { fromLocal, toLocal } from './local.js';
import { recurrence } from './recurrence.js';

function first(count: number, rule: string, start: string, zone: string, after = -1e14): string[] {
  const source = recurrence(rule, start, zone);
  const found: string[] = [];
  for (let at = source.next(after); at !== null && found.length < count; at = source.next(at))
    found.push(toLocal(at, zone).slice(0, 16));
  return found;
}

describe('recurrence', () => {
  it.each([
    ['every workday', 'FREQ=WEEKLY;BYDAY=MO,TU,WE,TH,FR', '2026-05-01T09:00', ['2026-05-01T09:00', '2026-05-04T09:00', '2026-05-05T09:00']],
    ['the last day of each month', 'RRULE:FREQ=MONTHLY;BYMONTHDAY=-1', '2026-01-31T09:00', ['2026-01-31T09:00', '2026-02-28T09:00', '2026-03-31T09:00']],
    ['the 31st only where there is one', 'FREQ=MONTHLY', '2026-01-31T09:00', ['2026-01-31T09:00', '2026-03-31T09:00', '2026-05-31T09:00']],
    ['29 February', 'FREQ=YEARLY', '2028-02-29T09:00', ['2028-02-29T09:00', '2032-02-29T09:00', '2036-02-29T09:00']],
    ['every other week', 'FREQ=WEEKLY;INTERVAL=2;BYDAY=TU', '2026-05-05T09:00', ['2026-05-05T09:00', '2026-05-19T09:00', '2026-06-02T09:00']],
    ['until a date, that day included', 'FREQ=DAILY;UNTIL=20260502', '2026-05-01T09:00', ['2026-05-01T09:00', '2026-05-02T09:00']],
    ['three times', 'FREQ=DAILY;COUNT=3', '2026-05-01T09:00', ['2026-05-01T09:00', '2026-05-02T09:00', '2026-05-03T09:00']],
    ['a start that does not meet the rule is none', 'FREQ=WEEKLY;BYDAY=MO;COUNT=1', '2026-05-01T09:00', ['2026-05-04T09:00']],
    ['never', 'FREQ=YEARLY;BYMONTH=2;BYMONTHDAY=30', '2026-05-01T09:00', []],
    ['never, by the hour', 'FREQ=HOURLY;BYMONTH=2;BYMONTHDAY=30', '2026-05-01T09:00', []],
    ['a position no period has', 'FREQ=MONTHLY;BYDAY=MO;BYSETPOS=6', '2026-05-01T09:00', []],
  ])('%s', (_, rule, start, wanted) => {
    expect(first(3, rule, start, 'Asia/Shanghai')).toEqual(wanted);
  });

  it('keeps the wall clock over daylight saving; a time in the gap moves forward, a repeated one comes once', () => {
    expect(first(3, 'FREQ=DAILY', '2026-03-28T01:30', 'Europe/London')).toEqual(['2026-03-28T01:30', '2026-03-29T02:30', '2026-03-30T01:30']);
    const autumn = recurrence('FREQ=DAILY', '2026-10-24T01:30', 'Europe/London');
    const first25 = autumn.next(fromLocal('2026-10-24T12:00', 'Europe/London'));
    expect(first25).toBe(Date.parse('2026-10-25T00:30:00Z'));
    expect(autumn.next(first25!)).toBe(Date.parse('2026-10-26T01:30:00Z'));
  });

  it('keeps the order of moments that a gap has moved past others', () => {
    const rule = recurrence('FREQ=DAILY;BYHOUR=1,2;BYMINUTE=0,30', '2026-03-29T00:00', 'Europe/London');
    const found: string[] = [];
    for (let at = rule.next(Date.parse('2026-03-28T12:00Z')); found.length < 3 && at !== null; at = rule.next(at)) found.push(new Date(at).toISOString());
    // 01:00 and 01:30 do not exist: they become 02:00 and 02:30, which the rule names as well.
    expect(found).toEqual(['2026-03-29T01:00:00.000Z', '2026-03-29T01:30:00.000Z', '2026-03-30T00:00:00.000Z']);
  });

  it('steps hours in elapsed time', () => {
    const rule = recurrence('FREQ=HOURLY;INTERVAL=6', '2026-03-28T18:00', 'Europe/London');
    expect(rule.next(Date.parse('2026-03-28T18:00Z'))).toBe(Date.parse('2026-03-29T00:00Z'));
    expect(rule.next(Date.parse('2026-03-29T00:00Z'))).toBe(Date.parse('2026-03-29T06:00Z'));
  });

  it('reads UNTIL with a Z as an instant', () => {
    const rule = recurrence('FREQ=DAILY;UNTIL=20260502T010000Z', '2026-05-01T09:00', 'Asia/Shanghai');
    expect(rule.next(Date.parse('2026-05-01T01:00:00Z'))).toBe(Date.parse('2026-05-02T01:00:00Z'));
    expect(rule.next(Date.parse('2026-05-02T01:00:00Z'))).toBeNull();
  });

  it('answers the same whether asked in order or not, with COUNT and without', () => {
    for (const rule of ['FREQ=DAILY;COUNT=30', 'FREQ=DAILY']) {
      const source = recurrence(rule, '2026-03-15T01:30', 'Europe/London');
      const late = Date.parse('2026-04-01T00:00Z');
      const before = source.next(late);
      source.next(0);
      expect(source.next(late)).toBe(before);
      expect(before).toBe(Date.parse('2026-04-01T00:30Z'));
    }
  });

  it('agrees with rrule-temporal on rules both read alike', () => {
    const weekdays = ['MO', 'TU', 'WE', 'TH', 'FR', 'SA', 'SU'];
    const rule = fc.oneof(
      fc.record({ freq: fc.constant('DAILY'), extra: fc.constantFrom('', ';BYMONTH=2,6', ';BYDAY=MO,FR', ';BYHOUR=8,20') }),
      fc.record({
        freq: fc.constant('WEEKLY'),
        extra: fc.uniqueArray(fc.constantFrom(...weekdays), { minLength: 1 }).map((days) => `;BYDAY=${days.join()}`),
      }),
      fc.record({
        freq: fc.constant('MONTHLY'),
        extra: fc.constantFrom('', ';BYMONTHDAY=1,15,-1', ';BYDAY=1FR', ';BYDAY=-1SU', ';BYDAY=MO,TU,WE,TH,FR;BYSETPOS=-1'),
      }),
      fc.record({ freq: fc.constant('YEARLY'), extra: fc.constantFrom('', ';BYMONTH=11;BYDAY=4TH', ';BYYEARDAY=1,-1', ';BYDAY=20MO') }),
    );
    fc.assert(
      fc.property(
        rule,
        fc.integer({ min: 1, max: 4 }),
        fc.integer({ min: Date.UTC(2000, 0, 1), max: Date.UTC(2030, 0, 1) }),
        ({ freq, extra }, interval, startAt) => {
          const text = `FREQ=${freq};INTERVAL=${interval};COUNT=8${extra}`;
          const start = new Date(startAt - (startAt % 60_000)).toISOString().slice(0, 16);
          const dtstart = Temporal.PlainDateTime.from(start).toZonedDateTime('UTC');
          const wanted = new RRuleTemporal({ rruleString: `RRULE:${text}`, dtstart }).all().map((item) => item.epochMilliseconds);
          const source = recurrence(text, start, 'UTC');
          const got: number[] = [];
          for (let at = source.next(-1e14); at !== null; at = source.next(at)) got.push(at);
          expect({ text, start, got }).toEqual({ text, start, got: wanted });
        },
      ),
      { numRuns: 150 },
    );
  });

  it.each([
    '', 'DAILY', 'FREQ=SOMETIMES', 'FREQ=DAILY;COUNT=0', 'FREQ=DAILY;COUNT=2;UNTIL=20260101', 'FREQ=DAILY;INTERVAL=-1', 'FREQ=DAILY;BYHOUR=24',
    'FREQ=WEEKLY;BYDAY=1MO', 'FREQ=DAILY;BYDAY=XX', 'FREQ=DAILY;FREQ=DAILY', 'FREQ=MONTHLY;BYWEEKNO=3', 'FREQ=DAILY;UNTIL=soon',
    'FREQ=DAILY;UNTIL=20260230', 'FREQ=MONTHLY;BYSETPOS=1', 'FREQ=DAILY;RSCALE=CHINESE', 'FREQ=MONTHLY;BYMONTHDAY=0', 'FREQ=DAILY;X=1',
  ])('refuses %j with words', (rule) => {
    expect(() => recurrence(rule, '2026-05-01T09:00', 'UTC')).toThrow(expect.objectContaining({ code: 'schedule.bad-rrule' }) as Error);
  });
}); // prettier-ignore
