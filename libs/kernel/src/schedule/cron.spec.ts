import { Cron } from 'croner';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { cron } from './cron.js';
import { fromLocal, toLocal } from './local.js';

function next(expression: string, after: string, zone = 'UTC'): string | null {
  const at = cron(expression, zone).next(fromLocal(after, zone));
  return at === null ? null : toLocal(at, zone).slice(0, 19);
}

describe('cron', () => {
  it.each([
    ['30 9 * * MON-FRI', '2026-05-01T09:30', '2026-05-04T09:30:00'],
    ['30 9 * * 1-5', '2026-05-01T09:29:59.999', '2026-05-01T09:30:00'],
    ['*/15 * * * *', '2026-05-01T09:46', '2026-05-01T10:00:00'],
    ['10 * * * * *', '2026-05-01T09:00:10', '2026-05-01T09:01:10'],
    ['0 0 9 1 1 ? 2030', '2026-05-01T09:00', '2030-01-01T09:00:00'],
    ['0 0 9 1 1 ? 2020', '2026-05-01T09:00', null],
    ['@daily', '2026-05-01T09:00', '2026-05-02T00:00:00'],
    ['@HOURLY', '2026-05-01T09:00', '2026-05-01T10:00:00'],
    ['@weekly', '2026-05-01T09:00', '2026-05-03T00:00:00'],
    ['@monthly', '2026-05-01T09:00', '2026-06-01T00:00:00'],
    ['@yearly', '2026-05-01T09:00', '2027-01-01T00:00:00'],
    ['0 9 L * *', '2026-02-01T00:00', '2026-02-28T09:00:00'],
    ['0 9 L-3 * *', '2026-02-01T00:00', '2026-02-25T09:00:00'],
    ['0 9 LW * *', '2026-05-01T00:00', '2026-05-29T09:00:00'],
    ['0 9 1W * *', '2026-08-01T00:00', '2026-08-03T09:00:00'],
    ['0 9 * * 5#3', '2026-05-01T00:00', '2026-05-15T09:00:00'],
    ['0 9 * * FRI#3', '2026-05-01T00:00', '2026-05-15T09:00:00'],
    ['0 9 * * FRIL', '2026-05-01T00:00', '2026-05-29T09:00:00'],
    ['0 9 * * 7', '2026-05-01T00:00', '2026-05-03T09:00:00'],
    ['0 9 * * FRI-SUN', '2026-05-02T10:00', '2026-05-03T09:00:00'],
    ['0 9 13 * FRI', '2026-05-10T00:00', '2026-05-13T09:00:00'], // either day field is enough
    ['0 9 31 FEB ?', '2026-05-10T00:00', null],
    ['0 9 29 2 *', '2096-03-01T00:00', '2104-02-29T09:00:00'],
  ])('%s after %s', (expression, after, wanted) => {
    expect(next(expression, after)).toBe(wanted);
  });

  it('reads the wall clock of its zone, or of the one before it', () => {
    expect(cron('0 9 * * *', 'Asia/Shanghai').next(Date.parse('2026-05-01T00:00Z'))).toBe(Date.parse('2026-05-01T01:00Z'));
    for (const prefix of ['TZ', 'CRON_TZ']) {
      const rule = cron(`${prefix}=America/New_York 0 9 * * *`, 'Asia/Shanghai');
      expect(rule.next(Date.parse('2026-05-01T00:00Z'))).toBe(Date.parse('2026-05-01T13:00Z'));
    }
  });

  it('passes over a time that daylight saving skips, and fires twice for one that comes twice', () => {
    expect(next('30 1 * * *', '2026-03-28T12:00', 'Europe/London')).toBe('2026-03-30T01:30:00');
    const rule = cron('30 1 * * *', 'Europe/London');
    const first = rule.next(Date.parse('2026-10-24T12:00Z'));
    expect(first).toBe(Date.parse('2026-10-25T00:30Z'));
    expect(rule.next(first!)).toBe(Date.parse('2026-10-25T01:30Z'));
  });

  it('agrees with croner wherever no clock is changed', () => {
    const list = (min: number, max: number): fc.Arbitrary<string> =>
      fc.oneof(
        fc.constant('*'),
        fc.integer({ min: 2, max: 7 }).map((step) => `*/${step}`),
        fc.uniqueArray(fc.integer({ min, max }), { minLength: 1, maxLength: 3 }).map((values) => values.join()),
        fc.tuple(fc.integer({ min, max }), fc.integer({ min, max })).map(([a, b]) => `${Math.min(a, b)}-${Math.max(a, b)}`),
      );
    const expression = fc
      .tuple(list(0, 59), list(0, 59), list(0, 23), list(1, 28), list(1, 12), fc.constantFrom('*', '1-5', '0', '3#2', '5L'))
      // croner takes a stepped star for a star when it joins the two day fields: leave one of them open.
      .map(([s, m, h, day, month, weekday]) => [s, m, h, weekday === '*' ? day : '*', month, weekday].join(' '));
    fc.assert(
      fc.property(expression, fc.integer({ min: Date.UTC(2020, 0, 1), max: Date.UTC(2035, 0, 1) }), (text, after) => {
        const wanted = new Cron(text, { timezone: 'UTC', paused: true }).nextRun(new Date(after))?.getTime() ?? null;
        expect([text, after, cron(text, 'UTC').next(after)]).toEqual([text, after, wanted]);
      }),
      { numRuns: 400 },
    );
  });

  it.each([
    '', '* * *', '60 * * * *', '* 24 * * *', '* * 0 * *', '* * * 13 *', '* * * * 8', '5-1 * * * *', '*/0 * * * *', 'a b c d e', '@often',
    '@every 5m', '1,,2 * * * *', '* * 32W * *', '* * * * 1#6', '1-2-3 * * * *', '* * * * * * * *',
  ])('refuses %j with words', (expression) => {
    expect(() => cron(expression, 'UTC')).toThrow(expect.objectContaining({ code: 'schedule.bad-cron' }) as Error);
  });

  it('refuses an unknown zone', () => {
    expect(() => cron('TZ=Mars/Olympus 0 9 * * *', 'UTC')).toThrow(expect.objectContaining({ code: 'schedule.unknown-zone' }) as Error);
  });
}); // prettier-ignore
