import { describe, expect, it } from 'vitest';
import { formatRule, parseRule } from './recurrence.js';

describe('recurrence rules', () => {
  it.each([
    ['FREQ=DAILY', { kind: 'daily', interval: 1 }],
    ['FREQ=DAILY;INTERVAL=3', { kind: 'daily', interval: 3 }],
    ['FREQ=WEEKLY;BYDAY=MO,TH', { kind: 'weekly', interval: 1, weekdays: [1, 4] }],
    ['FREQ=WEEKLY', { kind: 'weekly', interval: 1, weekdays: [] }],
    ['FREQ=MONTHLY;BYMONTHDAY=15', { kind: 'monthly', interval: 1, day: 15 }],
    ['FREQ=MONTHLY;INTERVAL=2;BYMONTHDAY=-1', { kind: 'monthly', interval: 2, day: -1 }],
  ])('%s is drawn and written back the same', (rrule, shape) => {
    expect(parseRule(rrule)).toEqual(shape);
    expect(formatRule(parseRule(rrule))).toBe(rrule);
  });

  it.each([
    'FREQ=YEARLY;BYMONTH=2',
    'FREQ=MONTHLY;BYDAY=2MO',
    'FREQ=DAILY;COUNT=5',
    'FREQ=WEEKLY;INTERVAL=x',
    '',
    'nonsense',
  ])('%j stays text', (rrule) => {
    expect(parseRule(rrule)).toEqual({ kind: 'other', rrule });
    expect(formatRule(parseRule(rrule))).toBe(rrule);
  });
});
