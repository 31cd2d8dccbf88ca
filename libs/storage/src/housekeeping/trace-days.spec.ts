import { DAY } from '@sojourn/kernel';
import { describe, expect, it } from 'vitest';
import { definition, expired, missingEnds, widthOf } from './trace-days.js';

const now = 20_000 * DAY + 5_000;
const days = (ends: readonly number[]): number[] => ends.map((end) => end / DAY - 20_000);

describe('the days of the traces', () => {
  it('are laid a week ahead, and not again', () => {
    expect(days(missingEnds(20_000 * DAY, now, 400))).toEqual([1, 2, 3, 4, 5, 6, 7]);
    expect(days(missingEnds(20_006 * DAY, now, 400))).toEqual([7]);
    expect(missingEnds(20_007 * DAY, now, 400)).toEqual([]);
    expect(missingEnds(20_300 * DAY, now, 400)).toEqual([]);
  });

  it('are caught up with after an absence, as one when it was long', () => {
    expect(days(missingEnds(19_997 * DAY, now, 400))).toEqual([-2, -1, 0, 1, 2, 3, 4, 5, 6, 7]);
    expect(days(missingEnds(19_000 * DAY, now, 400))).toEqual([0, 1, 2, 3, 4, 5, 6, 7]);
  });

  it('grow wider with the years kept, so that there are never too many', () => {
    expect([widthOf(1), widthOf(400), widthOf(401), widthOf(4_000), widthOf(0)]).toEqual([1, 1, 2, 10, 30]);
    expect(days(missingEnds(20_000 * DAY, now, 0))).toEqual([30]);
    expect(days(missingEnds(20_000 * DAY, now, 4_000))).toEqual([10]);
  });

  it('are dropped when all they hold is old, never the last two', () => {
    const laid = [-3, -2, -1, 0, 1].map((day) => ({ name: `d${day}`, until: (20_000 + day) * DAY }));
    const all = [...laid, { name: 'pmax', until: null }];
    const names = (keep: number): string[] => expired(all, now, keep).map(({ name }) => name);
    expect(names(2)).toEqual(['d-3', 'd-2']);
    expect(names(3)).toEqual(['d-3']);
    expect(names(4)).toEqual([]);
    expect(names(0)).toEqual([]);
    expect(expired(all, now + 100 * DAY, 1).map(({ name }) => name)).toEqual(['d-3', 'd-2', 'd-1', 'd0']);
  });

  it('are named by the last day they hold', () => {
    expect(definition(Date.UTC(2026, 10, 24))).toBe(`PARTITION p20261123 VALUES LESS THAN (${Date.UTC(2026, 10, 24)})`);
  });
});
