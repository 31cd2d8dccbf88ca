import fc from 'fast-check';
import { Temporal } from 'temporal-polyfill';
import { describe, expect, it } from 'vitest';
import { fromLocal, parseInstant, toLocal } from './local.js';
import { isTimeZone } from './zone.js';

const ZONES = [
  'Australia/Lord_Howe',
  'Pacific/Apia',
  'Asia/Kathmandu',
  'America/Sao_Paulo',
  'Europe/London',
  'Africa/Monrovia',
];

describe('fromLocal and toLocal', () => {
  it('agree with Temporal, gaps and overlaps included', () => {
    fc.assert(
      fc.property(
        fc.integer({ min: Date.UTC(1930, 0, 1), max: Date.UTC(2100, 0, 1) }),
        fc.constantFrom(...ZONES),
        fc.integer({ min: -90, max: 90 }),
        (at, zone, minutes) => {
          const turn = Temporal.Instant.fromEpochMilliseconds(at)
            .toZonedDateTimeISO(zone)
            .getTimeZoneTransition('next');
          for (const wall of [
            at,
            (turn?.epochMilliseconds ?? at) + (turn?.offsetNanoseconds ?? 0) / 1e6 + minutes * 60_000,
          ]) {
            const local = new Date(wall).toISOString().slice(0, -1);
            const wanted = Temporal.PlainDateTime.from(local).toZonedDateTime(zone).epochMilliseconds;
            expect([local, zone, fromLocal(local, zone)]).toEqual([local, zone, wanted]);
            const back = Temporal.Instant.fromEpochMilliseconds(wanted).toZonedDateTimeISO(zone).toPlainDateTime();
            expect(toLocal(wanted, zone)).toBe(back.toString({ fractionalSecondDigits: 3 }));
          }
        },
      ),
      { numRuns: 500 },
    );
  });

  it.each([
    ['Europe/London', '2026-03-29T01:30', '2026-03-29T01:30:00.000Z'], // gap: 02:30 BST
    ['Europe/London', '2026-10-25T01:30', '2026-10-25T00:30:00.000Z'], // overlap: BST
    ['Australia/Lord_Howe', '2026-10-04T02:15', '2026-10-03T15:45:00.000Z'], // a gap of half an hour
    ['Pacific/Apia', '2011-12-30T12:00', '2011-12-30T22:00:00.000Z'], // a whole day that never was
    ['America/Sao_Paulo', '2018-11-04T00:00', '2018-11-04T03:00:00.000Z'], // no midnight that day
    ['Asia/Shanghai', '2026-05-01T09:00:01.5', '2026-05-01T01:00:01.500Z'],
  ])('%s %s', (zone, local, utc) => {
    expect(new Date(fromLocal(local, zone)).toISOString()).toBe(utc);
  });

  it.each(['2026-02-30T00:00', '2026-05-01T24:00', '2026-05-01T09:00Z', 'tomorrow', '', '26-5-1T9:00'])(
    'refuses %j',
    (local) => {
      expect(() => fromLocal(local, 'UTC')).toThrow(
        expect.objectContaining({ code: 'schedule.bad-local-time' }) as Error,
      );
    },
  );
});

describe('parseInstant', () => {
  it.each([
    ['2026-05-01T09:00:00Z', '2026-05-01T09:00:00.000Z'],
    ['2026-05-01T09:00:00.123456+08:00', '2026-05-01T01:00:00.123Z'],
    ['2026-05-01T09:00-03:30', '2026-05-01T12:30:00.000Z'],
    ['2026-05-01', '2026-04-30T16:00:00.000Z'],
    ['2026-05-01T09:00', '2026-05-01T01:00:00.000Z'],
    ['2026-05-01 09:00:30', '2026-05-01T01:00:30.000Z'],
    ['0050-01-01T00:00Z', '0050-01-01T00:00:00.000Z'],
  ])('reads %s, in Shanghai where it names no zone', (text, utc) => {
    expect(new Date(parseInstant(text, 'Asia/Shanghai') ?? NaN).toISOString()).toBe(utc);
  });

  it.each([
    '',
    'now',
    '2026-13-01',
    '2026-02-29',
    '2026-05-01T25:00',
    '2026-05-01T09:60',
    '1714521600000',
    '2026-05-01T09:00+25:00',
    ' 2026-05-01',
  ])('finds no instant in %j', (text) => {
    expect(parseInstant(text, 'Asia/Shanghai')).toBeNull();
  });
});

describe('isTimeZone', () => {
  it.each(['UTC', 'Asia/Shanghai', 'America/Argentina/Buenos_Aires', 'Etc/GMT+8'])('knows %s', (zone) => {
    expect(isTimeZone(zone)).toBe(true);
  });

  it.each([
    '',
    '+08:00',
    'Beijing',
    'Asia/Beijing',
    'Mars/Olympus',
    'Asia/Shanghai ',
    '../etc/passwd',
    'x'.repeat(100),
  ])('does not know %j', (zone) => {
    expect(isTimeZone(zone)).toBe(false);
  });
});
