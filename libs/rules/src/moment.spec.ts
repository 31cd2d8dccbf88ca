import fc from 'fast-check';
import { expect, it } from 'vitest';
import { readMoment } from './moment.js';

it.each([
  ['2026-05-01', '2026-05-01T00:00:00.000Z'],
  ['2026-05-01T09:00', '2026-05-01T09:00:00.000Z'],
  ['2026-05-01 09:00:01.5+08:00', '2026-05-01T01:00:01.500Z'],
  ['2026-05-01T09:00:00.123999999Z', '2026-05-01T09:00:00.123Z'],
  ['2026-05-01T09:00-00:30', '2026-05-01T09:30:00.000Z'],
])('reads %s', (text, wanted) => {
  expect(new Date(readMoment(text) ?? NaN).toISOString()).toBe(wanted);
});

it.each([
  '',
  '2026',
  '2026-02-29',
  '2026-5-1',
  '2026-05-01Z',
  '2026-05-01T24:00',
  '2026-05-01T09:00:60',
  '2026-05-01\n',
  '0999-01-01',
  '2026-05-01t09:00',
])('does not read %j', (text) => {
  expect(readMoment(text)).toBeNull();
});

it('reads every ISO instant as Date does', () => {
  fc.assert(
    fc.property(fc.date({ min: new Date('1000-01-01'), max: new Date('9999-12-31'), noInvalidDate: true }), (date) => {
      expect(readMoment(date.toISOString())).toBe(date.getTime());
    }),
  );
});
