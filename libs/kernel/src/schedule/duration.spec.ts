import fc from 'fast-check';
import { Temporal } from 'temporal-polyfill';
import { describe, expect, it } from 'vitest';
import { UserError } from '../errors.js';
import { addDuration, type Duration } from './duration.js';
import { fromLocal, toLocal } from './local.js';

/** Processor time of this process so far, in milliseconds: on a busy machine the clock on the wall says nothing of what code costs. */
const cpuMs = (): number => process.cpuUsage().user / 1_000;

/** Half-hour daylight saving, a skipped day, odd offsets, midnight transitions, two rules a year, none at all. */
export const ZONES = [
  'Australia/Lord_Howe', 'Pacific/Apia', 'Asia/Kathmandu', 'America/Sao_Paulo', 'Europe/London', 'America/New_York',
  'Asia/Shanghai', 'Africa/Casablanca', 'Asia/Tehran', 'America/St_Johns', 'Pacific/Chatham', 'Europe/Dublin', 'Asia/Gaza',
  'Antarctica/Troll', 'America/Havana', 'Pacific/Kiritimati', 'UTC',
]; // prettier-ignore
const zone = fc.constantFrom(...ZONES);
const instant = fc.integer({ min: Date.UTC(1900, 0, 1), max: Date.UTC(2100, 0, 1) });

describe('addDuration', () => {
  it('agrees with Temporal in every zone, around transitions and far from them', () => {
    const duration: fc.Arbitrary<Duration> = fc.record({
      amount: fc.integer({ min: -500, max: 500 }),
      unit: fc.constantFrom('seconds', 'minutes', 'hours', 'days', 'weeks', 'months'),
    });
    fc.assert(
      fc.property(instant, duration, zone, (at, { amount, unit }, name) => {
        const start = Temporal.Instant.fromEpochMilliseconds(at).toZonedDateTimeISO(name);
        // Right before, on and after the next transition too: that is where it can go wrong.
        const turn = start.getTimeZoneTransition('next')?.epochMilliseconds ?? at;
        for (const from of [at, turn - 1, turn, turn + 1, turn - 1_800_000, turn + 1_800_000]) {
          for (const step of [amount, 1, -1]) {
            const moment = Temporal.Instant.fromEpochMilliseconds(from).toZonedDateTimeISO(name);
            const wanted = moment.add({ [unit]: step }).epochMilliseconds;
            expect([name, from, step, addDuration(from, { amount: step, unit }, name)]).toEqual([
              name,
              from,
              step,
              wanted,
            ]);
          }
        }
      }),
      { numRuns: 400 },
    );
  });

  it.each([
    ['a day over the spring gap keeps the wall clock', '2026-03-28T09:00', 1, 'days', '2026-03-29T09:00:00.000'],
    ['a day into the gap moves forward by the gap', '2026-03-28T01:30', 1, 'days', '2026-03-29T02:30:00.000'],
    ['24 hours over the gap are 24 hours', '2026-03-28T09:00', 24, 'hours', '2026-03-29T10:00:00.000'],
    ['a month after 31 January is the end of February', '2027-01-31T09:00', 1, 'months', '2027-02-28T09:00:00.000'],
    ['400 days are 400 days', '2026-01-01T09:00', 400, 'days', '2027-02-05T09:00:00.000'],
    ['fractions of an hour are exact', '2026-01-01T09:00', 1.5, 'hours', '2026-01-01T10:30:00.000'],
  ] as const)('%s', (_, local, amount, unit, wanted) => {
    expect(
      toLocal(addDuration(fromLocal(local, 'Europe/London'), { amount, unit }, 'Europe/London'), 'Europe/London'),
    ).toBe(wanted);
  });

  it('takes the earlier of two equal wall clock times, and leaves an instant alone when nothing is added', () => {
    const zoneName = 'Europe/London';
    const dayBefore = fromLocal('2026-10-24T01:30', zoneName);
    const first = addDuration(dayBefore, { amount: 1, unit: 'days' }, zoneName);
    expect(new Date(first).toISOString()).toBe('2026-10-25T00:30:00.000Z');
    const second = first + 3_600_000;
    expect(toLocal(second, zoneName)).toBe(toLocal(first, zoneName));
    expect(addDuration(second, { amount: 0, unit: 'days' }, zoneName)).toBe(second);
  });

  it.each([
    [{ amount: 1, unit: 'days' }, 'Mars/Olympus', 'schedule.unknown-zone', 'Mars/Olympus'],
    [{ amount: 1, unit: 'days' }, '+08:00', 'schedule.unknown-zone', '+08:00'],
    [{ amount: 1, unit: 'months' }, '', 'schedule.unknown-zone', ''],
    [{ amount: 1.5, unit: 'days' }, 'UTC', 'schedule.bad-duration', 'whole'],
    [{ amount: Infinity, unit: 'hours' }, 'UTC', 'schedule.bad-duration', 'Infinity'],
    [{ amount: 1e9, unit: 'months' }, 'UTC', 'schedule.bad-duration', '9999'],
    [{ amount: 1, unit: 'years' as 'months' }, 'UTC', 'schedule.bad-duration', 'years'],
  ] as const)('refuses %j in %s with words', (duration, name, code, word) => {
    const act = (): number => addDuration(0, duration, name);
    expect(act).toThrow(UserError);
    expect(act).toThrow(expect.objectContaining({ code, message: expect.stringContaining(word) as string }) as Error);
  });

  it('is fast enough for batches: above 100,000 calendar days a second', () => {
    const calls = 200_000;
    const started = cpuMs();
    for (let i = 0; i < calls; i++)
      addDuration(1.7e12 + ((i * 7_919_000_000) % 1e11), { amount: 3, unit: 'days' }, 'Europe/London');
    expect(calls / ((cpuMs() - started) / 1000)).toBeGreaterThan(100_000);
  });
});
